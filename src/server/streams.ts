/** Server-sent events: open streams, their heartbeat, what happens to slow readers, and the end of all when the server closes. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../domain/errors.ts";

export type EventText = { id?: string; event: string; data: unknown };

/** One event as it goes over the wire; the same text serves every stream. `data` as JSON has no line breaks. */
export function eventText({ id, event, data }: EventText): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

export type Stream = {
  /** Text made by `eventText`. Ignored once the stream is closed. */
  write(text: string): void;
  end(): void;
  isOpen(): boolean;
};

export type Streams = {
  /** Takes over the answer. `onClose` is called once, whoever ends it. AppError `unavailable` when too many are open. */
  open(
    request: FastifyRequest,
    reply: FastifyReply,
    options: {
      headers?: Record<string, string>;
      onClose: () => void;
      /** Asked once a minute; false ends the stream. */ mayGoOn?: () => Promise<boolean>;
    },
  ): Stream;
  size(): number;
  endAll(): void;
};

const eventStream = "text/event-stream; charset=utf-8";

/** Whether this answer is a stream: open for hours, it would spoil the times of requests. */
export function isStream(reply: FastifyReply): boolean {
  return reply.raw.getHeader("content-type") === eventStream;
}

const heartbeatMs = 15_000;
const beatsPerCheck = 4;
/** Who does not read for so long is cut off and comes back with the last id it saw: nothing is lost and memory is kept. */
const maxUnread = 2_000_000;

export function createStreams({ max = 20_000 } = {}): Streams {
  type Open = Stream & { beat(count: number): void };
  const open = new Set<Open>();
  let beats = 0;
  let timer: NodeJS.Timeout | undefined;

  function beat(): void {
    beats++;
    for (const stream of open) stream.beat(beats);
  }

  function remove(stream: Open): void {
    open.delete(stream);
    if (open.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  return {
    size: () => open.size,
    endAll: () => {
      for (const stream of open) stream.end();
    },
    open(request, reply, { headers = {}, onClose, mayGoOn }) {
      if (open.size >= max)
        throw new AppError("unavailable", "Too many pages follow live just now. Try again in a moment.", { retryAfterMs: 10_000 });
      const raw = reply.raw;
      let isOpen = true;
      reply.hijack();
      // nginx would hold events back to fill its buffer, were it not for the last one.
      const own = { "content-type": eventStream, "cache-control": "no-store", "x-accel-buffering": "no" };
      for (const [name, value] of Object.entries({ ...reply.getHeaders(), ...own, ...headers }))
        if (value !== undefined) raw.setHeader(name, value);
      raw.writeHead(200);
      raw.write("retry: 2000\n\n");
      const stream: Open = {
        isOpen: () => isOpen,
        write(text) {
          if (!isOpen) return;
          raw.write(text);
          if (raw.writableLength > maxUnread) raw.destroy();
        },
        end: () => {
          if (isOpen) raw.end();
          closed();
        },
        beat(count) {
          stream.write(": ping\n\n");
          if (mayGoOn && count % beatsPerCheck === 0)
            mayGoOn().then(
              (may) => may || stream.end(),
              () => stream.end(),
            );
        },
      };
      function closed(): void {
        if (!isOpen) return;
        isOpen = false;
        remove(stream);
        onClose();
      }
      raw.on("close", closed).on("error", closed);
      request.raw.on("error", closed);
      open.add(stream);
      timer ??= setInterval(beat, heartbeatMs);
      return stream;
    },
  };
}
