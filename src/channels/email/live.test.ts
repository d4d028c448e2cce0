/** The channel against real servers on loopback: Dovecot for IMAP, smtp-server for SMTP. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import PostalMime from "postal-mime";
import { AppError } from "../../domain/errors.ts";
import type { DeliveryUpdate, InboundMessage } from "../../domain/message.ts";
import type { Quarantined } from "../channel.ts";
import { openForTest, outgoing, testChannelContract } from "../contract.ts";
import { emailChannel } from "./channel.ts";
import { imapTestServer, password, smtpTestServer, user, whyNoDovecot, type ImapTestServer, type SmtpTestServer } from "./test-server.ts";

const missing = whyNoDovecot();
let imap: ImapTestServer;
// Up before the suites are declared, because the contract suite wants its settings then.
const smtp = await smtpTestServer();
const contractSmtp = await smtpTestServer();

function settings(change: Record<string, unknown> = {}): Record<string, unknown> {
  const server = (port: number) => ({ host: "127.0.0.1", port, security: "none", user, password });
  return { address: "support@shop.example", name: "The Shop", imap: server(imap?.port ?? 143), smtp: server(smtp.port), ...change };
}

let mailNumber = 0;
function mail(text: string, headers: Record<string, string> = {}): string {
  const all = {
    From: "Ana <ana@example.com>",
    To: "support@shop.example",
    Subject: "My parcel",
    "Message-ID": `<m${++mailNumber}@example.com>`,
    Date: new Date().toUTCString(),
    ...headers,
  };
  return `${Object.entries(all)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("")}\r\n${text}\r\n`;
}

/** Plays the desk: remembers what was taken in, refuses duplicates, can be told to fail. */
function desk(opened: ReturnType<typeof open>) {
  const taken: InboundMessage[] = [];
  const setAside: Quarantined[] = [];
  const deliveries: DeliveryUpdate[] = [];
  let offered = 0;
  let fault: ((message: InboundMessage) => AppError | Error | null) | undefined;
  const stopping = new AbortController();
  const ids = new Set<string>();
  const listening = opened.channel.listen!({
    signal: stopping.signal,
    async intake(messages) {
      for (const message of messages) {
        const error = fault?.(message);
        if (error) throw error;
      }
      offered += messages.length;
      return messages.map((message) => {
        const duplicate = ids.has(message.externalId);
        ids.add(message.externalId);
        if (!duplicate) taken.push(message);
        return { messageId: message.externalId, conversationId: message.threadKey, duplicate };
      });
    },
    quarantine: async (item) => void setAside.push(item),
    deliveries: async (updates) => void deliveries.push(...updates),
  });
  return {
    taken,
    setAside,
    deliveries,
    ids,
    offered: () => offered,
    failWith: (next: typeof fault) => (fault = next),
    async stop() {
      stopping.abort();
      await listening;
    },
  };
}

function open(change: Record<string, unknown> = {}) {
  return openForTest(emailChannel, settings(change));
}

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (await isTrue()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail("it did not happen within 10 s");
}

/** Resolves once the channel has looked at the folder for the first time, so that later mail counts as new. */
async function started(opened: ReturnType<typeof open>): Promise<void> {
  await until(async () => Boolean(await opened.context.state.get("cursor:INBOX")));
}

before(async () => {
  if (missing) return;
  imap = await imapTestServer();
  await imap.start();
});
after(async () => {
  await Promise.all([smtp.close(), contractSmtp.close()]);
  if (!missing) await imap.remove();
});

