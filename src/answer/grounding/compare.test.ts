import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { changesInWords, compareFacts } from "./compare.ts";

const changed = (before: [string, string], after: [string, string]) => {
  const changes = compareFacts({ language: before[0], text: before[1] }, { language: after[0], text: after[1] });
  return { lost: changes.lost.map(({ text }) => text), added: changes.added.map(({ text }) => text), isWhole: changes.isWhole };
};
const nothing = { lost: [], added: [], isWhole: true };

describe("two texts say the same facts, or it is said which they do not", () => {
  test("amounts, dates, times and durations are the same however a language writes them", () => {
    const english = "Order #1042 for €1,234.50 arrives on 12 March at 14:30, or within 2 weeks; see https://shop.example/track?n=7.";
    const german =
      "Bestellung #1042 über 1.234,50 € kommt am 12. März um 14:30 Uhr an, oder innerhalb von 2 Wochen: https://shop.example/track?n=7";
    assert.deepEqual(changed(["en", english], ["de", german]), nothing);
    assert.deepEqual(changed(["en", "It takes 14 days."], ["fr", "Cela prend 2 semaines."]), nothing);
  });

  test("what is left out, put in or changed is named where it stands", () => {
    const before = "We refund 12.50 EUR for order 1042 within 5 days. Write to help@shop.example.";
    const after = "We refund 15.50 EUR within 3 days.";
    assert.deepEqual(changed(["en", before], ["en", after]), {
      lost: ["12.50 EUR", "1042", "5 days", "help@shop.example"],
      added: ["15.50 EUR", "3 days"],
      isWhole: true,
    });
    const { lost, added } = compareFacts({ text: before, language: "en" }, { text: after, language: "en" });
    for (const { text, start, end } of lost) assert.equal(before.slice(start, end), text);
    for (const { text, start, end } of added) assert.equal(after.slice(start, end), text);
  });

  test("a statement that says the opposite is found, across languages too", () => {
    assert.deepEqual(changed(["en", "Your parcel was not delivered."], ["en", "Your parcel was delivered."]).added, ["delivered"]);
    assert.equal(changed(["en", "Your order has not been shipped."], ["de", "Ihre Bestellung wurde versendet."]).added.length, 1);
    assert.deepEqual(changed(["en", "Your order has been shipped."], ["de", "Ihre Bestellung wurde versendet."]), nothing);
  });

  test("where the words of a language are not known, numbers in any digits and addresses are compared, and that is said", () => {
    const arabic = "طلبك رقم ١٠٤٢ بقيمة ٣٤٫٥٠ يورو، انظر https://shop.example/a";
    assert.deepEqual(changed(["en", "Your order 1042 for 34.50 EUR, see https://shop.example/a"], ["ar", arabic]), {
      lost: [],
      added: [],
      isWhole: false,
    });
    assert.deepEqual(changed(["en", "Your order PP123456 for 35 EUR"], ["he", "ההזמנה שלך PP123456 במחיר 53 ש״ח"]), {
      lost: ["35"],
      added: ["53"],
      isWhole: false,
    });
  });

  test("what changed is one half sentence, and nothing when nothing did", () => {
    assert.equal(
      changesInWords(compareFacts({ text: "5 EUR", language: "en" }, { text: "6 EUR", language: "en" })),
      "lacks “5 EUR” and adds “6 EUR”",
    );
    assert.equal(changesInWords(compareFacts({ text: "Hello", language: "en" }, { text: "Hallo", language: "de" })), null);
  });

  test("hostile texts are compared quickly", () => {
    for (const text of ["1.".repeat(25_000), "a1-".repeat(16_000), "@.".repeat(25_000), "in 3 days ".repeat(5_000)])
      for (const language of ["en", "ar"]) compareFacts({ text, language }, { text: `${text}7`, language });
  });
});
