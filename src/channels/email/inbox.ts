/** Watches the folder until told to stop: IDLE where the server offers it, a look every minute besides, and again after every fault. */
import type { ImapFlow } from "imapflow";
import type { Listener } from "../channel.ts";
import { closeImap, imapError, openImap } from "./imap.ts";
import { pull, type PullOptions } from "./pull.ts";
import type { MailServer } from "./settings.ts";

export type InboxOptions = PullOptions & { server: MailServer; pollMs: number };

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 60_000;
/** Mail that lands between the last look and the start of IDLE is announced late by some servers: look once more. */
const SETTLE_MS = 1000;
/** Asking again with a wrong password every second gets an account locked. */
const REFUSED_RETRY_MS = 30_000;

export async function watchInbox(listener: Listener, options: InboxOptions): Promise<void> {
  let retryMs = FIRST_RETRY_MS;
  while (!listener.signal.aborted) {
    try {
      await watchOnce(listener, options, () => (retryMs = FIRST_RETRY_MS));
    } catch (error) {
      if (listener.signal.aborted) return;
      const fault = imapError(error);
      options.log.warn({ code: fault.code, reason: fault.message, retryMs }, "The mailbox cannot be read; trying again");
      await sleep(fault.canRetry ? retryMs * (0.75 + Math.random() / 2) : REFUSED_RETRY_MS, listener.signal);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    }
  }
}

/** One connection, from sign-in to its end. Returns when told to stop, throws when the connection ends by itself. */
async function watchOnce(listener: Listener, options: InboxOptions, onGood: () => void): Promise<void> {
  const bell = doorbell(listener.signal);
  const client = await openImap(options.server, bell.fail);
  client.on("exists", bell.ring);
  client.on("close", () => bell.fail(new Error("The IMAP server closed the connection")));
  try {
    await client.mailboxOpen(options.folder, { readOnly: true });
    let isSettled = false;
    while (!listener.signal.aborted) {
      bell.reset();
      // Makes the server look for changes; without IDLE this is the only thing that does.
      await client.noop();
      const read = await pull(client, listener, options);
      onGood();
      if (read === 0) await waitForMail(client, bell, isSettled ? options.pollMs : SETTLE_MS);
      isSettled = read === 0 && !bell.isRung();
    }
  } finally {
    bell.close();
    closeImap(client);
  }
}

async function waitForMail(client: ImapFlow, bell: Doorbell, pollMs: number): Promise<void> {
  // Ends when the next command is given. Without IDLE the library asks by NOOP, and our own timer asks besides.
  client.idle().catch(bell.fail);
  await bell.wait(pollMs);
}

type Doorbell = {
  ring(): void;
  isRung(): boolean;
  fail(error: Error): void;
  reset(): void;
  wait(ms: number): Promise<void>;
  close(): void;
};

/** Remembers a ring or a fault that comes while nobody is waiting, so that none is missed between a look and the next wait. */
function doorbell(signal: AbortSignal): Doorbell {
  let isRung = false;
  let fault: Error | undefined;
  let wake: () => void = () => {};
  const ring = () => {
    isRung = true;
    wake();
  };
  signal.addEventListener("abort", ring);
  return {
    ring,
    isRung: () => isRung,
    fail(error) {
      fault ??= error;
      wake();
    },
    reset: () => (isRung = signal.aborted),
    async wait(ms) {
      if (!isRung && !fault) {
        const timer = Promise.withResolvers<void>();
        const timeout = setTimeout(timer.resolve, ms);
        wake = timer.resolve;
        await timer.promise;
        clearTimeout(timeout);
      }
      if (fault) throw fault;
    },
    close: () => signal.removeEventListener("abort", ring),
  };
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal.addEventListener("abort", finish);
    if (signal.aborted) finish();
  });
}
