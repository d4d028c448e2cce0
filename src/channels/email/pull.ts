/** One pass over the folder: everything behind the cursor, oldest first, each mail taken in or set aside, none lost. */
import type { FetchMessageObject, ImapFlow } from "imapflow";
import { AppError, toAppError } from "../../domain/errors.ts";
import type { ConnectionState, Log } from "../../domain/connection.ts";
import type { DeliveryUpdate } from "../../domain/message.ts";
import type { Listener } from "../channel.ts";
import { advanceCursor, readCursor, writeCursor, type Cursor } from "./cursor.ts";
import { MAX_MAIL_BYTES } from "./imap.ts";
import { parseBounded, type ParseOutcome } from "./parse-bounded.ts";
import type { ParsedMail } from "./parse.ts";

export type PullOptions = {
  folder: string;
  firstDays: number;
  address: string;
  secret: string;
  state: ConnectionState;
  log: Log;
  now: () => Date;
  /** How often the desk failed on a mail (by uid) since the process started. */
  faults: Map<number, number>;
};

const DAY = 86_400_000;
/** Of a mail too large to take in, this much is kept so that a person sees who wrote. */
const KEPT_OF_TOO_LARGE = 256 * 1024;
/** A mail on which the desk itself failed this often is set aside, so that the ones behind it go on. */
const MAX_FAULTS = 5;
const BATCH_MAILS = 20;
const BATCH_BYTES = 4 * 1024 * 1024;

type Waiting = { uid: number; size: number; arrivedAt: string };

/** Resolves to how many mails were read. Throws when the server or the intake fails; the cursor then stays before the failure. */
export async function pull(client: ImapFlow, listener: Listener, options: PullOptions): Promise<number> {
  const { cursor, waiting } = await whatWaits(client, options);
  let current = cursor;
  let done = 0;
  const advance = async (mails: Waiting[]) => {
    const seenAt = mails.reduce((latest, mail) => (mail.arrivedAt > latest ? mail.arrivedAt : latest), current.seenAt);
    current = { ...current, lastUid: mails.at(-1)!.uid, seenAt };
    await advanceCursor(options.state, options.folder, current);
  };
  for (const batch of batches(waiting)) {
    if (listener.signal.aborted) break;
    await takeBatch(await fetchBatch(client, batch), listener, options, advance);
    await advance(batch);
    done += batch.length;
  }
  return done;
}

async function whatWaits(client: ImapFlow, options: PullOptions): Promise<{ cursor: Cursor; waiting: Waiting[] }> {
  const mailbox = client.mailbox;
  if (!mailbox) throw new AppError("vendor_unavailable", "The IMAP folder is no longer open");
  const uidValidity = String(mailbox.uidValidity);
  const known = await readCursor(options.state, options.folder);
  if (known?.uidValidity === uidValidity) {
    // "lastUid+1:*" also returns the last message when there is nothing newer, because * is then smaller.
    const waiting = await list(client, `${known.lastUid + 1}:*`);
    return { cursor: known, waiting: waiting.filter((mail) => mail.uid > known.lastUid) };
  }
  const cursor = known === null ? firstCursor(uidValidity, options) : renumbered(known, uidValidity, options);
  const since = known === null ? cursor.startedAt : cursor.seenAt;
  const all = known === null && options.firstDays === 0 ? [] : await listSince(client, new Date(since));
  const waiting = all.filter((mail) => mail.arrivedAt >= since && mail.arrivedAt >= cursor.startedAt);
  if (waiting.length === 0) {
    const fresh = { ...cursor, lastUid: Math.max(0, mailbox.uidNext - 1) };
    await writeCursor(options.state, options.folder, fresh);
    return { cursor: fresh, waiting };
  }
  return { cursor, waiting };
}

function firstCursor(uidValidity: string, { firstDays, now }: PullOptions): Cursor {
  // Mail servers note arrival to the second.
  const startedAt = new Date(Math.floor(now().getTime() / 1000) * 1000 - firstDays * DAY).toISOString();
  return { uidValidity, lastUid: 0, startedAt, seenAt: startedAt };
}

/**
 * The server numbered the folder anew (restored from a backup, moved to another host), so uids mean nothing. Two days
 * before the newest known mail are read again; intake recognises by their Message-ID those it already has.
 */
function renumbered(known: Cursor, uidValidity: string, { log }: PullOptions): Cursor {
  log.warn({ before: known.uidValidity, after: uidValidity }, "The mail server has numbered the folder anew; recent mail is read again");
  const seenAt = new Date(Date.parse(known.seenAt) - 2 * DAY).toISOString();
  return { ...known, uidValidity, lastUid: 0, seenAt };
}

async function listSince(client: ImapFlow, since: Date): Promise<Waiting[]> {
  // SINCE looks at the date alone, in the server's own time zone: one day more, and the exact time is checked afterwards.
  const uids = await client.search({ since: new Date(since.getTime() - DAY) }, { uid: true });
  return uids && uids.length > 0 ? list(client, uids.join(",")) : [];
}

