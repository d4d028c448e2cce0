import assert from "node:assert/strict";
import { test } from "node:test";
import { findPromises } from "./promises.ts";

const now = "2026-03-12T10:00:00.000Z";
const kindsOf = (text: string, language: string) => findPromises(text, language, now).map(({ kind }) => kind);
const dueOf = (text: string, language: string) => findPromises(text, language, now)[0]?.dueAt;

test("a commitment is found in every language, with what was promised", () => {
  const cases: [language: string, text: string, kind: string][] = [
    ["en", "Hello Ana, we will refund you within 5 days. Kind regards", "refund"],
    ["en", "I'll get back to you tomorrow.", "contact"],
    ["en", "A colleague will look into it and write to you soon.", "contact"],
    ["en", "We will send you a new bottle on Monday.", "send"],
    ["de", "Wir erstatten Ihnen den Betrag innerhalb von 5 Tagen.", "refund"],
    ["de", "Ich melde mich morgen bei Ihnen.", "contact"],
    ["de", "Morgen schicken wir Ihnen eine neue Flasche.", "send"],
    ["de", "Jemand aus unserem Team kümmert sich darum.", "check"],
    ["fr", "Nous vous rembourserons sous 5 jours.", "refund"],
    ["fr", "Je vous recontacterai demain.", "contact"],
    ["es", "Le enviaremos un paquete nuevo en 3 días.", "send"],
    ["it", "La rimborseremo entro 5 giorni.", "refund"],
    ["pt", "Entraremos em contato amanhã.", "contact"],
    ["nl", "We sturen je een nieuw pakket.", "send"],
    ["pl", "Zwrócimy pieniądze w ciągu 5 dni.", "refund"],
    ["sv", "Vi återkommer i morgon.", "contact"],
    ["da", "Vi vender tilbage inden for 2 dage.", "contact"],
    ["tr", "Size yarın döneceğiz.", "contact"],
    ["ja", "3日以内にご返金いたします。", "refund"],
  ];
  for (const [language, text, kind] of cases) assert.deepEqual(kindsOf(text, language), [kind], text);
});

test("a question, a condition, the past and what others do are no promises", () => {
  const cases: [string, string][] = [
    ["en", "Shall we send you a new one? If you like, we will send it today. We have refunded you. The carrier will deliver it on Monday."],
    ["en", "You need not do anything. If this does not suit you, just reply and a colleague will help and write to you."],
    [
      "de",
      "Falls das nicht passt, antworten Sie einfach, dann meldet sich jemand aus unserem Team. Wir haben Ihnen 5 € erstattet. Sollen wir eine neue schicken?",
    ],
    ["fr", "Si vous voulez, nous vous enverrons une étiquette. Nous avons remboursé la commande."],
    ["xx", "We will refund you."],
  ];
  for (const [language, text] of cases) assert.deepEqual(findPromises(text, language, now), [], text);
});

test("until when is read from the sentence, the later day of two", () => {
  assert.equal(dueOf("We will refund you within 5 days.", "en"), "2026-03-17T10:00:00.000Z");
  assert.equal(dueOf("We will refund you in 5-7 business days.", "en"), "2026-03-19T10:00:00.000Z");
  assert.equal(dueOf("Wir melden uns innerhalb von 24 Stunden.", "de"), "2026-03-13T10:00:00.000Z");
  assert.equal(dueOf("I will call you tomorrow.", "en"), "2026-03-13T23:59:59.999Z");
  assert.equal(dueOf("3日以内にご返金いたします。", "ja"), "2026-03-15T10:00:00.000Z");
  assert.equal(dueOf("We will get back to you.", "en"), null);
});

test("hostile text of any length comes to an end", () => {
  for (const part of ["we will ", "wir ", "a", "we will refund wir schicken ", "5-", "in 5 ", "。", "いた"])
    for (const language of ["en", "de", "nl", "ja", "es", "tr"])
      assert.ok(Array.isArray(findPromises(part.repeat(100_000), language, now)));
});
