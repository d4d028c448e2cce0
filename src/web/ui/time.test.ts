import assert from "node:assert/strict";
import { test } from "node:test";
import { shortTime, snoozeChoices, timeLeft, workLeft } from "./time.ts";

// Built from local parts: what is "today" depends on the reader's zone.
const now = new Date(2026, 10, 25, 14, 30);
const ago = (ms: number): string => new Date(now.getTime() - ms).toISOString();
const local = (...parts: [number, number, number, number, number]): string => new Date(...parts).toISOString();

test("a message of the last hour tells its age, an older one of today its hour", () => {
  assert.equal(shortTime(ago(20_000), now), "now");
  assert.equal(shortTime(ago(12 * 60_000), now), "12 min");
  assert.equal(shortTime(local(2026, 10, 25, 9, 5), now), "09:05");
});

test("older messages tell the day, the date, and the year when it is another", () => {
  assert.equal(shortTime(local(2026, 10, 24, 23, 59), now), "Yesterday");
  assert.equal(shortTime(local(2026, 10, 21, 8, 0), now), "Sat");
  assert.equal(shortTime(local(2026, 9, 3, 8, 0), now), "Oct 3");
  assert.match(shortTime(local(2024, 9, 3, 8, 0), now), /2024/);
});

test("a deadline is told as time left, and a missed one says so", () => {
  assert.deepEqual(timeLeft(ago(-12 * 60_000), now), { text: "12 min left", isLate: false, isSoon: true });
  assert.equal(timeLeft(ago(-3 * 3_600_000), now).text, "3 h left");
  assert.deepEqual(timeLeft(ago(5 * 60_000), now), { text: "overdue 5 min", isLate: true, isSoon: true });
});

test("every moment to snooze to lies ahead and none is offered twice, on any day of the week", () => {
  for (let day = 1; day <= 7; day++) {
    const today = new Date(2026, 10, day, 23, 50);
    const times = snoozeChoices(today).map((choice) => choice.until.getTime());
    assert.ok(times.every((time) => time > today.getTime()));
    assert.equal(new Set(times).size, times.length);
    const monday = snoozeChoices(today).find((choice) => choice.label.includes("Monday"));
    if (monday) assert.equal(monday.until.getDay(), 1);
  }
});

test("what is left of a deadline is counted in the hours people work", () => {
  const desk = { time_zone: "UTC", slots: [{ days: [1, 2, 3, 4, 5], from: "09:00", to: "17:00" }], holidays: [] };
  const night = { time_zone: "UTC", slots: [{ days: [5], from: "20:00", to: "23:00" }], holidays: [] };
  const friday = new Date("2026-11-27T16:00:00Z");
  const left = (iso: string, team: string | null = null) => workLeft(iso, friday, { desk, teams: { night } }, team).text;
  assert.equal(left("2026-11-30T10:00:00Z"), "2 h left");
  assert.equal(left("2026-11-30T10:00:00Z", "night"), "3 h left");
  assert.deepEqual(workLeft("2026-11-30T09:00:00Z", friday, { desk, teams: {} }, null), { text: "1 h left", isLate: false, isSoon: false });
  assert.equal(left("2026-11-29T16:00:00Z"), "1 h left");
  assert.equal(left("2026-11-27T15:55:00Z"), "overdue 5 min");
  assert.equal(workLeft("2026-11-30T10:00:00Z", friday, undefined, null).text, "3 days left");
});