describe("reading a mailbox on a real IMAP server", { skip: missing ?? false }, () => {
  test("a mail that arrives while we wait is taken in at once, and mail from before the start is left alone", async () => {
    imap.deliver(mail("written before the desk existed"));
    const opened = open({ pollSeconds: 600 });
    const shop = desk(opened);
    await started(opened);
    imap.deliver(mail("Where is my order #1042?"));
    await until(() => shop.taken.length === 1);
    await shop.stop();
    assert.equal(shop.taken[0]!.text, "Where is my order #1042?");
    assert.deepEqual(shop.taken[0]!.sender, { kind: "email", value: "ana@example.com", name: "Ana", proof: "reply_address" });
  });

  test("mail that came while the server or the desk was down is fetched afterwards, each once and in order", async () => {
    const opened = open();
    const shop = desk(opened);
    await started(opened);
    imap.deliver(mail("one"));
    await until(() => shop.taken.length === 1);
    await imap.stop();
    for (const text of ["two", "three", "four"]) imap.deliver(mail(text));
    await imap.start();
    await until(() => shop.taken.length === 4);
    await shop.stop();
    imap.deliver(mail("five"));
    const again = desk(opened);
    await until(() => again.taken.length === 1);
    await again.stop();
    assert.deepEqual(
      [...shop.taken, ...again.taken].map((message) => message.text),
      ["one", "two", "three", "four", "five"],
    );
    assert.equal(again.offered(), 1, "nothing is offered again after a clean stop");
  });

  test("a mail that cannot be read is set aside between two good ones and can be tried again", async () => {
    const opened = open();
    const shop = desk(opened);
    await started(opened);
    const poison = "Subject: no sender at all\r\nMessage-ID: <poison@example.com>\r\n\r\nhello";
    imap.deliver(mail("good before"));
    imap.deliver(poison);
    imap.deliver(mail("good after"));
    await until(() => shop.taken.length === 2);
    await shop.stop();
    assert.deepEqual(
      shop.taken.map((message) => message.text),
      ["good before", "good after"],
    );
    assert.equal(shop.setAside.length, 1);
    assert.equal(Buffer.from(shop.setAside[0]!.raw).toString(), poison);
    assert.match(shop.setAside[0]!.reason, /no sender/);
    assert.equal(await opened.channel.reparse!(shop.setAside[0]!.raw), null);
    assert.equal((await opened.channel.reparse!(Buffer.from(`From: ana@example.com\r\n${poison}`)))?.text, "hello");
  });

  test("a mail the desk refuses does not stop the ones around it", async () => {
    const opened = open();
    const shop = desk(opened);
    shop.failWith((message) =>
      message.text === "refused"
        ? new AppError("bad_text", "cannot be stored")
        : message.text === "crashes us"
          ? new TypeError("a mistake of ours")
          : null,
    );
    await started(opened);
    for (const text of ["first", "refused", "crashes us", "last"]) imap.deliver(mail(text));
    await until(() => shop.taken.length === 2 && shop.setAside.length === 2);
    await shop.stop();
    assert.deepEqual(
      shop.taken.map((message) => message.text),
      ["first", "last"],
    );
  });

  test("while the database is away nothing is lost and nothing is set aside", async () => {
    const opened = open();
    const shop = desk(opened);
    let refusals = 0;
    shop.failWith(() => (refusals++ < 3 ? new AppError("database_unavailable", "away") : null));
    await started(opened);
    imap.deliver(mail("patience"));
    await until(() => shop.taken.length === 1);
    await shop.stop();
    assert.deepEqual([shop.taken[0]!.text, shop.setAside.length], ["patience", 0]);
  });

  test("when the server numbers the folder anew, recent mail is read again and recognised by its Message-ID", async () => {
    const opened = open();
    const shop = desk(opened);
    await started(opened);
    imap.deliver(mail("known already"));
    await until(() => shop.taken.length === 1);
    await imap.stop();
    imap.forgetNumbers();
    imap.deliver(mail("new since"));
    await imap.start();
    await until(() => shop.taken.some((message) => message.text === "new since"));
    await shop.stop();
    assert.equal(shop.taken.filter((message) => message.text === "known already").length, 1);
    assert.ok(shop.offered() > shop.taken.length, "it was offered again and recognised");
    assert.ok(opened.log.lines.some((line) => /numbered the folder anew/.test(line.message)));
  });

  test("a 10 MB attachment arrives whole", async () => {
    const opened = open();
    const shop = desk(opened);
    await started(opened);
    const content = Buffer.alloc(10_000_000, "0123456789");
    const lines = content.toString("base64").replace(/.{76}/g, "$&\r\n");
    const boundary = 'multipart/mixed; boundary="b"';
    imap.deliver(
      mail(
        `--b\r\nContent-Type: text/plain\r\n\r\nSee the film.\r\n--b\r\nContent-Type: video/mp4; name="film.mp4"\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines}\r\n--b--`,
        { "MIME-Version": "1.0", "Content-Type": boundary },
      ),
    );
    await until(() => shop.taken.length === 1);
    await shop.stop();
    const [file] = shop.taken[0]!.attachments!;
    assert.deepEqual([shop.taken[0]!.text, file!.name, file!.size], ["See the film.", "film.mp4", content.length]);
    assert.ok(content.equals(file!.content));
  });

  test("a wrong password is reported and tried again later, without an error for the desk", async () => {
    const opened = open({ imap: { host: "127.0.0.1", port: imap.port, security: "none", user, password: "wrong" } });
    const shop = desk(opened);
    await until(() => opened.log.lines.some((line) => JSON.stringify(line.data).includes("vendor_unauthorized")));
    await shop.stop();
    assert.match((await opened.channel.check!())!, /refuses the user or password/);
    assert.ok(!JSON.stringify(opened.log.lines).includes("wrong"));
  });

  test("the connection test finds a missing folder, and nothing wrong with a good one", async () => {
    assert.equal(await open().channel.check!(), null);
    assert.notEqual(await open({ folder: "Nowhere" }).channel.check!(), null);
  });
});

