/** What becomes of mails, from our own fixtures and from hostile ones built here. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { cleanText } from "./clean-text.ts";
import { idFromPlusAddress, isOwnMessageId, ownMessageId, tokenFor } from "./message-id.ts";
import { parseBounded } from "./parse-bounded.ts";
import { parseMail, type ParseOptions } from "./parse.ts";
import { splitReply } from "./quoting.ts";
import { emailSettings } from "./settings.ts";

const options: ParseOptions = {
  address: "support@shop.example",
  secret: "secret",
  receivedAt: "2026-03-02T09:05:00Z",
  now: "2026-03-02T09:06:00Z",
};
const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}.eml`, import.meta.url));
const read = async (name: string) => (await parseMail(fixture(name), options)).message;
const built = async (raw: string | Buffer, change: Partial<ParseOptions> = {}) =>
  (await parseMail(Buffer.from(raw), { ...options, ...change })).message;

describe("what the customer wrote", () => {
  test("a reply from a phone is read without its signature and the quoted question", async () => {
    const message = await read("phone");
    assert.equal(message.text, "Yes please, send it to the office.");
    assert.match(message.quoted!, /Sent from my iPhone[\s\S]*Shall we send it/);
    assert.deepEqual(message.references, ["<hr-1@shop.example>", "<first@mail.example>"]);
    assert.equal(message.at, "2026-03-02T09:00:00.000Z");
  });

  test("a German Outlook reply ends where the quoted mail begins", async () => {
    const message = await read("outlook-german");
    assert.match(message.text, /^Guten Tag,\n\ndas Paket ist noch nicht da\./);
    assert.ok(!message.text.includes("Gesendet") && !message.text.includes("unterwegs"));
    assert.match(message.quoted!, /Ihre Bestellung ist unterwegs/);
  });

  for (const [name, text] of Object.entries({
    latin1: "Où est mon colis ? Très déçu.",
    "windows-1252": "“Schöne” Schuhe – 20 €",
    "koi8-r": "Где мой заказ?",
    "iso-2022-jp": "注文はどこですか",
  })) {
    test(`text and subject in ${name} are read as they were typed`, async () => {
      const message = await read(`charset-${name}`);
      assert.deepEqual([message.text, message.subject], [text, text]);
    });
  }

  test("HTML is read as text without scripts and hidden instructions, and kept as it came", async () => {
    const message = await read("attachments");
    assert.equal(message.text, "The cup is broken.");
    assert.match(message.html!, /<script>/);
    assert.deepEqual(
      message.attachments!.map(({ name, contentType, inlineId }) => [name, contentType, inlineId]),
      [
        ["Fuß.png", "image/png", "p1"],
        ["invoice.pdf", "application/pdf", undefined],
      ],
    );
  });

  test("an invitation keeps its text and its calendar file", async () => {
    const message = await read("calendar");
    assert.equal(message.text, "Can I pick it up on Friday?");
    assert.equal(message.attachments![0]!.contentType, "text/calendar");
  });
});

describe("who wrote, and what that proves", () => {
  test("a plain mail proves that our answer reaches its sender; forwarding proves nothing", async () => {
    assert.equal((await read("phone")).sender.proof, "reply_address");
    const forwarded = await read("forwarded");
    assert.equal(forwarded.sender.proof, "none");
    assert.match(forwarded.text, /^Please tell me/);
  });

  test("with a Reply-To elsewhere the conversation belongs to whoever gets the answer, unproven", async () => {
    const { sender, channelData } = await read("reply-to-elsewhere");
    assert.deepEqual(sender, { kind: "email", value: "thief@evil.example", proof: "none" });
    assert.equal(channelData!["from"], "ana@example.com");
  });

  test("the shop's own contact form brings a customer, not ourselves", async () => {
    const message = await read("contact-form");
    assert.deepEqual([message.sender.value, message.sender.proof, message.automatic], ["ben@example.org", "none", undefined]);
  });

  test("two From addresses or two From lines prove nothing", async () => {
    for (const from of ["From: ana@example.com, eve@evil.example", "From: ana@example.com\r\nFrom: eve@evil.example"])
      assert.equal((await built(`${from}\r\n\r\nhi`)).sender.proof, "none");
  });

  test("a reply to our plus address is recognised, a made-up token is not", async () => {
    const token = tokenFor("key", options.secret);
    const to = (local: string) => built(`From: a@example.com\r\nTo: support+${local}@shop.example\r\n\r\nhi`);
    assert.deepEqual((await to(token)).references, [ownMessageId("key", options.secret, options.address)]);
    assert.equal((await to(token.replace(/.$/, (last) => (last === "0" ? "1" : "0")))).references, undefined);
    assert.equal(idFromPlusAddress(`other+${token}@shop.example`, options.address, options.secret), null);
    assert.equal(isOwnMessageId(ownMessageId("key", "another secret", options.address), options.secret), false);
  });
});

describe("machines", () => {
  for (const [name, kind] of [
    ["auto-reply", "auto_reply"],
    ["list", "mailing_list"],
    ["bounce", "bounce"],
  ] as const) {
    test(`${name} is recognised and proves nothing`, async () => {
      const message = await read(name);
      assert.deepEqual([message.automatic, message.sender.proof], [kind, "none"]);
    });
  }
  const marks = {
    "Auto-Submitted: auto-generated": "auto_reply",
    "Auto-Submitted: no": undefined,
    "Precedence: bulk": "mailing_list",
    "X-Auto-Response-Suppress: OOF": "auto_reply",
    "X-Auto-Response-Suppress: DR, RN": undefined,
    "Return-Path: <>": "auto_reply",
    "Return-Path: <ana@example.com>": undefined,
    "List-Id: <support.shop.example>\r\nPrecedence: list": undefined,
    "X-Handrail-Loop: 1": "auto_reply",
  };
  for (const [header, kind] of Object.entries(marks)) {
    test(`${header.replace("\r\n", " and ")} makes a mail ${kind ?? "a person's"}`, async () => {
      assert.equal((await built(`From: ana@example.com\r\n${header}\r\n\r\nhi`)).automatic, kind);
    });
  }
  test("our own mail is recognised by its address and by its signed id", async () => {
    assert.equal((await built("From: support@shop.example\r\n\r\nhi")).automatic, "own_message");
    assert.equal(
      (await built(`From: x@y.example\r\nMessage-ID: ${ownMessageId("k", options.secret, options.address)}\r\n\r\nhi`)).automatic,
      "own_message",
    );
  });
});

describe("mail that was made to hurt", () => {
  for (const date of ["Mon, 01 Jan 0000 00:00:00 +0000", "Fri, 31 Dec 9999 23:59:59 +0000", "yesterday", ""]) {
    test(`the date "${date}" becomes the time of arrival`, async () => {
      assert.equal((await built(`From: a@example.com\r\nDate: ${date}\r\n\r\nhi`)).at, "2026-03-02T09:05:00.000Z");
    });
  }

  test("NUL, broken UTF-8 and half characters do not survive", async () => {
    const raw = Buffer.concat([
      Buffer.from("From: a@example.com\r\nSubject: a\0b =?utf-8?Q?=00=ED=A0=80?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nx\0y "),
      Buffer.from([0xff, 0xfe, 0xc3]),
      Buffer.from("\r\n"),
    ]);
    const message = await built(raw);
    const all = JSON.stringify(message);
    assert.ok(all.isWellFormed() && !all.includes("\\u0000") && message.text.startsWith("xy"));
    assert.equal(cleanText("\ud800x\0", 10), "\ufffdx");
  });

  test("a mail without Message-ID has an id that stays the same, and another for another text", async () => {
    const one = await built("Received: by a\r\nFrom: a@example.com\r\n\r\nhi");
    assert.match(one.externalId, /^sha256:/);
    assert.equal((await built("Received: by b\r\nFrom: a@example.com\r\n\r\nhi")).externalId, one.externalId);
    assert.notEqual((await built("From: a@example.com\r\n\r\nho")).externalId, one.externalId);
  });

  test("a mail that names itself and its children as ancestors is read", async () => {
    const message = await built(
      "From: a@example.com\r\nMessage-ID: <a@x>\r\nReferences: <b@x> <a@x> <b@x>\r\nIn-Reply-To: <a@x>\r\n\r\nhi",
    );
    assert.deepEqual(message.references, ["<b@x>"]);
  });

  const part = (index: number) => `--b\r\nContent-Type: application/x-${index}; name="f${index}"\r\n\r\nx\r\n`;
  const nested = (depth: number) =>
    Array.from({ length: depth }, (_, index) => `Content-Type: multipart/mixed; boundary="b${index}"\r\n\r\n--b${index}\r\n`).join("");
  const hostile: Record<string, string> = {
    "a thousand parts": `From: a@example.com\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n${Array.from({ length: 1000 }, (_, index) => part(index)).join("")}--b--`,
    "two hundred levels": `From: a@example.com\r\n${nested(200)}`,
    "a header of a megabyte": `From: a@example.com\r\nX: ${"a".repeat(1_000_000)}\r\n\r\nhi`,
    "fifty thousand recipients": `From: a@example.com\r\nTo: ${"<a@b.c>, ".repeat(50_000)}\r\n\r\nhi`,
    "an address header of brackets": `From: ${'<("'.repeat(60_000)}\r\n\r\nhi`,
    "twenty thousand open tags": `From: a@example.com\r\nContent-Type: text/html\r\n\r\n${"<div><blockquote>".repeat(20_000)}hi`,
    "150 KB of quote marks": `From: a@example.com\r\n\r\n${"On 1 x ".repeat(22_000)}\r\n`,
    "a line that is slow to search": `From: a@example.com\r\n\r\n${"x on at ".repeat(5000)}\r\n`,
    "150 KB of blanks and dashes": `From: a@example.com\r\n\r\n${" -\t".repeat(50_000)}wrote`,
    "ten megabytes of text": `From: a@example.com\r\n\r\n${`${"Am 1.2. um 3 ".repeat(40)}\n\n`.repeat(20_000)}`,
  };
  for (const [name, raw] of Object.entries(hostile)) {
    test(`${name}: read or set aside with a reason`, async () => {
      const outcome = await parseBounded(Buffer.from(raw), options);
      if ("reason" in outcome) return assert.ok(outcome.reason.length > 5);
      const { message } = outcome.parsed;
      assert.ok(message.text.length <= 100_000 && (message.attachments?.length ?? 0) <= 100 && message.references === undefined);
    });
  }

  test("a mail that takes too long is given up and does not stop the desk", async () => {
    const outcome = await parseBounded(Buffer.from(hostile["ten megabytes of text"]!), options, 1);
    assert.match("reason" in outcome ? outcome.reason : "", /took longer/);
  });

  test("what is not a mail, or has no sender, is refused with a reason", async () => {
    for (const raw of ["", "\0\0\0", "Subject: x\r\n\r\nhi", 'From: "nobody"\r\n\r\nhi'])
      assert.ok("reason" in (await parseBounded(Buffer.from(raw), options)), raw);
  });

  test("a reply of nothing but quotes is shown whole rather than empty", () => {
    assert.equal(splitReply("> all\n> quoted").text, "> all\n> quoted");
  });
});

test("a password never crosses a network unencrypted, and is marked as a secret", () => {
  const server = { host: "mail.example.com", port: 993, security: "none", user: "u", password: "p" };
  const result = emailSettings.safeParse({ address: "a@example.com", name: "x", imap: server, smtp: { ...server, security: "tls" } });
  assert.deepEqual(
    result.error?.issues.map((issue) => issue.path.join(".")),
    ["imap.security"],
  );
  assert.equal(emailSettings.shape.imap.shape.password.meta()?.["secret"], true);
});
