import assert from "node:assert/strict";
import { test } from "node:test";
import { workingMsBetween } from "./work-hours.ts";

const office = {
  time_zone: "Europe/Berlin",
  slots: [{ days: [1, 2, 3, 4, 5], from: "09:00", to: "17:00" }],
  holidays: [{ from: "2026-12-24", to: "2026-12-26" }],
};
const hours = (from: string, to: string, desk = office): number => workingMsBetween(desk, Date.parse(from), Date.parse(to)) / 3_600_000;

test("from Friday afternoon to Monday morning there are few hours of work", () => {
  assert.equal(hours("2026-11-27T15:00:00Z", "2026-11-30T09:00:00Z"), 1 + 1);
  assert.equal(hours("2026-11-28T10:00:00Z", "2026-11-29T10:00:00Z"), 0);
  assert.equal(hours("2026-11-30T09:00:00Z", "2026-11-30T08:00:00Z"), 0);
});

test("nobody works on holidays, and summer time moves the opening", () => {
  assert.equal(hours("2026-12-23T16:00:00Z", "2026-12-28T09:00:00Z"), 1);
  assert.equal(hours("2026-07-01T06:00:00Z", "2026-07-01T08:00:00Z"), 1);
});

test("openings that overlap count once, and a lunch break not at all", () => {
  const slots = [
    { days: [1], from: "13:00", to: "17:00" },
    { days: [1], from: "09:00", to: "12:00" },
    { days: [1], from: "10:00", to: "11:00" },
  ];
  assert.equal(hours("2026-11-30T00:00:00Z", "2026-12-01T00:00:00Z", { ...office, slots }), 7);
});
