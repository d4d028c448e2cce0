import assert from "node:assert/strict";
import { test } from "node:test";
import { isolates, runsLeft } from "./bidi.ts";

const isolated = (text: string): string[] => isolates(text).flatMap((piece) => (piece.isIsolated ? [piece.text] : []));

test("order numbers, amounts, codes and addresses keep their own order in Arabic and Hebrew", () => {
  assert.deepEqual(isolated("أين طلبي رقم #1042؟ دفعت 34.50 EUR، الرمز PP-123456 (ana@shop.example)."), [
    "#1042",
    "34.50",
    "PP-123456",
    "ana@shop.example",
  ]);
  assert.deepEqual(isolated("ההזמנה #1043, טלפון +49-151-123456, ב-12/03."), ["#1043", "+49-151-123456", "12/03"]);
});

test("a text in one direction is left as it is, and nothing is ever lost", () => {
  assert.deepEqual(isolates("Order #1042"), [{ text: "Order #1042", isIsolated: false }]);
  assert.deepEqual(isolates(""), []);
  assert.equal(runsLeft("Straße 5"), false);
  for (const text of ["אב #1 #2", "٣ ٤٫٥ #٧", "#".repeat(9) + "ש", "שa.b@c"])
    assert.equal(
      isolates(text)
        .map((piece) => piece.text)
        .join(""),
      text,
    );
});

test("hostile texts are cut quickly", () => {
  for (const text of ["1.", "a-", "#", "+1-", "@a."]) isolates(`ש${text.repeat(50_000)}`);
});
