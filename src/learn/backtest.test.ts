import assert from "node:assert/strict";
import { test } from "node:test";
import { differences, intervalOf, judgeTicket, summarize, type WouldBe } from "./backtest.ts";
import { parseTickets } from "./ticket.ts";

const would = (more: Partial<WouldBe> = {}): WouldBe => ({
  isTaken: true,
  outcome: "answered",
  reason: null,
  reply: "Your order 1042 arrives on 12 March.",
  category: "order_status",
  confidence: 0.95,
  facts: "then",
  ...more,
});
const ticket = (line: object) => parseTickets(JSON.stringify({ text: "Where is it?", ...line }), "t.jsonl")[0]!;

test("a ticket is a line of JSON; what is wrong with one is said with its line", () => {
  const [one, two] = parseTickets(
    '{"text":"hi","reply":"hello","extra":1}\n\n{"messages":[{"from":"customer","text":"a"},{"from":"customer","text":"b"},{"from":"agent","text":"c"},{"from":"customer","text":"d"}]}\n',
    "t.jsonl",
  );
  assert.deepEqual([one!.id, one!.text, one!.reply], ["1", "hi", "hello"]);
  assert.deepEqual([two!.id, two!.text, two!.reply], ["3", "a\n\nb", "c"]);
  assert.throws(() => parseTickets('{"text":"a"}\n{"text":', "t.jsonl"), { code: "bad_request", message: /t\.jsonl, line 2 is not JSON/ });
  assert.throws(() => parseTickets('{"reply":"a"}', "t.jsonl"), { message: /line 1.*no "text"/ });
});

test("what a person said and ours does not is shown, and the riskiest tickets come first", () => {
  const same = judgeTicket(ticket({ id: "same", reply: "Your order 1042 arrives on 12 March." }), would());
  const other = judgeTicket(ticket({ id: "other", reply: "We refund 24.90 EUR by 14 March, sorry." }), would());
  const wrong = judgeTicket(ticket({ id: "wrong", category: "refund_return" }), would());
  const person = judgeTicket(ticket({ id: "person" }), would({ outcome: "handed_over", reply: null }));
  assert.deepEqual(same.onlyHuman, []);
  assert.equal(same.likeness, 1);
  assert.deepEqual(other.onlyHuman, ["24.90", "14"]);
  assert.ok(other.likeness! < 0.3);
  const report = summarize([person, same, other, wrong]);
  assert.deepEqual(
    report.results.map(({ id }) => id),
    ["wrong", "other", "same", "person"],
  );
  assert.equal(report.coverage, 0.75);
  assert.deepEqual(report.outcomes.handed_over, 1);
  assert.deepEqual([report.error!.judged, report.error!.wrong], [1, 1]);
});

test("the interval of the error is exact (Clopper-Pearson)", () => {
  // R: binom.test(3, 100)$conf.int, binom.test(0, 50)$conf.int, binom.test(5, 5)$conf.int
  const close = (value: number, expected: number) => assert.ok(Math.abs(value - expected) < 5e-5, `${value} ${expected}`);
  const some = intervalOf(3, 100);
  close(some.low, 0.00623);
  close(some.high, 0.08518);
  close(intervalOf(0, 50).high, 0.07112);
  assert.equal(intervalOf(0, 50).low, 0);
  close(intervalOf(5, 5).low, 0.47818);
});

test("between two versions the tickets that end otherwise are listed", () => {
  const tickets = [ticket({ id: "a" }), ticket({ id: "b" })];
  const before = summarize(tickets.map((one) => judgeTicket(one, would())));
  const after = summarize([judgeTicket(tickets[0]!, would()), judgeTicket(tickets[1]!, would({ outcome: "handed_over", reply: null }))]);
  assert.deepEqual(
    differences(before, after).map(({ id }) => id),
    ["b"],
  );
  assert.deepEqual(differences(before, before), []);
});
