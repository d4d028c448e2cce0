/** Reads server-sent events from a fetch stream. Written out because EventSource cannot choose its Last-Event-ID. */
export type StreamEvent = { id: string | null; event: string; data: string };

/** Longest unfinished event we keep: a stream that never ends a line must not fill the memory. */
const maxBuffered = 256 * 1024;

/** A parser fed with chunks of text, cut anywhere; it calls `onEvent` for every whole event. */
export function eventParser(onEvent: (event: StreamEvent) => void): (chunk: string) => void {
  let buffer = "";
  return (chunk) => {
    buffer = (buffer + chunk).replaceAll("\r\n", "\n");
    let end = buffer.indexOf("\n\n");
    while (end >= 0) {
      const parsed = parseEvent(buffer.slice(0, end));
      if (parsed) onEvent(parsed);
      buffer = buffer.slice(end + 2);
      end = buffer.indexOf("\n\n");
    }
    if (buffer.length > maxBuffered) buffer = "";
  };
}

/** Null for a block that only carries comments (the heartbeat). */
function parseEvent(block: string): StreamEvent | null {
  let id: string | null = null;
  let event = "message";
  const data: string[] = [];
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    if (colon === 0) continue;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "id") id = value;
    else if (field === "event") event = value;
    else if (field === "data") data.push(value);
  }
  return data.length === 0 && event === "message" ? null : { id, event, data: data.join("\n") };
}

/** How long to wait before attempt `attempt` (from 1) to reconnect, in milliseconds; `random` is in [0, 1). */
export function reconnectDelayMs(attempt: number, random: number): number {
  const ceiling = Math.min(15_000, 500 * 2 ** Math.min(attempt - 1, 10));
  return Math.round(ceiling * (0.5 + random / 2));
}
