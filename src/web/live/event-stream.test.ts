import assert from "node:assert/strict";
import { test } from "node:test";
import { eventParser, reconnectDelayMs } from "./event-stream.ts";
import type { StreamEvent } from "./event-stream.ts";

function parse(...chunks: string[]): StreamEvent[] {
  const events: StreamEvent[] = [];
  const feed = eventParser((event) => events.push(event));
  for (const chunk of chunks) feed(chunk);
  return events;
}

test("an event that arrives in pieces is read as one", () => {
  const events = parse("id: 7\nevent: mess", 'age\r\ndata: {"conversation_id":"c1"}\n', "\n");
  assert.deepEqual(events, [{ id: "7", event: "message", data: '{"conversation_id":"c1"}' }]);
});

test("a heartbeat is not an event", () => {
  assert.deepEqual(parse(": still here\n\n", ":\n\n"), []);
});

test("several data lines belong to one event", () => {
  assert.equal(parse("data: a\ndata: b\n\n")[0]?.data, "a\nb");
});

test("an event without data still counts when it has a name", () => {
  assert.deepEqual(parse("event: resync\n\n"), [{ id: null, event: "resync", data: "" }]);
});

test("a stream that never ends an event does not fill the memory, and the next event is read", () => {
  const events = parse("x".repeat(300_000), "data: after\n\n");
  assert.equal(events.length, 1);
});

test("waiting before a reconnect grows, and stays under fifteen seconds", () => {
  assert.equal(reconnectDelayMs(1, 0), 250);
  assert.ok(reconnectDelayMs(4, 0) > reconnectDelayMs(1, 0.99));
  assert.ok(reconnectDelayMs(60, 0.999) <= 15_000);
});
