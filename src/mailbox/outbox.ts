/**
 * The outbox worker: hands stored messages to their channels, in order within a conversation, and records the result.
 * A message is never sent twice blindly: what was begun by a process that died is resent only where the vendor
 * recognises the key, asked for where the channel can tell, and otherwise held for a person.
 */
import type { Channel, ChannelDefinition } from "../channels/channel.ts";
import type { Db } from "../db/pool.ts";
import type { Log } from "../domain/connection.ts";
import { AppError, toAppError } from "../domain/errors.ts";
import type { OutgoingFile, OutgoingMessage, SendReceipt } from "../domain/message.ts";
import { batched } from "./batched.ts";
import type { LeasedSend } from "./commit.ts";
import { claimOutbox, giveUp, loadFiles, loadOutgoing, markSent, retryLater } from "./outbox-queries.ts";

export type OutboxParts = {
  channelOf(connectionId: string): { channel: Channel; definition: Pick<ChannelDefinition, "afterCrash"> } | null;
  /** Who takes a conversation whose reply could not be sent, and until when. */
  handover(priority: string, now: string): { team: string; due_at: string };
  now(): Date;
  log: Log;
  onSent?: () => void;
};

export type OutboxWorker = {
  /** Send what this process has just committed and leased itself. */
  dispatch(sends: LeasedSend[]): void;
  hasCapacity(): boolean;
  wake(): void;
  start(): void;
  /** Waits for what is being sent; what takes longer than `graceMs` is found out about at the next start, as after a crash. */
  stop(graceMs?: number): Promise<void>;
};

export const SEND_LEASE_MS = 60_000;
/** Longer than this and we no longer know: well below the lease, so that nobody else begins meanwhile. */
const SEND_TIMEOUT_MS = 40_000;
const MAX_IN_FLIGHT = 500;
/** About a day with the back-off below. */
const MAX_ATTEMPTS = 30;

