/** One event of a text/event-stream (HTML standard, section 9.2). `id` is the last one seen, kept over events without their own. */
export type StreamEvent = { id: string; event: string; data: string };

const maxPending = 2_000_000;

/**
 * Reads a stream piece by piece; pieces may end anywhere, also between CR and LF. EventSource would do this for us but can
 * send no Authorization header, and a token in the address would end up in logs.
 */
export function eventReader(onEvent: (event: StreamEvent) => void): (piece: string) => void {
  let pending = "";
  let id = "";
  let event = "";
  let data: string[] = [];

  function line(text: string): void {
    if (text === "") {
      if (data.length > 0) onEvent({ id, event: event || "message", data: data.join("\n") });
      event = "";
      data = [];
      return;
    }
    const colon = text.indexOf(":");
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? "" : text.slice(colon + (text[colon + 1] === " " ? 2 : 1));
    if (field === "data") data.push(value);
    else if (field === "event") event = value;
    else if (field === "id" && !value.includes("\0")) id = value;
  }

  return (piece) => {
    pending += piece;
    if (pending.length > maxPending) throw new Error("a line of the event stream is too long");
    // A CR at the very end may be the first half of CR LF: it waits for the next piece.
    const lines = pending.split(/\r\n|\n|\r(?!$)/);
    pending = lines.pop() ?? "";
    for (const text of lines) line(text);
  };
}
