/** How well replies are told from quotes, and parsing against another parser's answers, on mails nobody wrote for us. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { htmlToText } from "./html-text.ts";
import { parseMail } from "./parse.ts";
import { splitReply } from "./quoting.ts";

const folder = new URL("../../../../shared/data/email/", import.meta.url);
const skip = existsSync(folder) ? false : "the folder ../shared/data/email with real mails is not there";
const options = { address: "support@shop.example", secret: "secret", now: "2026-03-02T09:06:00Z" };
const files = (name: string, end: string) =>
  skip
    ? []
    : readdirSync(new URL(name, folder))
        .filter((file) => file.endsWith(end))
        .map((file) => new URL(`${name}${file}`, folder));
const same = (text: string) => text.replace(/\s+/g, " ").trim();

describe("mails from the field", { skip }, () => {
  test("the reply alone is left of most quoted mails", async (context) => {
    let right = 0;
    const wrong: string[] = [];
    const judge = (url: URL, isRight: boolean) => (isRight ? right++ : wrong.push(url.pathname.split("/").at(-1)!));
    // These share one reply above quotes in many languages and layouts.
    const reply = "Fusce bibendum, quam hendrerit sagittis tempor,";
    for (const url of files("crisp-fixtures/", ".txt")) {
      const text = readFileSync(url, "utf8").replaceAll("\r\n", "\n");
      if (text.trimStart().startsWith(reply))
        judge(url, same(splitReply(text).text).endsWith("sed odio id arcu varius aliquet nec nec nibh."));
    }
    for (const url of files("talon/", ".eml")) {
      if (!url.pathname.includes("share-block")) judge(url, same((await parseMail(readFileSync(url), options)).message.text) === "Hello");
    }
    for (const url of files("talon/", ".html")) {
      const text = same(splitReply(htmlToText(readFileSync(url, "utf8"))).text);
      judge(url, text === "Hi. I am fine. Thanks, Alex" || text === "Reply");
    }
    const total = right + wrong.length;
    context.diagnostic(`${right} of ${total} right; wrong: ${wrong.join(", ")}`);
    assert.ok(total > 50 && right / total >= 0.9, `${right} of ${total}`);
  });

  test("every ham and spam mail is read, and all text can be stored", async () => {
    for (const url of [
      ...files("spam-assassin-easy-ham-1/", ".txt"),
      ...files("spam-assassin-spam-1/", ".txt"),
      ...files("stalwart-rfc/", ".eml"),
      ...files("stalwart-legacy/", ".eml"),
    ]) {
      const outcome = await parseMail(readFileSync(url), options).then(
        ({ message }) => message,
        (error: Error) => error,
      );
      if (outcome instanceof Error) assert.match(outcome.message, /names no sender|not a mail|nesting|depth/i, url.pathname);
      else assert.ok(JSON.stringify({ ...outcome, attachments: [] }).isWellFormed() && !outcome.text.includes("\0"), url.pathname);
    }
  });

  test("senders and subjects agree with another parser", async (context) => {
    let agreed = 0;
    let compared = 0;
    for (const url of [...files("stalwart-rfc/", ".eml"), ...files("stalwart-legacy/", ".eml")]) {
      const parsed = await parseMail(readFileSync(url), options).catch(() => null);
      const expected = JSON.parse(readFileSync(new URL(url.href.replace(/eml$/, "json")), "utf8")) as {
        parts: { headers: { name: string; value: { Text?: string } }[] }[];
      };
      const subject = expected.parts[0]?.headers.findLast((header) => header.name === "subject")?.value.Text;
      if (!parsed || !subject) continue;
      compared++;
      if (same(parsed.message.subject ?? "") === same(subject).slice(0, 500)) agreed++;
    }
    context.diagnostic(`${agreed} of ${compared} subjects agree`);
    // The rest: raw bytes inside an encoded word, which the standard forbids, and UTF-7, which is not decoded.
    assert.ok(compared > 20 && agreed / compared >= 0.8, `${agreed} of ${compared}`);
  });
});