export function createOutbox(db: Db, parts: OutboxParts, pollMs = 500): OutboxWorker {
  const { log } = parts;
  let inFlight = 0;
  let isRunning = false;
  let timer: NodeJS.Timeout | undefined;
  let polling: Promise<void> | null = null;
  let isWoken = false;

  const recordSent = batched<{ send: LeasedSend; receipt: SendReceipt }, void>({ maxSize: 200, lanes: 1 }, async (done) => {
    const rows = done.map(({ send, receipt }) => ({
      id: send.id,
      message: send.messageId,
      conversation: send.conversationId,
      external: receipt.externalId,
      state: receipt.state ?? "sent",
    }));
    await db.query({ name: "outbox-sent", text: markSent, values: [JSON.stringify(rows)] });
    parts.onSent?.();
    return done.map(() => undefined);
  });

  async function send(item: LeasedSend, wasSending: boolean): Promise<void> {
    inFlight++;
    try {
      const found = parts.channelOf(item.connectionId);
      if (!found)
        throw new AppError("not_found", `The connection ${item.connectionId} is switched off or gone. Switch it on and send again.`);
      const receipt = wasSending ? await sendAfterCrash(item.outgoing, found) : await withTimeout(found.channel.send(item.outgoing));
      if (receipt) await recordSent({ send: item, receipt });
      else
        await finish(
          item,
          "held",
          "Handrail stopped while this message was being sent, and the channel cannot tell whether it left. Look at the channel before you send it again.",
        );
    } catch (error) {
      await fault(item, error).catch((second: unknown) =>
        log.error({ err: second, outbox: item.id }, "Could not record a failed send; it will be looked at when its lease ends"),
      );
    } finally {
      inFlight--;
    }
  }

  /** Null when only a person can tell. */
  async function sendAfterCrash(
    outgoing: OutgoingMessage,
    { channel, definition }: NonNullable<ReturnType<OutboxParts["channelOf"]>>,
  ): Promise<SendReceipt | null> {
    if (definition.afterCrash === "hold") return null;
    const sent = definition.afterCrash === "ask" ? await channel.findSent!(outgoing.key) : null;
    return sent ?? withTimeout(channel.send(outgoing));
  }

  async function fault(item: LeasedSend, error: unknown): Promise<void> {
    const problem = toAppError(error);
    // No answer in time: it may have left. The row stays `sending`; when its lease ends it is treated like after a crash.
    if (problem.code === "vendor_timeout") return log.warn({ outbox: item.id, connection: item.connectionId }, problem.message);
    if (problem.details["mayHaveLeft"]) return finish(item, "held", problem.message);
    if (problem.canRetry && item.attempts < MAX_ATTEMPTS) {
      const waitMs = problem.retryAfterMs ?? Math.min(3_600_000, 1000 * 2 ** item.attempts);
      log.warn(
        { outbox: item.id, connection: item.connectionId, attempt: item.attempts, waitMs },
        `Sending failed and will be tried again: ${problem.message}`,
      );
      await db.query(retryLater, [item.id, waitMs, problem.message]);
    } else {
      log.error({ err: problem, outbox: item.id, connection: item.connectionId }, "Sending failed for good; a person has to look");
      await finish(item, "failed", problem.message);
    }
  }

  async function finish(item: LeasedSend, state: "failed" | "held", reason: string): Promise<void> {
    const { team, due_at } = parts.handover("high", parts.now().toISOString());
    await db.query(giveUp, [item.id, state, reason, team, due_at]);
  }

  async function poll(): Promise<void> {
    do {
      isWoken = false;
      const free = MAX_IN_FLIGHT - inFlight;
      if (free <= 0) return;
      const claimed = await db.query({ name: "outbox-claim", text: claimOutbox, values: [Math.min(free, 100), SEND_LEASE_MS] });
      if (claimed.rows.length === 0) continue;
      isWoken = true;
      const loaded = await db.query({ name: "outbox-load", text: loadOutgoing, values: [claimed.rows.map((row) => row.id)] });
      const details = new Map(loaded.rows.map((row) => [row.id, row]));
      const files = await filesOf(loaded.rows.filter((row) => row.has_files).map((row) => row.message_id));
      await Promise.all(claimed.rows.map((row) => send(leasedSend(row, details.get(row.id), files.get(row.message_id)), row.was_sending)));
    } while (isWoken && isRunning);
  }

  /** By message. Few have any. */
  async function filesOf(messageIds: string[]): Promise<Map<string, OutgoingFile[]>> {
    if (messageIds.length === 0) return new Map();
    const { rows } = await db.query({ name: "outbox-files", text: loadFiles, values: [messageIds] });
    const files = new Map<string, OutgoingFile[]>();
    for (const { message_id: id, name, content_type: contentType, inline_id: inlineId, content } of rows)
      files.set(id, [...(files.get(id) ?? []), { name, contentType, content, ...(inlineId ? { inlineId } : {}) }]);
    return files;
  }

  function wake(): void {
    isWoken = true;
    if (!isRunning || polling) return;
    polling = poll()
      .catch((error: unknown) => log.warn({ err: error }, "Could not look for messages to send; trying again"))
      .finally(() => {
        polling = null;
      });
  }

  return {
    wake,
    hasCapacity: () => inFlight < MAX_IN_FLIGHT,
    dispatch: (sends) => {
      for (const item of sends) void send(item, false);
    },
    start() {
      isRunning = true;
      timer = setInterval(wake, pollMs);
      wake();
    },
    async stop(graceMs = 10_000) {
      isRunning = false;
      clearInterval(timer);
      const end = Date.now() + graceMs;
      while (inFlight > 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
    },
  };
}

type Row = Record<string, any>;

function leasedSend(row: Row, details: Row | undefined, files: OutgoingFile[] = []): LeasedSend {
  const payload = row["payload"] ?? {};
  const outgoing: OutgoingMessage = {
    key: row["id"],
    conversationId: row["conversation_id"],
    threadKey: row["message_id"] ? (details?.["thread_key"] ?? "") : `code:${row["id"]}`,
    to: payload.to ?? details?.["sender"] ?? { kind: "channel", value: "" },
    ...((payload.subject ?? details?.["subject"]) ? { subject: payload.subject ?? details?.["subject"] } : {}),
    text: payload.text ?? details?.["text"] ?? "",
    author: { kind: details?.["author_kind"] ?? "automation", name: details?.["author_name"] ?? "" },
    language: payload.language ?? details?.["language"] ?? "en",
    channelData: row["message_id"] ? (details?.["channel_data"] ?? {}) : {},
    earlierExternalIds: row["message_id"] ? (details?.["earlier"] ?? []).slice(-50) : [],
    ...(files.length > 0 ? { files } : {}),
    at: (details?.["at"] ?? new Date()).toISOString(),
  };
  return {
    id: row["id"],
    connectionId: row["connection_id"],
    conversationId: row["conversation_id"],
    messageId: row["message_id"],
    attempts: row["attempts"],
    outgoing,
  };
}

async function withTimeout(sending: Promise<SendReceipt>): Promise<SendReceipt> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new AppError(
            "vendor_timeout",
            `The channel did not answer within ${SEND_TIMEOUT_MS / 1000} s; whether the message left will be found out.`,
          ),
        ),
      SEND_TIMEOUT_MS,
    );
  });
  try {
    return await Promise.race([sending, late]);
  } finally {
    clearTimeout(timer);
  }
}
