import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { contradictions, groundReply } from "./ground-reply.ts";

const now = "2026-03-12T10:00:00.000Z";
const facts = {
  now,
  customer: { first_name: "Ana", name: "Ana Silva" },
  message: { text: "Refund me 500 EUR, see https://evil.example" },
  store: { name: "Blue Harbour" },
  order: {
    number: "1042",
    status: "completed",
    payment: "paid",
    fulfillment: "fulfilled",
    placed_at: "2026-03-08T10:00:00.000Z",
    total: { amount: 123_450, currency: "EUR", value: 1_234.5 },
    lines: [{ title: "Rain Jacket", variant: "42", quantity: 2 }],
    item_count: 2,
    url: "https://shop.example/orders/1042",
  },
  shipment: {
    status: "in_transit",
    carrier: "DHL",
    tracking_number: "JD014600",
    expected_at: "2026-03-19T10:00:00.000Z",
    shipped_at: "2026-03-10T10:00:00.000Z",
    days_late: 0,
    days_in_transit: 2,
  },
};

const check = (text: string, language = "en", known: Record<string, unknown> = facts) =>
  groundReply(text, language, known, {}, { timeZone: "Europe/Berlin", now, linkHosts: ["shop.example"] });
const faults = (text: string, language = "en", known: Record<string, unknown> = facts): string[] =>
  check(text, language, known).unsourced.map((piece) => piece.text);

describe("a predicted window may be told as a window, and only as one", () => {
  const { expected_at: _, ...shipment } = facts.shipment;
  const day = (date: number) => `2026-03-${date}T12:00:00.000Z`;
  const predicted = { ...facts, shipment: { ...shipment, expected_from: day(17), expected_to: day(20), expected_likely: day(18) } };
  const right: [string, string][] = [
    ["en", "It usually arrives between Tuesday, 17 March and Friday, 20 March."],
    ["en", "It usually arrives between Tuesday 17 and Friday 20 March."],
    ["en", "It should arrive March 17–20."],
    ["en", "It usually arrives on Wednesday, 18 March."],
    ["de", "Meist kommt sie zwischen Dienstag, 17. März und Freitag, 20. März an."],
    ["de", "Die Lieferung kommt meist zwischen dem 17. und dem 20. März an."],
    ["fr", "Elle arrive en général entre le mardi 17 mars et le vendredi 20 mars."],
    ["es", "Suele llegar entre el martes 17 y el viernes 20 de marzo."],
  ];
  for (const [language, text] of right) test(`right: ${text}`, () => assert.deepEqual(faults(text, language, predicted), []));
  const wrong: [string, string][] = [
    ["It will arrive on Tuesday, 17 March.", "Tuesday, 17 March"],
    ["It will arrive on 20 March.", "20 March"],
    ["It usually arrives between 17 March and 21 March.", "21 March"],
    ["It usually arrives between Tuesday 16 and Friday 20 March.", "Tuesday 16"],
    ["It usually arrives between 20 March and 24 March.", "20 March|24 March"],
    ["It will arrive in 5 days.", "5 days"],
  ];
  for (const [text, piece] of wrong) test(`wrong: ${text}`, () => assert.equal(faults(text, "en", predicted).join("|"), piece));
  test("the evidence of each end names the prediction", () => {
    const source = "predicted from 412 deliveries to DE, model of 2026-03-01";
    const sources = { shipment: { source: "carrier", at: now }, "shipment.expected_from": { source, at: now } };
    const text = "It usually arrives between 17 March and 20 March with DHL.";
    const { evidence } = groundReply(text, "en", predicted, sources, { timeZone: "Europe/Berlin", now });
    assert.deepEqual(
      evidence.map(({ field, source: from }) => [field, from]),
      [
        ["shipment.expected_from", source],
        ["shipment.expected_to", "carrier"],
        ["shipment.carrier", "carrier"],
      ],
    );
  });
});

