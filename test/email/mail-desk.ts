/** A desk with the demo shop whose customers write by e-mail: private mail servers on loopback, a database of its own. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import PostalMime, { type Email } from "postal-mime";
import { imapTestServer, password, smtpTestServer, user } from "../../src/channels/email/test-server.ts";
import { readConfig } from "../../src/config/config.ts";
import { saveConnection } from "../../src/connections/connections.ts";
import { createTestDb } from "../../src/db/test-db.ts";
import { definitions, openHandrail } from "../../src/desk.ts";
import type { WireConversation } from "../../src/domain/wire.ts";
import { silentLog } from "../../src/log/log.ts";
import { startHandrail, type Running } from "../../src/main.ts";
import { openKeys } from "../../src/server/auth/keys.ts";
import { freePort } from "../recovery/processes.ts";

export const shopAddress = "support@shop.example";

/** What left for one address, read as the mail program there reads it. */
export type Read = Email & { to: NonNullable<Email["to"]>; envelopeTo: string[]; raw: Buffer };

export type MailDesk = Awaited<ReturnType<typeof openMailDesk>>;

let mailNumber = 0;

/** A mail as bytes on the wire. Its Message-ID is under `id`. */
export function mail(text: string, headers: Record<string, string> = {}): { id: string; raw: string } {
  const all: Record<string, string> = {
    From: "Ana Lima <ana@example.com>",
    To: shopAddress,
    Subject: "My order",
    "Message-ID": `<mail-${++mailNumber}@example.com>`,
    Date: new Date().toUTCString(),
    ...headers,
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return { id: all["Message-ID"]!, raw: `${head.join("")}\r\n${text.replaceAll("\n", "\r\n")}\r\n` };
}

export async function openMailDesk() {
  const [imap, smtp, database, port] = await Promise.all([imapTestServer(), smtpTestServer(), createTestDb(), freePort()]);
  const dataDir = mkdtempSync(join(tmpdir(), "handrail-mail-"));
  const config = readConfig({
    DATABASE_URL: database.url,
    HANDRAIL_DATA_DIR: dataDir,
    HANDRAIL_PORT: String(port),
    HANDRAIL_DEMO: "true",
    HANDRAIL_POOL_WEB: "4",
    HANDRAIL_POOL_WORK: "4",
  });
  const log = silentLog();
  let running: Running | undefined;
  let key = "";

  /** The demo shop first and the mailbox after it, as a shop would do it. */
  async function setUp(): Promise<void> {
    await imap.start();
    const desk = await openHandrail(config, log);
    const server = (at: number) => ({ host: "127.0.0.1", port: at, security: "none", user, password });
    const settings = { address: shopAddress, name: "Nordlicht", imap: server(imap.port), smtp: server(smtp.port), firstDays: 1 };
    const { db, secretKey } = desk;
    await saveConnection(db, { definitions, secretKey }, { id: "mail", kind: "channel", connector: "email", title: "Mail", settings });
    const keys = openKeys(db, { log });
    key = (await keys.create({ name: "Mail tests", scopes: ["all"], createdBy: "system" })).key;
    await keys.close();
    await desk.close();
  }

  async function start(): Promise<void> {
    running = await startHandrail(config, log, "all");
  }

  async function stop(): Promise<void> {
    await running?.stop();
    running = undefined;
  }

  async function close(): Promise<void> {
    await stop();
    await Promise.all([imap.remove(), smtp.close()]);
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
  }

  try {
    await setUp();
    await start();
  } catch (error) {
    await close();
    throw error;
  }

  const call = (path: string, method = "GET") =>
    fetch(`http://127.0.0.1:${port}${path}`, { method, headers: { authorization: `Bearer ${key}` } });

  async function conversationIdOf(messageId: string): Promise<string> {
    const { rows } = await database.pool.query("select conversation_id from message where external_id = $1", [messageId]);
    assert.equal(rows.length, 1, `${messageId} is stored once`);
    return rows[0].conversation_id;
  }

  /** The conversation a mail stands in, as the desk shows it. */
  async function conversationOf(messageId: string): Promise<WireConversation> {
    const response = await call(`/api/v1/conversations/${await conversationIdOf(messageId)}`);
    assert.equal(response.status, 200);
    return (await response.json()) as WireConversation;
  }

  async function isDone(ids: string[]): Promise<boolean> {
    const { rows } = await database.pool.query(
      `select (select count(*) from message where external_id = any($1)) as stored,
        (select count(*) from mailbox where pending > 0) + (select count(*) from outbox where state in ('queued', 'sending')) as open`,
      [ids],
    );
    return rows[0].stored === ids.length && rows[0].open === 0;
  }

  return {
    /** Which connection carries a one-time code for a conversation on this one. */
    codesFrom: (connectionId: string) => running?.desk.connections.codeChannel("email", connectionId)?.id,
    imap,
    smtp,
    db: database.pool,
    call,
    start,
    stop,
    close,
    conversationOf,
    /** Puts mails into the inbox and waits until each is decided and everything they caused has left. */
    async receive(...mails: { id: string; raw: string | Buffer }[]): Promise<void> {
      for (const { raw } of mails) imap.deliver(raw);
      const ids = mails.map(({ id }) => id);
      await until(() => isDone(ids), `the desk is done with ${ids.join(", ")}`);
    },
    /** Mails that left after the first `from`, optionally to one address alone. */
    async sent(from: number, address?: string): Promise<Read[]> {
      const chosen = smtp.mails.slice(from).filter(({ to }) => address === undefined || to.includes(address));
      return Promise.all(chosen.map(async ({ raw, to }) => ({ ...(await PostalMime.parse(raw)), envelopeTo: to, raw }) as Read));
    },
    count: () => smtp.mails.length,
  };
}

export async function until(isTrue: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 15_000;
  while (!(await isTrue())) {
    if (Date.now() > end) assert.fail(`it did not happen within 15 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
