/**
 * The whole desk behind a real mailbox: what customers, strangers and machines write, and what leaves in answer. Longer than
 * other files because one desk serves all parts: starting one takes longer than most of them.
 */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ownMessageId } from "../../src/channels/email/message-id.ts";
import { whyNoDovecot } from "../../src/channels/email/test-server.ts";
import { auditSum } from "../../src/mailbox/audit.ts";
import { mail, openMailDesk, shopAddress, until, type MailDesk } from "./mail-desk.ts";

const missing = whyNoDovecot();
/** Anything of these in a mail to a stranger tells something about Ana's order. */
const secrets = /Puffin|tracking|on its way|transit|arrive|Lima|ana@example|\/track/i;
const eve = { From: "Eve <eve@example.com>", Subject: "A question" };

describe("customers write to the shop by e-mail", { skip: missing ?? false }, () => {
  let desk: MailDesk;
  before(async () => {
    desk = await openMailDesk();
  });
  after(() => desk?.close());

  const question = mail("Where is my order #1042?", { Subject: "My order" });
  /** The Message-ID of the desk's first answer to Ana. */
  let answerId = "";

  test("Ana asks where her order is and the answer goes to her alone, threaded, with the facts of the order", async () => {
    await desk.receive(question);
    const [answer, ...more] = await desk.sent(0);
    assert.equal(more.length, 0);
    assert.deepEqual(answer!.envelopeTo, ["ana@example.com"]);
    assert.equal(answer!.inReplyTo, question.id);
    assert.equal(answer!.references, question.id);
    assert.equal(answer!.subject, "Re: My order");
    assert.match(answer!.text!, /order #1042 is on its way with Puffin Parcel/);
    answerId = answer!.messageId!;

    const { messages, runs } = await desk.conversationOf(question.id);
    assert.deepEqual(
      messages.map(({ direction, delivery }) => [direction, delivery]),
      [
        ["in", null],
        ["out", "sent"],
      ],
    );
    assert.equal(messages[1]!.external_id, answerId);
    assert.deepEqual(
      runs.map(({ outcome }) => outcome?.kind),
      ["answered"],
    );
  });

  test("Ana answers our mail: the same conversation goes on, and what her program quotes is not read as new", async () => {
    const before = desk.count();
    const quoted =
      "On Mon, 2 Nov 2026 at 10:00, Nordlicht <support@shop.example> wrote:\n> Hi Ana,\n> I want a refund for order #1051 and speak to my lawyer!";
    const again = mail(`Thanks! And when will order #1042 arrive?\n\n${quoted}`, {
      Subject: "Re: My order",
      "In-Reply-To": answerId,
      References: `${question.id} ${answerId}`,
    });
    await desk.receive(again);
    const [answer, ...more] = await desk.sent(before);
    assert.equal(more.length, 0);
    assert.equal(answer!.inReplyTo, again.id);
    assert.equal(answer!.references, `${question.id} ${answerId} ${again.id}`);
    assert.equal(answer!.subject, "Re: My order");
    assert.match(answer!.text!, /#1042/);
    assert.doesNotMatch(answer!.text!, /1051/);

    const { messages } = await desk.conversationOf(question.id);
    assert.equal(messages.length, 4);
    assert.equal(messages[2]!.text, "Thanks! And when will order #1042 arrive?");
    assert.match(messages[2]!.quoted!, /my lawyer/);
  });

  test("a stranger who names Ana's order reads the same words as for an order that does not exist, and only Ana gets a code", async () => {
    const before = desk.count();
    await desk.receive(mail("Where is my order #1042?", eve));
    assert.deepEqual((await desk.sent(before)).flatMap(({ envelopeTo }) => envelopeTo).toSorted(), ["ana@example.com", "eve@example.com"]);
    const [code] = await desk.sent(before, "ana@example.com");
    assert.match(code!.text!, /Your code is \d{6}/);
    assert.equal(desk.codesFrom("demo-chat"), "demo-mailbox", "codes of the demo stay in the demo");
    const [real] = await desk.sent(before, "eve@example.com");
    assert.match(real!.text!, /one-time code/);
    assert.doesNotMatch(real!.raw.toString(), secrets);

    const middle = desk.count();
    await desk.receive(mail("Where is my order #98765432?", eve));
    const [unreal, ...others] = await desk.sent(middle);
    assert.equal(others.length, 0);
    assert.deepEqual(unreal!.envelopeTo, ["eve@example.com"]);
    assert.equal(unreal!.text, real!.text);
    assert.equal(unreal!.subject, real!.subject);
    assert.deepEqual(
      unreal!.headers.map(({ key }) => key),
      real!.headers.map(({ key }) => key),
    );
  });

  test("nothing reaches a stranger who plays with From and Reply-To", async () => {
    const before = desk.count();
    await desk.receive(
      mail("Where is my order #1042?", { From: "Ana Lima <ana@example.com>", "Reply-To": "eve@example.com", Subject: "My order" }),
      mail("Where is my order #1042?", { ...eve, "Reply-To": "ana@example.com" }),
      mail("Where is my order #1042?", { From: "Ana Lima <ana@example.com>, Eve <eve@example.com>", Subject: "My order" }),
    );
    const toEve = await desk.sent(before, "eve@example.com");
    assert.equal(toEve.length, 1, "only where the answer goes to Eve does she read one");
    for (const { raw } of toEve) assert.doesNotMatch(raw.toString(), secrets);
    for (const { envelopeTo } of await desk.sent(before)) assert.equal(envelopeTo.length, 1, "nobody reads along");
  });

  test("a stranger who quotes Ana's message does not get into her conversation", async () => {
    const before = desk.count();
    const length = (await desk.conversationOf(question.id)).messages.length;
    const intruder = mail("And what about my order?", {
      ...eve,
      Subject: "Re: My order",
      "In-Reply-To": answerId,
      References: `${question.id} ${answerId}`,
    });
    await desk.receive(intruder);
    const hers = await desk.conversationOf(question.id);
    assert.equal(hers.messages.length, length);
    assert.notEqual((await desk.conversationOf(intruder.id)).id, hers.id);
    assert.deepEqual(await desk.sent(before, "ana@example.com"), []);
    for (const { raw } of await desk.sent(before)) assert.doesNotMatch(raw.toString(), secrets);
  });

  test("an out-of-office reply, a bounce and our own mail coming back are closed with the reason and not answered", async () => {
    const before = desk.count();
    const ours = (await desk.sent(0, "ana@example.com"))[0]!;
    const away = mail("I am on holiday. Where is my order #1042?", {
      "Auto-Submitted": "auto-replied",
      "In-Reply-To": answerId,
      Subject: "Out of office",
    });
    const bounced = bounceOf(answerId);
    // One copy as it left, which is known already, and one that a mailing robot on the way gave an id of its own.
    const returned = {
      id: "<returned@relay.example>",
      raw: ours.raw.toString().replace(/^Message-ID:.*$/m, "Message-ID: <returned@relay.example>"),
    };
    desk.imap.deliver(ours.raw);
    await desk.receive(returned, away, bounced);
    assert.equal(desk.count(), before, "nothing was answered");
    const { rows } = await desk.db.query(
      "select m.automatic, r.outcome, r.reason from message m join run r on m.id = any(r.message_ids) where m.automatic is not null order by m.automatic",
    );
    const expected = [
      ["auto_reply", "closed", /automatic reply/],
      ["bounce", "closed", /could not be delivered/],
      ["own_message", "closed", /Our own message came back/],
    ] as const;
    assert.equal(rows.length, expected.length);
    for (const [nth, [automatic, outcome, reason]] of expected.entries()) {
      assert.deepEqual([rows[nth].automatic, rows[nth].outcome], [automatic, outcome]);
      assert.match(rows[nth].reason, reason);
    }
    const answer = (await desk.conversationOf(question.id)).messages.find(({ external_id }) => external_id === answerId);
    assert.equal(answer!.delivery, "failed");
    assert.match(answer!.delivery_reason!, /No such person/);
  });

  test("an out-of-office reply does not make the desk forget what it had asked", async () => {
    const before = desk.count();
    const asks = mail("Where is my order #1057?", { From: "Nora <nora.private@example.com>", Subject: "My order" });
    await desk.receive(asks);
    const [[code], [reply]] = await Promise.all([desk.sent(before, "nora@example.com"), desk.sent(before, "nora.private@example.com")]);
    const away = mail("I am out of the office until Monday.", {
      From: "Nora <nora.private@example.com>",
      "Auto-Submitted": "auto-replied",
      "In-Reply-To": reply!.messageId!,
      Subject: "Out of office",
    });
    await desk.receive(away);
    const digits = /Your code is (\d{6})/.exec(code!.text!)![1]!;
    await desk.receive(
      mail(digits, { From: "Nora <nora.private@example.com>", "In-Reply-To": reply!.messageId!, Subject: "Re: My order" }),
    );
    const [, answer, ...more] = await desk.sent(before, "nora.private@example.com");
    assert.equal(more.length, 0);
    assert.match(answer?.text ?? "no answer", /#1057/);
  });

  test("an out-of-office reply leaves the draft that waits for a person where it is", async () => {
    const from = { From: "Sofia <sofia@example.com>", Subject: "Complaint" };
    const angry = mail("I have been waiting for an answer for two weeks. This is the worst service I have ever had.", from);
    await desk.receive(angry);
    const before = await desk.conversationOf(angry.id);
    assert.deepEqual(
      before.drafts.map(({ state }) => state),
      ["pending"],
    );
    await desk.receive(mail("I am away.", { ...from, "Auto-Submitted": "auto-replied", "In-Reply-To": angry.id }));
    const afterwards = await desk.conversationOf(angry.id);
    assert.equal(afterwards.messages.length, 2);
    assert.deepEqual(
      afterwards.drafts.map(({ state }) => state),
      ["pending"],
    );
    const { status, needs_person, due_at, team, category } = afterwards;
    assert.deepEqual(
      { status, needs_person, due_at, team, category },
      { status: before.status, needs_person: before.needs_person, due_at: before.due_at, team: before.team, category: before.category },
    );
    assert.equal(status, "open");
  });

  test("a mail that cannot be read is set aside between two good ones, and both good ones are answered", async () => {
    const before = desk.count();
    const poison = "Subject: no sender at all\r\nMessage-ID: <poison@example.com>\r\n\r\nhello";
    const good = [mail("Where is my order #1042?"), mail("Where is my order #1063?", { From: "Dana <dana.good@example.com>" })];
    desk.imap.deliver(good[0]!.raw);
    desk.imap.deliver(poison);
    desk.imap.deliver(good[1]!.raw);
    await desk.receive();
    await until(
      async () => (await desk.sent(before)).filter(({ inReplyTo }) => good.some(({ id }) => id === inReplyTo)).length === 2,
      "both are answered",
    );
    const listed = async () =>
      ((await (await desk.call("/api/v1/quarantine")).json()) as { items: { id: string; reason: string }[] }).items;
    await until(async () => (await listed()).length > 0, "it is set aside");
    const items = await listed();
    assert.equal(items.length, 1);
    assert.match(items[0]!.reason, /no sender/);
    const retry = await desk.call(`/api/v1/quarantine/${items[0]!.id}/retry`, "POST");
    assert.equal(retry.status, 409);
    assert.match(await retry.text(), /still cannot be read/);
    assert.equal((await listed()).length, 1);
  });

  test("while the mail server is busy the answer waits, and then it leaves exactly once", async () => {
    const before = desk.count();
    desk.smtp.behave("busy");
    const asks = mail("Where is my order #1042?");
    desk.imap.deliver(asks.raw);
    await until(
      async () => (await desk.db.query("select 1 from outbox where last_error like '%Try later%'")).rows.length === 1,
      "the server said try later",
    );
    assert.equal(desk.count(), before);
    desk.smtp.behave("take");
    await desk.receive();
    await until(() => desk.count() > before, "the answer leaves");
    await desk.receive();
    assert.deepEqual(
      (await desk.sent(before)).map(({ inReplyTo }) => inReplyTo),
      [asks.id],
    );
    const { messages } = await desk.conversationOf(asks.id);
    assert.deepEqual(
      messages.map(({ delivery }) => delivery),
      [null, "sent"],
    );
  });

  test("our mail that is back in the mailbox before we noted that it left is still noted as sent", async () => {
    const before = desk.count();
    desk.smtp.behave("busy");
    const asks = mail("Where is my order #1042?");
    desk.imap.deliver(asks.raw);
    const waiting = () => desk.db.query("select id from outbox where last_error like '%Try later%'");
    await until(async () => (await waiting()).rows.length === 1, "the server said try later");
    const { rows } = await desk.db.query("select value from connection_state where connection_id = 'mail' and key = 'message-id-secret'");
    const early = ownMessageId((await waiting()).rows[0].id, rows[0].value, shopAddress);
    desk.imap.deliver(mail("Hello", { From: shopAddress, "Message-ID": early }).raw);
    await until(async () => (await desk.db.query("select 1 from message where external_id = $1", [early])).rows.length === 1, "it came in");
    desk.smtp.behave("take");
    await desk.receive();
    assert.deepEqual(
      (await desk.sent(before)).map(({ messageId }) => messageId),
      [early],
    );
    const { messages } = await desk.conversationOf(asks.id);
    assert.deepEqual(
      messages.map(({ delivery }) => delivery),
      [null, "sent"],
    );
  });

  test("when the mail server refuses the answer for good, a person gets the conversation and the reason", async () => {
    const before = desk.count();
    desk.smtp.behave("refuse");
    const asks = mail("Where is my order #1042?");
    await desk.receive(asks);
    desk.smtp.behave("take");
    assert.equal(desk.count(), before);
    const { needs_person, handover_reason, team, due_at, messages } = await desk.conversationOf(asks.id);
    assert.equal(needs_person, true);
    assert.match(handover_reason!, /Not wanted/);
    assert.ok(team && due_at);
    assert.equal(messages[1]!.delivery, "failed");
    assert.match(messages[1]!.delivery_reason!, /Not wanted/);
  });

  test("mail that arrives while the desk is down is answered afterwards, each exactly once", async () => {
    const before = desk.count();
    await desk.stop();
    const first = mail("Where is my order #1042?");
    const second = mail("Will #1057 arrive today?", { From: "Nora Visser <nora@example.com>" });
    const added = mail("I forgot to say: I mean order #1042, when will it arrive?", {
      "In-Reply-To": first.id,
      References: first.id,
      Subject: "Re: My order",
    });
    for (const { raw } of [first, second, added]) desk.imap.deliver(raw);
    await desk.start();
    await desk.receive();
    await until(
      async () => (await desk.db.query("select 1 from message where external_id = $1", [added.id])).rows.length === 1,
      "the mails are fetched",
    );
    await desk.receive();
    const answers = await desk.sent(before);
    assert.deepEqual(answers.map(({ envelopeTo }) => envelopeTo[0]).toSorted(), ["ana@example.com", "nora@example.com"]);
    assert.equal(
      (await desk.conversationOf(added.id)).id,
      (await desk.conversationOf(first.id)).id,
      "what belongs together stands together",
    );
  });

  test("files can be downloaded as they came, and a mail full of scripts is harmless when shown", async () => {
    const file = Buffer.from([0, 1, 2, 253, 254, 255, 10, 13]);
    const html =
      '<p>Where is my order <b>#1042</b>?</p><script>alert(1)</script><img src="x" onerror="alert(2)"><a href="javascript:alert(3)">look</a><iframe src="https://evil.example"></iframe>';
    const body = [
      "--b",
      "Content-Type: text/html; charset=utf-8",
      "",
      html,
      "--b",
      'Content-Type: text/html; name="../page.html"',
      'Content-Disposition: attachment; filename="../page.html"',
      "Content-Transfer-Encoding: base64",
      "",
      file.toString("base64"),
      "--b--",
    ].join("\n");
    const rich = mail(body, { "MIME-Version": "1.0", "Content-Type": 'multipart/mixed; boundary="b"' });
    await desk.receive(rich);
    const shown = (await desk.conversationOf(rich.id)).messages[0]!;
    assert.match(shown.text, /Where is my order #1042\?/);
    assert.match(shown.html!, /<b>#1042<\/b>/);
    assert.doesNotMatch(shown.html!, /script|onerror|iframe|alert/i);
    assert.equal(shown.attachments.length, 1);
    const download = await desk.call(`/api/v1/attachments/${shown.attachments[0]!.id}`);
    assert.deepEqual(Buffer.from(await download.arrayBuffer()), file);
    assert.equal(download.headers.get("content-type"), "application/octet-stream");
    assert.match(download.headers.get("content-disposition")!, /^attachment; filename\*=UTF-8''[^/]*page\.html$/);
  });

  test("in the end every mail has exactly one outcome", async () => {
    const report = await auditSum(desk.db);
    assert.deepEqual(report.problems, []);
    assert.deepEqual(report.in_flight, { undecided: 0, waiting: 0 });
  });
});

function bounceOf(messageId: string): { id: string; raw: string } {
  const report = [
    "--r",
    "Content-Type: text/plain",
    "",
    "Sorry.",
    "--r",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.example.com",
    "",
    "Final-Recipient: rfc822; ana@example.com",
    "Action: failed",
    "Status: 5.1.1",
    "Diagnostic-Code: smtp; 550 No such person",
    "",
    "--r",
    "Content-Type: message/rfc822",
    "",
    `Message-ID: ${messageId}`,
    "Subject: x",
    "",
    "x",
    "--r--",
  ];
  return mail(report.join("\n"), {
    From: "MAILER-DAEMON",
    To: shopAddress,
    "MIME-Version": "1.0",
    "Content-Type": 'multipart/report; report-type=delivery-status; boundary="r"',
    "Auto-Submitted": "auto-replied",
  });
}