describe("a conversation over real servers", { skip: missing ?? false }, () => {
  test("our answer is threaded, and the customer's answer to it leads back to it", async () => {
    const opened = open({ sentFolder: "Sent" });
    const shop = desk(opened);
    await started(opened);
    imap.deliver(mail("Where is it?", { Subject: "AW: Re: Mein Päckchen", References: "<root@example.com> <older@example.com>" }));
    await until(() => shop.taken.length === 1);
    const asked = shop.taken[0]!;
    const message = outgoing({
      key: "thread",
      text: "Tomorrow.\n\nSee https://shop.example/t?a=1&b=2.",
      channelData: asked.channelData!,
      earlierExternalIds: [asked.externalId],
      subject: asked.subject!,
    });
    const receipt = await opened.channel.send(message);
    const sent = await PostalMime.parse(smtp.mails.at(-1)!.raw);
    assert.equal(sent.messageId, receipt.externalId);
    assert.equal(sent.inReplyTo, asked.externalId);
    assert.equal(sent.references, `<root@example.com> <older@example.com> ${asked.externalId}`);
    assert.match(sent.subject!, /^Re: Mein/);
    assert.equal(sent.from!.name, "The Shop");
    assert.match(sent.html!, /<a href="https:\/\/shop\.example\/t\?a=1&amp;b=2">/);
    assert.equal(imap.count("Sent"), 1);

    imap.deliver(mail("Thank you", { "In-Reply-To": sent.messageId!, References: `${sent.references} ${sent.messageId}` }));
    await until(() => shop.taken.length === 2);
    await shop.stop();
    assert.deepEqual(shop.taken[1]!.references!.slice(0, 2), [receipt.externalId, asked.externalId]);
    assert.notEqual(shop.taken[1]!.threadKey, asked.threadKey, "joining a conversation is for the desk to decide");
  });

  test("our own automatic answer is never taken for a customer's mail when it comes back", async () => {
    const opened = open();
    const shop = desk(opened);
    await started(opened);
    await opened.channel.send(outgoing({ key: "loop", channelData: { messageId: "<q@example.com>" } }));
    const raw = smtp.mails.at(-1)!.raw;
    const head = raw.toString();
    for (const header of ["Auto-Submitted: auto-replied", "X-Auto-Response-Suppress: All", "X-Handrail-Loop: 1"])
      assert.ok(head.includes(header), header);
    imap.deliver(raw);
    // The same text written on by another machine under its own name and id.
    imap.deliver(head.replace(/^From:.*$/m, "From: robot@other.example").replace(/^Message-ID:.*$/m, "Message-ID: <x@other.example>"));
    await until(() => shop.taken.length === 2);
    await shop.stop();
    assert.deepEqual(
      shop.taken.map((message) => message.automatic),
      ["own_message", "auto_reply"],
    );
  });

  test("a mail of ours that bounces is reported as failed, a forged bounce is not", async () => {
    const opened = open();
    const shop = desk(opened);
    await started(opened);
    const { externalId } = await opened.channel.send(outgoing({ key: "bounces" }));
    const bounce = (id: string) =>
      mail(
        `--r\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\nFinal-Recipient: rfc822; ana@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 No such person\r\n\r\n--r\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: ${id}\r\nSubject: x\r\n\r\nx\r\n--r--`,
        {
          From: "MAILER-DAEMON",
          "MIME-Version": "1.0",
          "Content-Type": 'multipart/report; report-type=delivery-status; boundary="r"',
          "Auto-Submitted": "auto-replied",
        },
      );
    imap.deliver(bounce(`<hr-${"0".repeat(20)}-${"1".repeat(20)}@shop.example>`));
    imap.deliver(bounce(externalId!));
    await until(() => shop.taken.length === 2);
    await until(() => shop.deliveries.length > 0);
    await shop.stop();
    assert.deepEqual(
      shop.taken.map((message) => message.automatic),
      ["bounce", "bounce"],
    );
    assert.deepEqual(
      shop.deliveries.map(({ externalId: id, state, reason }) => ({ id, state, reason })),
      [{ id: externalId, state: "failed", reason: "ana@example.com: 550 No such person" }],
    );
  });

  test("after a crash in the middle of sending, the sent folder can prove that the mail left", async () => {
    const opened = open({ sentFolder: "Sent" });
    await opened.channel.send(outgoing({ key: "crashed" }));
    const [{ key, value }] = (await opened.context.state.list("send:")) as [{ key: string; value: { messageId: string } }];
    await opened.context.state.set(key, { ...value, state: "started" });
    assert.deepEqual(await opened.channel.findSent!("crashed"), { externalId: value.messageId, state: "sent" });
    await opened.context.state.set(key, { ...value, messageId: "<never@shop.example>", state: "started" });
    await assert.rejects(
      opened.channel.findSent!("crashed"),
      (error: AppError) => error.code === "vendor_refused" && error.details["mayHaveLeft"] === true,
    );
  });
});

