/**
 * SQL COPY over the driver's own protocol hooks (those every query object of `pg` has), as streams with back-pressure: a
 * backup needs the same memory whatever it holds. The embedded PostgreSQL comes without pg_dump.
 */
import { once } from "node:events";
import { Readable, type Duplex } from "node:stream";
import type { Connection, Submittable } from "pg";
import type { Transaction } from "../db/pool.ts";

/** Methods of the driver's connection that its types leave out. */
type Wire = Connection & {
  stream: Duplex;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
};
type Failing = { handleError(error: Error): void; handleCommandComplete(message: { text: string }): void; handleReadyForQuery(): void };

/** `sql` is COPY … TO STDOUT. Pieces of whole rows; an error of the server is thrown to their reader. `count` is known at the end. */
export function copyOut(client: Transaction, sql: string): { pieces: AsyncIterable<Buffer>; count(): number } {
  let wire: Wire | undefined;
  let count = 0;
  const rows = new Readable({
    highWaterMark: 1 << 20,
    read: () => void wire?.stream.resume(),
    // Whoever stops reading still has to let the server finish, or the connection would never answer again.
    destroy: (error, done) => {
      wire?.stream.resume();
      done(error);
    },
  });
  const query: Submittable & Failing & { handleCopyData(message: { chunk: Buffer }): void } = {
    submit(connection) {
      wire = connection as Wire;
      connection.query(sql);
    },
    // A copy, because the driver uses its buffer again.
    handleCopyData({ chunk }) {
      if (!rows.destroyed && !rows.push(Buffer.from(chunk))) wire?.stream.pause();
    },
    handleError: (error) => void rows.destroy(error),
    handleCommandComplete({ text }) {
      count = countIn(text);
    },
    handleReadyForQuery: () => {
      if (!rows.destroyed) rows.push(null);
    },
  };
  client.query(query);
  return { pieces: rows, count: () => count };
}

/** The server's last word is "COPY 42". */
const countIn = (text: string): number => Number(text.split(" ").at(-1));

/** `sql` is COPY … FROM STDIN. Resolves to the number of rows; what `chunks` throws ends the COPY and is thrown. */
export async function copyIn(client: Transaction, sql: string, chunks: AsyncIterable<Buffer>): Promise<number> {
  let fault: unknown;
  let rows = 0;
  const done = Promise.withResolvers<void>();
  const state = { isOver: false };
  const end = (error?: unknown) => {
    state.isOver = true;
    if (error === undefined) done.resolve();
    else done.reject(fault ?? error);
  };
  const query: Submittable & Failing & { handleCopyInResponse(connection: Connection): void } = {
    submit: (connection) => connection.query(sql),
    handleCopyInResponse(connection) {
      const wire = connection as Wire;
      pump(wire, chunks, state).then(
        () => wire.endCopyFrom(),
        (error: unknown) => {
          fault = error;
          wire.sendCopyFail("the rows could not be read");
        },
      );
    },
    handleCommandComplete({ text }) {
      rows = countIn(text);
    },
    handleError: end,
    handleReadyForQuery: () => end(),
  };
  client.query(query);
  await done.promise;
  return rows;
}

/** Ends early when the server has refused a row already. */
async function pump(wire: Wire, chunks: AsyncIterable<Buffer>, state: { isOver: boolean }): Promise<void> {
  for await (const chunk of chunks) {
    if (state.isOver) return;
    wire.sendCopyFromChunk(chunk);
    if (wire.stream.writableNeedDrain) await untilDrained(wire.stream);
  }
}

async function untilDrained(stream: Duplex): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  // A connection that breaks never drains. The one that did not happen takes its listener away again.
  await Promise.race([once(stream, "drain", { signal }), once(stream, "close", { signal })]).finally(() => waiting.abort());
}
