import assert from "node:assert/strict";
import { test } from "node:test";
import { AppError } from "../domain/errors.ts";
import { decimal, isSamePhone, marked, markOf, refuseDiscount, shares, splitName, withoutMark } from "./order-checks.ts";

test("shares of an amount add up to it to the last cent, whatever the weights", () => {
  let seed = 7;
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let nth = 0; nth < 500; nth++) {
    const weights = Array.from({ length: 1 + Math.floor(random() * 6) }, () => Math.floor(random() * 4) * Math.floor(random() * 9_999));
    const whole = Math.floor(random() * 50_000);
    const parts = shares(whole, weights);
    const all = weights.reduce((sum, one) => sum + one, 0);
    assert.equal(
      parts.reduce((sum, one) => sum + one, 0),
      all === 0 ? 0 : whole,
      JSON.stringify({ whole, weights, parts }),
    );
    parts.forEach((part, index) => {
      const exact = all === 0 ? 0 : (whole * weights[index]!) / all;
      assert.ok(part >= 0 && Math.abs(part - exact) <= 1, "each within a cent of its own");
    });
  }
});

test("a telephone number is the same with and without its country, and short ones are nobody's", () => {
  for (const [one, other] of [
    ["+49 151 23456789", "0151 2345-6789"],
    ["(555) 555-5555", "+1 555 555 5555"],
    ["0041 44 668 18 00", "044 668 18 00"],
  ] as const)
    assert.ok(isSamePhone(one, other), `${one} and ${other}`);
  for (const [one, other] of [
    ["+49 151 23456789", "+49 151 23456780"],
    ["110", "+49 30 110"],
    ["", ""],
  ] as const)
    assert.ok(!isSamePhone(one, other), `${one} and ${other}`);
  assert.ok(!isSamePhone(null, "+49 151 23456789"));
});

test("a reason keeps its reference when it is cut, and is told without it", () => {
  const reason = marked("Broken ".repeat(100), "key-1", 120);
  assert.ok(reason.length <= 120 && reason.includes(markOf("key-1")));
  assert.equal(withoutMark(marked("Broken", "key-1", 120)), "Broken");
  assert.equal(withoutMark(marked("", "key-1", 120)), null);
  assert.notEqual(markOf("key-1"), markOf("key-2"));
});

test("amounts are written with the digits of their currency, names as first and last", () => {
  assert.deepEqual(
    (["EUR", "JPY", "KWD"] as const).map((currency) => decimal({ amount: 1_205, currency })),
    ["12.05", "1205", "1.205"],
  );
  assert.deepEqual(
    [splitName(" Ana Maria  Lima "), splitName("Ana")],
    [
      { first: "Ana Maria", last: "Lima" },
      { first: "", last: "Ana" },
    ],
  );
});

test("a discount that makes no sense is refused", () => {
  const now = new Date("2026-01-01T00:00:00Z");
  const base = { key: "k", orderId: "1", reason: "Late", expiresAt: "2026-02-01T00:00:00Z" };
  refuseDiscount({ ...base, percent: 10 }, "EUR", now);
  for (const wrong of [
    {},
    { percent: 0 },
    { percent: 101 },
    { percent: Number.NaN },
    { amount: { amount: 0, currency: "EUR" } },
    { amount: { amount: 1.5, currency: "EUR" } },
    { amount: { amount: 100, currency: "USD" } },
    { percent: 10, amount: { amount: 100, currency: "EUR" } },
    { percent: 10, expiresAt: "2025-12-31T00:00:00Z" },
    { percent: 10, expiresAt: "soon" },
  ])
    assert.throws(
      () => refuseDiscount({ ...base, ...wrong }, "EUR", now),
      (error) => error instanceof AppError && error.code === "invalid",
      JSON.stringify(wrong),
    );
});
