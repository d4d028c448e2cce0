import assert from "node:assert/strict";
import { test } from "node:test";
import { weeksOf } from "./weeks.ts";

test("coverage over time counts by weeks that begin on Monday, and leaves out tickets without a time", () => {
  const one = (at: string | null, outcome: string, is_taken = true) => ({ at, outcome, is_taken });
  const weeks = weeksOf([
    one("2026-03-15T23:59:00.000Z", "answered"),
    one("2026-03-16T00:00:00.000Z", "handed_over"),
    one("2026-03-09T12:00:00.000Z", "asked"),
    one("2026-03-10T12:00:00.000Z", "answered", false),
    one(null, "answered"),
  ]);
  assert.deepEqual(weeks, [
    { from: "2026-03-09", tickets: 3, alone: 2 },
    { from: "2026-03-16", tickets: 1, alone: 0 },
  ]);
});
