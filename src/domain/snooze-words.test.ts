import assert from "node:assert/strict";
import { test } from "node:test";
import { readSnooze } from "./snooze-words.ts";

// A Sunday.
const now = new Date(2026, 10, 29, 15, 30);
const read = (text: string): string | null => {
  const found = readSnooze(text, now);
  if (found?.kind !== "until") return found?.kind ?? null;
  const two = (n: number): string => String(n).padStart(2, "0");
  const { at } = found;
  return `${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
};

test("people say when in their own words, in English and in German", () => {
  const said: Record<string, string | null> = {
    "Tuesday 9": "12-01 09:00",
    "tue 2pm": "12-01 14:00",
    "in 2 hours": "11-29 17:30",
    "45 min": "11-29 16:15",
    "in an hour": "11-29 16:30",
    tomorrow: "11-30 09:00",
    "tomorrow at 14:30": "11-30 14:30",
    "tomorrow morning": "11-30 09:00",
    tonight: "11-29 18:00",
    "next week": "11-30 09:00",
    "next friday": "12-04 09:00",
    "in 3 days": "12-02 09:00",
    "dec 24 at 8": "12-24 08:00",
    "2026-12-01 10:15": "12-01 10:15",
    "9": "11-30 09:00",
    "16:00": "11-29 16:00",
    sunday: "12-06 09:00",
    "when the parcel moves": "parcel",
    "Dienstag 9": "12-01 09:00",
    "Di um 9:30 Uhr": "12-01 09:30",
    "in 2 Stunden": "11-29 17:30",
    "in einer Woche": "12-06 09:00",
    "in 3 Tagen": "12-02 09:00",
    morgen: "11-30 09:00",
    "morgen 14 Uhr": "11-30 14:00",
    übermorgen: "12-01 09:00",
    "nächste Woche": "11-30 09:00",
    "heute Abend": null,
    "heute abends": "11-29 18:00",
    "1.12.": "12-01 09:00",
    "24. Dezember 8:00": "12-24 08:00",
    "wenn das Paket sich bewegt": "parcel",
  };
  said["heute Abend"] = "11-29 18:00";
  for (const [words, wanted] of Object.entries(said)) assert.equal(read(words), wanted, words);
});

test("what nobody can understand, and what is over, is not taken for something else", () => {
  for (const words of ["", "soon", "blue", "today", "heute 9", "2020-01-01", "31.2.", "in 0 hours", "25:00", "tuesday and wednesday"])
    assert.equal(read(words), null, words);
});
