import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createTemplates, loadTemplates } from "../templates.ts";
import { personWords } from "../../domain/person-words.ts";
import { disclosures } from "./defaults.ts";
import { lintVoice } from "./lint.ts";
import { voiceFile } from "./schema.ts";
import { createVoice, voiceProblems } from "./voice.ts";

const voiceOf = (changes: object = {}) => createVoice(voiceFile.parse({ voice: changes }).voice);
const facts = { now: "2026-03-12T10:00:00.000Z", customer: { first_name: "Ana", name: "Ana Silva" }, store: { name: "Blue Harbour" } };

function render(files: Record<string, string>, language: string, voice = voiceOf()) {
  const { templates, problems } = loadTemplates(Object.entries(files).map(([file, source]) => ({ file, source })));
  assert.deepEqual(problems, []);
  return createTemplates(templates, { voice }).render("hello", language, facts, {});
}

describe("replies are written in the brand's voice", () => {
  const file = { "hello.de.liquid": "{{ voice.greeting }}\n\nIhre Bestellung kommt.\n\n{{ voice.sign_off }}" };

  test("without a voice of its own a shop greets and signs politely, and the name in the greeting keeps its source", () => {
    const reply = render(file, "de");
    assert.equal(reply.text, "Hallo Ana,\n\nIhre Bestellung kommt.\n\nViele Grüße\nBlue Harbour");
    assert.deepEqual(
      reply.evidence.map(({ field, text }) => [field, text]),
      [
        ["customer.first_name", "Ana"],
        ["store.name", "Blue Harbour"],
      ],
    );
  });

  test("a greeting and a signature of its own take their place", () => {
    const voice = voiceOf({
      agent: "Lena",
      languages: {
        de: { greeting: "Moin{% if customer.first_name %} {{ customer.first_name }}{% endif %}!", sign_off: "Bis bald\n{{ voice.agent }}" },
      },
    });
    assert.equal(render(file, "de", voice).text, "Moin Ana!\n\nIhre Bestellung kommt.\n\nBis bald\nLena");
  });

  test("a text for the casual tone is used where customers are addressed casually", () => {
    const both = { ...file, "hello.de.casual.liquid": "Deine Bestellung kommt." };
    assert.match(render(both, "de").text, /Ihre/);
    assert.equal(render(both, "de", voiceOf({ tone: "casual" })).text, "Deine Bestellung kommt.");
    assert.match(render(both, "de", voiceOf({ tone: "casual", languages: { de: { tone: "formal" } } })).text, /Ihre/);
    assert.match(render(file, "de", voiceOf({ tone: "casual" })).text, /Ihre/, "better in the other tone than not at all");
  });

  test("a mistake in a greeting is told with the language and the place", () => {
    const problems = voiceProblems(
      voiceFile.parse({ voice: { languages: { de: { greeting: "Hi {{ customer.nmae }}" }, en: { sign_off: "{{ order.number }}" } } } })
        .voice,
      "voice.yaml",
    );
    assert.match(problems[0]!.message, /voice\.languages\.de\.greeting/);
    assert.match(problems[1]!.message, /not every reply knows order/);
  });
});

describe("any text can be held against the brand's voice", () => {
  const rules = (text: string, changes: object = {}, language = "en", more: object = {}) =>
    lintVoice(text, voiceOf(changes), { language, ...more }).findings.map(({ rule, text: piece }) => [rule, piece]);

  test("Sie and du, vous and tu", () => {
    assert.deepEqual(rules("Hast du deine Nummer zur Hand?", {}, "de"), [["tone", "du"]]);
    assert.deepEqual(rules("Können Sie mir Ihre Nummer nennen?", { tone: "casual" }, "de"), [["tone", "Sie"]]);
    assert.deepEqual(rules("Können Sie mir Ihre Nummer nennen?", {}, "de"), []);
    assert.deepEqual(rules("Die Jacke ist da. Sie ist blau.", { tone: "casual" }, "de"), [], "“Sie” for a jacket is no address");
    assert.deepEqual(rules("Peux-tu me donner ton numéro ?", {}, "fr"), [["tone", "tu"]]);
  });

  test("words to avoid, with what to write instead", () => {
    const { findings, score } = lintVoice(
      "Your ticket is closed, unfortunately.",
      voiceOf({
        avoid: [
          { word: "ticket*", use: "request" },
          { word: "unfortunately", language: "en" },
        ],
      }),
      { language: "en" },
    );
    assert.deepEqual(
      findings.map(({ text, mend }) => [text, mend]),
      [
        ["ticket", 'Write "request".'],
        ["unfortunately", "Leave it out or say it in other words."],
      ],
    );
    assert.equal(score, 70);
    assert.deepEqual(rules("Unfortunately", { avoid: [{ word: "unfortunately", language: "de" }] }), []);
  });

  test("emoji, shouting and length", () => {
    assert.deepEqual(rules("Thanks 🙂"), [["emoji", "🙂"]]);
    assert.deepEqual(rules("Thanks 🙂", { emoji: "sparingly" }), []);
    assert.deepEqual(rules("Thanks 🙂 🎁", { emoji: "sparingly" }), [["emoji", "🎁"]]);
    assert.deepEqual(rules("Press 1 for Acme™"), []);
    assert.deepEqual(rules("PLEASE READ THIS"), [["shouting", "PLEASE READ THIS"]]);
    assert.deepEqual(rules("x".repeat(500), { length: { chat: 400 } }, "en", { channel: "chat" }), [["length", null]]);
    assert.deepEqual(rules("x".repeat(500), { length: { chat: 400 } }, "en", { channel: "email" }), []);
  });

  test("a letter begins, ends and closes as the brand's do", () => {
    assert.deepEqual(rules("Where is it?", {}, "en", { isLetter: true }), [
      ["greeting", null],
      ["sign_off", null],
    ]);
    assert.deepEqual(rules("Hi Ana,\n\nit comes.\n\nKind regards\nLena", {}, "en", { isLetter: true }), []);
    assert.deepEqual(
      rules("Hi Ana,\n\nit comes.\n\nKind regards", { languages: { en: { footer: "Acme Ltd" } } }, "en", {
        isLetter: true,
        channel: "email",
      }),
      [["footer", null]],
    );
  });

  test("what the starter pack writes keeps to the voice it is written in", () => {
    assert.equal(
      lintVoice(render({ "hello.en.liquid": "{{ voice.greeting }}\n\nYour order comes.\n\n{{ voice.sign_off }}" }, "en").text, voiceOf(), {
        language: "en",
        isLetter: true,
      }).score,
      100,
    );
  });
});

test("what an automatic reply tells customers to write is understood as asking for a person", () => {
  for (const [language, sentence] of Object.entries(disclosures)) {
    const word = /["„«“”「] ?([^"„«“”»」]+?) ?["“»”」]/u.exec(sentence)?.[1];
    assert.ok(word && personWords.includes(word.toLowerCase()), `${language}: ${word}`);
  }
});

test("an automatic reply says so in the customer's language, as often as the shop wants", () => {
  assert.match(voiceOf().disclosure("de", false)!, /automatisch/);
  assert.equal(voiceOf({ disclosure: "never" }).disclosure("de", true), null);
  assert.equal(voiceOf({ disclosure: "first" }).disclosure("de", false), null);
  assert.match(voiceOf({ disclosure: "first" }).disclosure("xx", true)!, /automatically/);
  assert.equal(voiceOf({ languages: { de: { disclosure: "Vom Automaten." } } }).disclosure("de", true), "Vom Automaten.");
});
