/**
 * Live updates for all tabs of this browser over one stream: the tab that holds the lock reads it and passes every event
 * on. Browsers allow six connections per server over HTTP/1.1; with a stream per tab, the seventh tab would hang.
 */
import { eventParser, reconnectDelayMs } from "./event-stream.ts";

export type LiveStatus = "connecting" | "live" | "offline" | "signed_out";
export type LiveEvent = { kind: string; conversationId: string | null; data: Record<string, unknown> };
type TabMessage = { type: "event"; event: LiveEvent; id: string | null } | { type: "status"; status: LiveStatus } | { type: "ask" };

export type Live = {
  onEvent(listen: (event: LiveEvent) => void): () => void;
  onStatus(listen: () => void): () => void;
  status(): LiveStatus;
  stop(): void;
};

export function startLive(): Live {
  const eventListeners = new Set<(event: LiveEvent) => void>();
  const statusListeners = new Set<() => void>();
  const stopping = new AbortController();
  const tabs = new BroadcastChannel("handrail-live");
  let status: LiveStatus = "connecting";
  let lastId: string | null = null;
  let isLeader = false;

  const setStatus = (next: LiveStatus): void => {
    if (next === status) return;
    status = next;
    for (const listen of statusListeners) listen();
  };
  const receive = (event: LiveEvent, id: string | null): void => {
    // Every tab keeps the cursor: whoever leads next resumes where the last leader stopped.
    if (id) lastId = id;
    for (const listen of eventListeners) listen(event);
  };
  const tell = (message: TabMessage): void => tabs.postMessage(message);
  const lead = (): Promise<void> => {
    isLeader = true;
    return readForever({
      signal: stopping.signal,
      lastId: () => lastId,
      onEvent: (event, id) => (receive(event, id), tell({ type: "event", event, id })),
      onStatus: (next) => (setStatus(next), tell({ type: "status", status: next })),
    });
  };

  tabs.onmessage = ({ data }: MessageEvent<TabMessage>) => {
    if (data.type === "event") receive(data.event, data.id);
    else if (data.type === "status") setStatus(data.status);
    else if (isLeader) tell({ type: "status", status });
  };
  tell({ type: "ask" });
  navigator.locks.request("handrail-live", { signal: stopping.signal }, lead).catch(() => undefined);

  return {
    onEvent: (listen) => (eventListeners.add(listen), () => void eventListeners.delete(listen)),
    onStatus: (listen) => (statusListeners.add(listen), () => void statusListeners.delete(listen)),
    status: () => status,
    stop: () => (stopping.abort(), tabs.close()),
  };
}

type Reading = {
  signal: AbortSignal;
  lastId(): string | null;
  onEvent(event: LiveEvent, id: string | null): void;
  onStatus(status: LiveStatus): void;
};

async function readForever(reading: Reading): Promise<void> {
  for (let attempt = 1; !reading.signal.aborted; attempt++) {
    const outcome = await readOnce(reading).catch(() => "failed" as const);
    if (reading.signal.aborted) return;
    if (outcome === "signed_out") return reading.onStatus("signed_out");
    // A stream the server closed in peace is opened again at once and shows no bar.
    if (outcome === "ended") attempt = 0;
    else reading.onStatus("offline");
    await pause(reconnectDelayMs(Math.max(attempt, 1), Math.random()), reading.signal);
  }
}

async function readOnce(reading: Reading): Promise<"ended" | "failed" | "signed_out"> {
  const lastId = reading.lastId();
  const response = await fetch("/api/v1/events", {
    signal: reading.signal,
    headers: { accept: "text/event-stream", ...(lastId ? { "last-event-id": lastId } : {}) },
  });
  if (response.status === 401) return "signed_out";
  if (!response.ok || !response.body) return "failed";
  reading.onStatus("live");
  const feed = eventParser(({ id, event, data }) => reading.onEvent(eventOf(event, data), id));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return "ended";
    feed(value);
  }
}

function eventOf(kind: string, text: string): LiveEvent {
  try {
    const data = JSON.parse(text) as Record<string, unknown>;
    const id = data["conversation_id"];
    return { kind, conversationId: typeof id === "string" ? id : null, data };
  } catch {
    return { kind, conversationId: null, data: {} };
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => (clearTimeout(timer), globalThis.removeEventListener("online", done), resolve());
    const timer = setTimeout(done, ms);
    globalThis.addEventListener("online", done, { once: true });
    signal.addEventListener("abort", done, { once: true });
  });
}
