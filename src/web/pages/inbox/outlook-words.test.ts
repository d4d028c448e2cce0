import assert from "node:assert/strict";
import { test } from "node:test";
import { outlookWords } from "./outlook-words.ts";

const day = (iso: string) => iso.slice(5, 10);
const plain = {
  from: "2026-03-05T12:00:00.000Z",
  to: "2026-03-09T12:00:00.000Z",
  chance_in_time: 0.15,
  likely_late: true,
  likely_days_late: 2,
  stuck_reason: null,
  basis: "predicted from 412 deliveries to DE, model of 2026-03-01",
};
const words = (changes: Partial<Parameters<typeof outlookWords>[0]> = {}, promised: string | null = "2026-03-03T18:00:00Z") =>
  outlookWords({ ...plain, ...changes }, promised, day, new Date("2026-03-02T10:00:00Z")).map(({ text }) => text);

test("an agent reads how late a parcel will probably be, and how likely it still is in time", () => {
  assert.deepEqual(words(), ["Likely 2 days late: 15 % chance by 03-03", "Usually between 03-05 and 03-09"]);
  assert.equal(words({ likely_days_late: 1 })[0], "Likely 1 day late: 15 % chance by 03-03");
  assert.equal(words({ likely_days_late: 0 })[0], "Likely late: 15 % chance by 03-03");
});

test("of a parcel whose day is over no chance is told any more", () => {
  assert.equal(words({ chance_in_time: 0 }, "2026-03-01T18:00:00Z")[0], "Late: promised for 03-01");
});

test("of a parcel in good time only the window is said, and of a stuck one why it counts as stuck", () => {
  assert.deepEqual(words({ likely_late: false }), ["Usually between 03-05 and 03-09"]);
  assert.deepEqual(words({ likely_late: false, to: plain.from }), ["Usually arrives 03-05"]);
  assert.equal(words({ likely_late: false, stuck_reason: "No scan for 6 days." })[0], "Stuck. No scan for 6 days.");
});
