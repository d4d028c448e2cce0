import type { Unsent } from "./view.ts";
import type { Visit } from "./visit.ts";
import { backOff } from "./waiting.ts";

const sending = new WeakSet<Visit>();

/**
 * Sends what waits, oldest first, one at a time and until the desk has it. A message whose answer got lost is sent again
 * with the same client id, and the desk stores it once.
 */
export async function sendUnsent(visit: Visit): Promise<void> {
  if (sending.has(visit)) return visit.waiting.wake();
  sending.add(visit);
  try {
    let attempt = 0;
    for (let next = nextWaiting(visit); next && !visit.signal.aborted; next = nextWaiting(visit)) {
      const retryInMs = await sendOne(visit, next);
      if (retryInMs === undefined) attempt = 0;
      else await visit.waiting.pause(Math.max(retryInMs, backOff(attempt++)));
      if (visit.view.get().problem) return;
    }
  } finally {
    sending.delete(visit);
  }
}

function nextWaiting({ view }: Visit): Unsent | undefined {
  return view.get().unsent.find(({ state }) => state === "waiting");
}

function mark({ view }: Visit, clientId: string, state: Unsent["state"]): void {
  view.set({ unsent: view.get().unsent.map((message) => (message.clientId === clientId ? { ...message, state } : message)) });
}

/** Undefined when this message is through with, else the least time to wait before the next attempt. */
async function sendOne(visit: Visit, message: Unsent): Promise<number | undefined> {
  mark(visit, message.clientId, "sending");
  const token = await visit.token();
  const answer = token.kind === "done" ? await visit.desk.send(token.body, message, visit.language) : token;
  if (visit.signal.aborted) return undefined;
  if (answer.kind === "done") return sent(visit, message);
  if (answer.kind === "refused") {
    visit.storage.drop(message.clientId);
    mark(visit, message.clientId, "failed");
    return undefined;
  }
  mark(visit, message.clientId, "waiting");
  if (answer.kind === "later") return answer.retryAfterMs ?? 0;
  if (token.kind !== "done" || answer.kind === "blocked") visit.view.set({ problem: answer.kind });
  else visit.dropToken();
  return 0;
}

function sent(visit: Visit, { clientId }: Unsent): undefined {
  const { storage } = visit;
  storage.drop(clientId);
  mark(visit, clientId, "sent");
  const session = storage.readSession();
  if (session && !session.hasTalked) storage.writeSession({ ...session, hasTalked: true });
}

/** The visitor wants a refused message tried again. */
export function sendAgain(visit: Visit, { clientId, text, at }: Unsent): void {
  visit.storage.keep({ clientId, text, at });
  mark(visit, clientId, "waiting");
  void sendUnsent(visit);
}