describe("sending to a real SMTP server", () => {
  async function failure(
    as: Parameters<SmtpTestServer["behave"]>[0],
    change: Record<string, unknown> = {},
  ): Promise<[string, boolean, unknown]> {
    smtp.behave(as);
    const { channel } = open(change);
    const error = await channel.send(outgoing()).then(
      () => assert.fail("it was sent"),
      (thrown: unknown) => thrown,
    );
    smtp.behave("take");
    assert.ok(error instanceof AppError);
    assert.ok(!error.message.includes(password));
    return [error.code, error.canRetry, error.details["mayHaveLeft"]];
  }

  test("each refusal of the server says whether trying again helps", async () => {
    const server = { host: "127.0.0.1", port: smtp.port, security: "none", user, password };
    assert.deepEqual(await failure("busy"), ["vendor_unavailable", true, false]);
    assert.deepEqual(await failure("refuse"), ["vendor_refused", false, false]);
    assert.deepEqual(await failure("refuse recipient"), ["vendor_refused", false, false]);
    assert.deepEqual(await failure("take", { smtp: { ...server, password: "wrong" } }), ["vendor_unauthorized", false, false]);
    assert.deepEqual(await failure("take", { smtp: { ...server, port: 1 } }), ["vendor_unavailable", true, false]);
  });

  test("when the answer to a whole mail is lost, it is not sent a second time", async () => {
    const { channel } = open();
    const before = smtp.mails.length;
    smtp.behave("mute");
    await assert.rejects(channel.send(outgoing()), (error: AppError) => error.details["mayHaveLeft"] === true && !error.canRetry);
    smtp.behave("take");
    await assert.rejects(channel.send(outgoing()), (error: AppError) => error.details["mayHaveLeft"] === true);
    assert.equal(smtp.mails.length, before + 1);
  });

  test("a mail that was refused can be sent later, under the same Message-ID", async () => {
    const { channel } = open();
    smtp.behave("busy");
    await assert.rejects(channel.send(outgoing()));
    smtp.behave("take");
    const receipt = await channel.send(outgoing());
    assert.equal((await PostalMime.parse(smtp.mails.at(-1)!.raw)).messageId, receipt.externalId);
    assert.deepEqual(await channel.findSent!(outgoing().key), receipt);
    assert.equal(await channel.findSent!("never handed over"), null);
  });

  test("nothing in a name, a subject or an address adds a header or a recipient", async () => {
    const { channel } = open();
    const evil = "x\r\nBcc: thief@evil.example\r\n\r\nbody";
    await channel.send(
      outgoing({
        key: "evil",
        subject: evil,
        to: { kind: "email", value: "ana@example.com", name: evil },
        channelData: { messageId: `<a@b>\r\nBcc: thief@evil.example`, references: [evil, 7] },
      }),
    );
    const sent = smtp.mails.at(-1)!;
    assert.deepEqual(sent.to, ["ana@example.com"]);
    assert.equal((await PostalMime.parse(sent.raw)).bcc, undefined);
    for (const value of ["ana@example.com, thief@evil.example", "ana@example.com\r\nRCPT TO:<thief@evil.example>", "nobody"])
      await assert.rejects(channel.send(outgoing({ key: value, to: { kind: "email", value } })), { code: "vendor_refused" });
  });
});

testChannelContract("email", {
  definition: emailChannel,
  settings: { ...settings(), smtp: { host: "127.0.0.1", port: contractSmtp.port, security: "none", user, password } },
  effects: async () => contractSmtp.mails.length,
});
