import type { StreamEvent } from "./event-stream.ts";
import { isEcho, withMessage, type ChatMessage } from "./view.ts";
import type { Visit } from "./visit.ts";
import { backOff } from "./waiting.ts";

type Listening = { run: AbortController | undefined; current: AbortController | undefined; cursor: string };
const listenings = new WeakMap<Visit, Listening>();

function listeningOf(visit: Visit): Listening {
  let listening = listenings.get(visit);
  if (!listening) listenings.set(visit, (listening = { run: undefined, current: undefined, cursor: "" }));
  return listening;
}

/** Follows the thread until the visit ends or `stopListening`; comes back by itself, from where it was. */
export async function listen(visit: Visit): Promise<void> {
  const listening = listeningOf(visit);
  if (listening.run) return visit.waiting.wake();
  listening.run = new AbortController();
  const over = AbortSignal.any([visit.signal, listening.run.signal]);
  visit.view.set({ connection: "connecting" });
  for (let attempt = 0; ;) {
    const wasOpen = await followOnce(visit, listening, over);
    if (over.aborted) return;
    if (visit.view.get().problem) return stopListening(visit);
    attempt = wasOpen ? 0 : attempt + 1;
    visit.view.set({ connection: "lost" });
    await visit.waiting.pause(backOff(attempt));
    if (over.aborted) return;
  }
}

export function stopListening(visit: Visit): void {
  const listening = listeningOf(visit);
  listening.run?.abort();
  listening.run = undefined;
  if (!visit.signal.aborted) visit.view.set({ connection: "idle" });
}

/** The browser says that the network is gone: do not wait for the silence to prove it. */
export function loseConnection(visit: Visit): void {
  listeningOf(visit).current?.abort();
}

/** True when there was a connection. */
async function followOnce(visit: Visit, listening: Listening, over: AbortSignal): Promise<boolean> {
  const token = await visit.token();
  if (over.aborted) return false;
  if (token.kind !== "done") {
    if (token.kind === "signed_out" || token.kind === "blocked") visit.view.set({ problem: token.kind });
    return false;
  }
  let wasOpen = false;
  listening.current = new AbortController();
  const signal = AbortSignal.any([over, listening.current.signal]);
  const answer = await visit.desk.follow(token.body, listening.cursor, signal, {
    open() {
      wasOpen = true;
      visit.view.set({ connection: "online", isLoaded: true });
      visit.waiting.wake();
    },
    event: (event) => {
      if (!signal.aborted) take(visit, listening, event);
    },
  });
  if (over.aborted) return false;
  if (answer.kind === "signed_out") visit.dropToken();
  if (answer.kind === "blocked") visit.view.set({ problem: "blocked" });
  return wasOpen;
}

function take(visit: Visit, listening: Listening, { id, event, data }: StreamEvent): void {
  if (event === "message") takeMessage(visit, JSON.parse(data) as ChatMessage);
  else if (event === "state") visit.view.set({ agentName: (JSON.parse(data) as { agent_name?: string }).agent_name ?? null });
  listening.cursor = id;
}

function takeMessage({ storage, view }: Visit, message: ChatMessage): void {
  const { messages, unsent, isOpen } = view.get();
  const rest = unsent.filter(({ clientId }) => !isEcho(message, clientId));
  for (const { clientId } of unsent) if (isEcho(message, clientId)) storage.drop(clientId);
  const next = withMessage(messages, message);
  const session = storage.readSession();
  if (session && !session.hasTalked) storage.writeSession({ ...session, hasTalked: true });
  const seenAt = session?.seenAt ?? "";
  const unread = isOpen ? 0 : next.filter(({ direction, at }) => direction === "out" && at > seenAt).length;
  view.set({ messages: next, unsent: rest, unread });
}
