import assert from "node:assert/strict";
import { test } from "node:test";
import PostalMime from "postal-mime";
import { imageMark } from "../../domain/inline-images.ts";
import { outgoing } from "../contract.ts";
import { composeMail } from "./compose.ts";
import { emailSettings } from "./settings.ts";

const settings = emailSettings.parse({
  address: "desk@shop.example",
  name: "Shop",
  imap: { host: "127.0.0.1", port: 993, user: "desk", password: "p", security: "tls" },
  smtp: { host: "127.0.0.1", port: 465, user: "desk", password: "p", security: "tls" },
});

test("files leave with a mail; an image stands where the writer put it, and its name cannot break out of the page", async () => {
  const name = `box"><b>.png`;
  const files = [
    { name, contentType: "image/png", content: Buffer.from("picture"), inlineId: "one@files.handrail" },
    { name: "Rechnung März.pdf", contentType: "application/pdf", content: Buffer.from("%PDF-1.7") },
  ];
  const { raw } = await composeMail(outgoing({ text: `Look:\n${imageMark(name)}\nThank you`, files }), settings, "secret");
  const mail = await PostalMime.parse(raw);
  assert.match(mail.html!, /Look:<br>\s*<img src="cid:one@files\.handrail" alt="box&quot;&gt;&lt;b&gt;\.png"[^>]*><br>\s*Thank you/);
  assert.deepEqual(
    mail.attachments.map(({ filename, mimeType, disposition, contentId }) => [filename, mimeType, disposition, contentId ?? null]),
    [
      [name, "image/png", "inline", "<one@files.handrail>"],
      ["Rechnung März.pdf", "application/pdf", "attachment", null],
    ],
  );
  assert.equal(Buffer.from(mail.attachments[1]!.content as ArrayBuffer).toString(), "%PDF-1.7");
});

test("a mail without files is as it was", async () => {
  const { raw } = await composeMail(outgoing({ text: "Hello [image: nothing.png]" }), settings, "secret");
  const mail = await PostalMime.parse(raw);
  assert.deepEqual(mail.attachments, []);
  assert.match(mail.html!, /Hello \[image: nothing\.png\]/);
});