async function list(client: ImapFlow, range: string): Promise<Waiting[]> {
  const found = await client.fetchAll(range, { uid: true, size: true, internalDate: true }, { uid: true });
  return found.map((mail) => ({ uid: mail.uid, size: mail.size ?? 0, arrivedAt: arrival(mail) })).toSorted((a, b) => a.uid - b.uid);
}

function arrival(mail: FetchMessageObject): string {
  const at = new Date(mail.internalDate ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? new Date(0).toISOString() : at.toISOString();
}

function* batches(waiting: Waiting[]): Generator<Waiting[]> {
  let batch: Waiting[] = [];
  let bytes = 0;
  for (const mail of waiting) {
    if (batch.length === BATCH_MAILS || (batch.length > 0 && bytes + mail.size > BATCH_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(mail);
    bytes += mail.size;
  }
  if (batch.length > 0) yield batch;
}

type RawMail = Waiting & { raw: Uint8Array };

async function fetchBatch(client: ImapFlow, batch: Waiting[]): Promise<RawMail[]> {
  const isTooLarge = batch.length === 1 && batch[0]!.size > MAX_MAIL_BYTES;
  const source = isTooLarge ? { maxLength: KEPT_OF_TOO_LARGE } : true;
  const fetched = await client.fetchAll(batch.map((mail) => mail.uid).join(","), { uid: true, source }, { uid: true });
  const sources = new Map(fetched.map((mail) => [mail.uid, mail.source]));
  // A mail that is gone was deleted or moved by a person meanwhile; there is nothing left to read.
  return batch.flatMap((mail) => (sources.get(mail.uid) ? [{ ...mail, raw: sources.get(mail.uid)! }] : []));
}

/**
 * All in one go, which is one transaction of the desk. When the desk refuses that for what a mail contains, or fails on
 * it, one by one, so that only that one is set aside and the ones before it are not offered again.
 */
async function takeBatch(
  mails: RawMail[],
  listener: Listener,
  options: PullOptions,
  advance: (mails: Waiting[]) => Promise<void>,
): Promise<void> {
  try {
    return await takeIn(mails, listener, options);
  } catch (error) {
    if (isAboutEverything(error) || mails.length === 0) throw error;
  }
  for (const mail of mails) {
    await takeOne(mail, listener, options);
    await advance([mail]);
  }
}

async function takeOne(mail: RawMail, listener: Listener, options: PullOptions): Promise<void> {
  try {
    await takeIn([mail], listener, options);
  } catch (error) {
    const fault = toAppError(error);
    if (isAboutEverything(fault) || (fault.canRetry && countFault(mail, options) < MAX_FAULTS)) throw fault;
    await setAside(mail, fault.message, listener, options);
  }
}

/** A database that is away is away for every mail: wait. A fault of ours may be about this mail alone. */
function isAboutEverything(error: unknown): boolean {
  const fault = toAppError(error);
  return fault.canRetry && fault.code !== "internal";
}

function countFault({ uid }: RawMail, { faults }: PullOptions): number {
  const count = (faults.get(uid) ?? 0) + 1;
  faults.set(uid, count);
  return count;
}

async function takeIn(mails: RawMail[], listener: Listener, options: PullOptions): Promise<void> {
  const read: ParsedMail[] = [];
  const unreadable: { mail: RawMail; reason: string }[] = [];
  for (const mail of mails) {
    const outcome = await parse(mail, options);
    if ("parsed" in outcome) read.push(outcome.parsed);
    else unreadable.push({ mail, reason: outcome.reason });
  }
  if (read.length > 0) await listener.intake(read.map(({ message }) => message));
  for (const { mail, reason } of unreadable) await setAside(mail, reason, listener, options);
  await reportFailures(
    read.flatMap(({ deliveries }) => deliveries),
    listener,
    options.log,
  );
}

function parse(mail: RawMail, options: PullOptions): Promise<ParseOutcome> | ParseOutcome {
  if (mail.size > MAX_MAIL_BYTES)
    return { reason: `The mail has ${Math.round(mail.size / 1024 / 1024)} MB; the limit is ${MAX_MAIL_BYTES / 1024 / 1024}` };
  return parseBounded(mail.raw, {
    address: options.address,
    secret: options.secret,
    receivedAt: mail.arrivedAt,
    now: options.now().toISOString(),
  });
}

async function setAside(mail: RawMail, reason: string, listener: Listener, options: PullOptions): Promise<void> {
  options.log.warn({ uid: mail.uid, bytes: mail.size, reason }, "A mail could not be read and was set aside");
  // The number alone could come again after renumbering, so the arrival time is part of it.
  await listener.quarantine({ externalId: `uid:${mail.uid}:${mail.arrivedAt}`, reason, raw: mail.raw });
}

async function reportFailures(updates: DeliveryUpdate[], listener: Listener, log: Log): Promise<void> {
  if (updates.length === 0) return;
  if (listener.deliveries) await listener.deliveries(updates);
  else log.warn({ count: updates.length }, "A mail we sent came back, and nobody listens for delivery reports");
}
