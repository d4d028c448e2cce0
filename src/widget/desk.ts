import { eventReader, type StreamEvent } from "./event-stream.ts";
import type { StoredMessage } from "./storage.ts";

/** What the desk said: done, or why not. `refused` will not get better by itself; `later` may, after `retryAfterMs`. */
export type Answer<T> =
  | { kind: "done"; body: T }
  | { kind: "signed_out" }
  | { kind: "blocked" }
  | { kind: "refused" }
  | { kind: "later"; retryAfterMs?: number };

export type SessionAnswer = { visitor_token: string; expires_at: string; title: string; greeting: string };
export type Desk = {
  session(body: { customer_token?: string; visitor_token?: string }): Promise<Answer<SessionAnswer>>;
  send(token: string, message: StoredMessage, language: string): Promise<Answer<unknown>>;
  /** A file of the thread. */
  file(token: string, id: string): Promise<Answer<Blob>>;
  /** Resolves when the stream ends, for whatever reason. */
  follow(token: string, cursor: string, signal: AbortSignal, on: { open(): void; event(event: StreamEvent): void }): Promise<Answer<null>>;
};

const answerMs = 20_000;
/** The desk sends a heartbeat every 15 seconds; three missing ones mean a dead connection that TCP has not noticed. */
const silenceMs = 45_000;

/** Speaks with one chat connection, e.g. https://desk.example.com/hooks/chat. Never rejects. */
export function openDesk(address: string): Desk {
  async function post<T>(path: string, body: object, token?: string): Promise<Answer<T>> {
    try {
      const headers = { "content-type": "application/json", ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
      const answer = await fetch(address + path, {
        method: "POST",
        credentials: "omit",
        headers,
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(answerMs),
      });
      return answer.ok ? { kind: "done", body: (await answer.json()) as T } : refusal(answer);
    } catch {
      return { kind: "later" };
    }
  }
  return {
    session: (body) => post("/session", body),
    send: (token, { clientId, text }, language) =>
      post("/messages", { client_id: clientId, text, page_url: (location.origin + location.pathname).slice(0, 2_000), language }, token),
    async file(token, id) {
      try {
        const headers = { authorization: `Bearer ${token}` };
        const answer = await fetch(`${address}/files/${id}`, { credentials: "omit", headers, signal: AbortSignal.timeout(answerMs) });
        return answer.ok ? { kind: "done", body: await answer.blob() } : refusal(answer);
      } catch {
        return { kind: "later" };
      }
    },
    follow: (token, cursor, signal, on) => follow(address, token, cursor, signal, on),
  };
}

function refusal(answer: Response): Answer<never> {
  const { status } = answer;
  if (status === 401) return { kind: "signed_out" };
  if (status === 403 || status === 404) return { kind: "blocked" };
  if (status < 500 && status !== 408 && status !== 429) return { kind: "refused" };
  const seconds = Number(answer.headers.get("retry-after"));
  return seconds > 0 ? { kind: "later", retryAfterMs: seconds * 1_000 } : { kind: "later" };
}

async function follow(
  address: string,
  token: string,
  cursor: string,
  signal: AbortSignal,
  on: Parameters<Desk["follow"]>[3],
): Promise<Answer<null>> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), silenceMs);
  try {
    const headers = { accept: "text/event-stream", authorization: `Bearer ${token}`, ...(cursor ? { "last-event-id": cursor } : {}) };
    const answer = await fetch(`${address}/stream`, {
      credentials: "omit",
      cache: "no-store",
      headers,
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (!answer.ok) return refusal(answer);
    on.open();
    const feed = eventReader(on.event);
    const decoder = new TextDecoder();
    const reader = answer.body!.getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), silenceMs);
      feed(decoder.decode(piece.value, { stream: true }));
    }
  } catch {
    // Lost, given up or aborted: all the same to the caller, who decides whether to come back.
  } finally {
    clearTimeout(timer);
  }
  return { kind: "later" };
}
