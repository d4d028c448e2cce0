import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { otherSide, readingOf, untranslated } from "./reading.ts";

const side = (language: string, is_original = false) => ({ language, text: language, is_original, lacks: [] });

describe("who needs a conversation translated", () => {
  test("whoever does not speak the customer's language; the desk's own counts when nobody has set theirs", () => {
    assert.deepEqual(readingOf(["de", "en"], "en", "en"), { language: "de", isForeign: false });
    assert.deepEqual(readingOf(["de", "en"], "en", "ar"), { language: "de", isForeign: true });
    assert.deepEqual(readingOf([], "en", "de"), { language: "en", isForeign: true });
    assert.equal(readingOf([], "en", null).isForeign, false);
    assert.equal(readingOf([], "en", "unknown").isForeign, false);
  });

  test("they see it in their language, else what a colleague wrote before it was translated; others see that, too", () => {
    const message = { translations: [side("de", true), side("en")] };
    assert.equal(otherSide(message, { language: "en", isForeign: true })?.language, "en");
    assert.equal(otherSide(message, { language: "fr", isForeign: true })?.language, "de");
    assert.equal(otherSide(message, { language: "en", isForeign: false })?.language, "de");
    assert.equal(otherSide({ translations: [side("en")] }, { language: "en", isForeign: false }), undefined);
  });

  test("notes, empty and automatic messages and what is translated already need nothing", () => {
    const message = (more: object) => ({ direction: "in", text: "x", automatic: null, translations: [], ...more }) as never;
    const messages = [
      message({}),
      message({ direction: "out" }),
      message({ direction: "note" }),
      message({ text: "" }),
      message({ automatic: "auto_reply" }),
      message({ translations: [side("en")] }),
    ];
    assert.equal(untranslated({ messages }, { language: "en", isForeign: true }), 2);
    assert.equal(untranslated({ messages }, { language: "en", isForeign: false }), 0);
  });
});