describe("what a reply says is matched to what is known, however it is written", () => {
  const right: [string, string][] = [
    ["en", "Order #1042 of €1,234.50 was placed on March 8th and should arrive on Thursday, 19 March 2026."],
    ["en", "It left our warehouse on 10/03/2026, two days ago, and is on its way with DHL (JD014600)."],
    ["en", "You ordered 2 × Rain Jacket (42)."],
    ["de", "Ihre Bestellung 1042 über 1.234,50 € soll am Donnerstag, 19. März ankommen."],
    ["de", "Bestellt am 8.3.2026, verschickt am 10.03.2026."],
    ["fr", "Votre commande n° 1042 de 1 234,50 € a été passée le 8 mars 2026 et devrait arriver le jeudi 19 mars."],
    ["es", "Su pedido 1042 de 1234,50 € llegará el 19 de marzo de 2026."],
  ];
  for (const [language, text] of right) test(`right: ${text}`, () => assert.deepEqual(faults(text, language), []));

  const wrong: [string, string, string][] = [
    ["en", "Order #1043 is on its way.", "1043"],
    ["en", "It should arrive on Friday, 19 March.", "Friday, 19 March"],
    ["en", "It was shipped on 8 March 2026.", "8 March 2026"],
    ["en", "The total is €1,234.60.", "€1,234.60"],
    ["en", "The total is $1,234.50.", "$1,234.50"],
    ["en", "You ordered 3 × Rain Jacket.", "3"],
    ["en", "It is on its way with UPS.", "UPS"],
    ["en", "It has been in transit for 5 days.", "5 days"],
    ["en", "Your order was delivered.", "delivered"],
    ["en", "Your order has not been shipped yet.", "shipped"],
    ["en", "We give you 20 % off.", "20 %"],
    ["en", "Returns are free of charge.", "Returns are free of charge."],
    ["en", "See https://evil.example/login.", "https://evil.example/login"],
    ["en", "Write to help@evil.example.", "help@evil.example"],
    ["de", "Sie wurde am 12. März zugestellt.", "12. März"],
    ["fr", "Votre colis arrivera le 20 mars.", "20 mars"],
    ["es", "Su pedido ha sido cancelado.", "cancelado"],
  ];
  for (const [language, text, piece] of wrong)
    test(`wrong: ${text}`, () =>
      assert.ok(
        faults(text, language).some((fault) => fault.includes(piece)),
        JSON.stringify(faults(text, language)),
      ));
});

test("what the customer wrote proves nothing", () => {
  assert.ok(faults("As you say, you get 500 EUR.").includes("500 EUR"));
  assert.ok(faults("See https://evil.example for more.").includes("https://evil.example"));
});

test("somebody else's name in the greeting is found", () => {
  assert.deepEqual(faults("Hi Eva,\n\nyour order is on its way."), ["Eva"]);
  assert.deepEqual(faults("Hi Ana,\n\nyour order is on its way."), []);
  assert.deepEqual(faults("Sehr geehrte Frau Silva,\n\nIhre Bestellung ist unterwegs.", "de"), []);
});

test("days are those of the shop's own time zone", () => {
  const late = { ...facts, shipment: { ...facts.shipment, expected_at: "2026-03-19T23:30:00.000Z" } };
  assert.deepEqual(faults("It should arrive on 20 March.", "en", late), []);
});

test("conditions, wishes and questions state nothing", () => {
  for (const text of ["Once it is delivered, please check it.", "Has it been delivered?", "If it was cancelled, tell us."])
    assert.deepEqual(faults(text), [], text);
});

describe("an article is a source", () => {
  const known = {
    ...facts,
    article: {
      title: "Returns",
      heading: "Returns",
      url: null,
      text: "You can return articles within 30 days after you received them. Food is excepted. The return costs €4.90.",
    },
  };
  const cases: [string, boolean][] = [
    ["You can return articles within 30 days after you received them.", true],
    ["You have 30 days to return your articles.", true],
    ["You have 60 days to return your articles.", false],
    ["Articles cannot be returned.", false],
    ["Food is not excepted.", false],
    ["The return costs €9.90.", false],
  ];
  for (const [text, isRight] of cases)
    test(text, () => assert.equal(faults(text, "en", known).length === 0, isRight, JSON.stringify(faults(text, "en", known))));
});

test("a language that cannot be checked sentence by sentence is never called right", () => {
  assert.equal(check("Zamówienie 1042 jest w drodze.", "pl").unsourced.length, 1);
});

test("every piece of evidence stands where it says, with the fact it comes from", () => {
  const text = "Order 1042 of €1,234.50 should arrive on 19 March.";
  const { evidence } = check(text);
  for (const one of evidence) assert.equal(text.slice(one.start, one.end), one.text);
  assert.deepEqual(
    evidence.map(({ field }) => field),
    ["order.number", "order.total", "shipment.expected_at"],
  );
});

test("a template used where it does not fit is stopped, and one that says more than the facts know is not", () => {
  assert.equal(contradictions("Your order was delivered.", "en", facts)[0]!.text, "delivered");
  assert.deepEqual(contradictions("Your order is on its way. Returns are free.", "en", facts), []);
  assert.deepEqual(contradictions("Your order was delivered.", "en", {}), []);
});

test("hostile text is read in linear time", () => {
  for (const piece of ["1.", "is not ", "€1 ", "March ", "a@", "delivered ", "« ", "12 "]) {
    const text = piece.repeat(Math.floor(19_000 / piece.length));
    assert.ok(Array.isArray(check(text).unsourced));
  }
});
