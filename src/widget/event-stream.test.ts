import assert from "node:assert/strict";
import { test } from "node:test";
import { eventReader, type StreamEvent } from "./event-stream.ts";

function read(pieces: string[]): StreamEvent[] {
  const events: StreamEvent[] = [];
  const feed = eventReader((event) => events.push(event));
  for (const piece of pieces) feed(piece);
  return events;
}

const stream =
  ': ping\r\n\r\nid: 1\nevent: message\ndata: {"a":1}\n\ndata: one\rdata: two\r\rid: 3\r\nevent:state\r\ndata:  x\r\n\r\ndata: unfinished';
const expected = [
  { id: "1", event: "message", data: '{"a":1}' },
  { id: "1", event: "message", data: "one\ntwo" },
  { id: "3", event: "state", data: " x" },
];

test("events are read, with every kind of line end, and heartbeats are not events", () => {
  assert.deepEqual(read([stream]), expected);
});

test("it does not matter where the network cuts the stream", () => {
  assert.deepEqual(read([...stream]), expected);
  for (let cut = 1; cut < stream.length; cut++) assert.deepEqual(read([stream.slice(0, cut), stream.slice(cut)]), expected);
});

test("a line without end is given up instead of filling the memory", () => {
  const feed = eventReader(() => {});
  assert.throws(() => {
    for (let count = 0; count < 100; count++) feed("x".repeat(100_000));
  }, /too long/);
});
