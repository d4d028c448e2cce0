/** The replies a new desk begins with: each in every language, from the same facts, with nothing in it that nobody looked up. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { contradictions } from "./grounding/ground-reply.ts";
import { createTemplates, loadTemplates } from "./templates.ts";

const languages = ["de", "en", "es", "fr", "it", "nl"];
const folder = new URL("../../starter/templates/", import.meta.url);
const { templates, problems } = loadTemplates(
  readdirSync(folder).map((file) => ({ file, source: readFileSync(new URL(file, folder), "utf8") })),
);
const set = createTemplates(templates);

const eur = (value: number) => ({ amount: value * 100, currency: "EUR", value });
const jacket = { title: "Fjord Rain Jacket", variant: "M", quantity: 2 };
const day = (date: string) => `2026-${date}T10:00:00.000Z`;

/** An order, a parcel and a product of which everything is known, as workflows have it. */
const known = {
  now: day("03-12"),
  customer: { first_name: "Ana" },
  store: { name: "Nordlicht Outdoor" },
  order: {
    number: "NL-10424",
    placed_at: day("03-01"),
    cancelled_at: day("03-08"),
    refunded: eur(1_064.6),
    last_refund_at: day("03-11"),
    ships_by: day("03-13"),
    promised_by: day("03-18"),
    fulfilled_lines: [{ title: "Kestrel Tent 3P", variant: null, quantity: 1 }],
    unfulfilled_lines: [jacket],
  },
  shipment: {
    status: "in_transit",
    carrier: "DHL",
    tracking_number: "JD0146000",
    url: "https://track.example/JD0146000",
    shipped_at: day("03-07"),
    expected_at: day("04-01"),
    promised_at: day("03-10"),
    delivered_at: day("03-11"),
    signed_by: "A. Silva",
    last_event_at: day("03-08"),
    last_location: "Kiel",
    days_late: 2,
  },
  handover: { team: "support", due_at: day("03-16") },
  product: {
    title: jacket.title,
    url: "https://shop.example/jacket",
    price: eur(49),
    highest_price: eur(59),
    variants: [
      { title: "M", price: eur(49), in_stock: true },
      { title: "L", price: eur(59), in_stock: false },
    ],
  },
  question: { price: true },
  feature: {
    known: [
      { name: "Weight", value: "480 g" },
      { name: "Material", value: "polyamide" },
    ],
  },
  choice: { in_stock: ["M"], sold_out: ["L"] },
  comparison: {
    first_title: jacket.title,
    second_title: "Kestrel Tent 3P",
    first_price: eur(49),
    second_price: eur(349),
    first_in_stock: true,
    second_in_stock: false,
    first_url: "https://shop.example/jacket",
    second_url: "https://shop.example/tent",
    rows: [{ name: "Weight", first_value: "480 g", second_value: "2.4 kg" }],
  },
  recommendations: offers("https://shop.example/tent"),
  bought_together: offers("https://shop.example/tent"),
  substitutes: offers("https://shop.example/tent"),
  availability: { title: jacket.title, variant: "M", price: eur(49), restock_at: day("03-21") },
  article: { text: "Rain jackets are washed by hand.", url: "https://shop.example/care" },
  orders: [
    { number: "NL-10424", placed_at: day("03-01"), first_item: jacket.title },
    { number: "NL-10425", placed_at: day("03-02"), first_item: null },
  ],
  products: [{ title: jacket.title, price: eur(49) }],
};

function offers(url: string | null) {
  return [
    { title: "Kestrel Tent 3P", price: eur(349), url },
    { title: "Marram Shirt", price: eur(29), url },
  ];
}

/** The same with everything left out that a shop or carrier may not know. */
const sparse = {
  ...known,
  customer: { first_name: null },
  store: { name: null },
  order: { ...known.order, cancelled_at: null, last_refund_at: null, ships_by: null, promised_by: null },
  shipment: { ...nothing(known.shipment), status: "delivered", tracking_number: "JD0146000", days_late: 1 },
  product: { ...known.product, url: null, highest_price: eur(49) },
  availability: { ...known.availability, variant: null },
  question: { price: false },
  choice: { in_stock: [], sold_out: ["L"] },
  comparison: { ...known.comparison, first_url: null, second_url: null, rows: [] },
  recommendations: offers(null),
  bought_together: offers(null),
  substitutes: offers(null),
  article: { ...known.article, url: null },
};

function nothing(fields: object): object {
  return Object.fromEntries(Object.keys(fields).map((name) => [name, null]));
}

/** What a reply says of which fact; a day may stand elsewhere in the sentence of another language. */
function saidBy(name: string, language: string, facts: object): string[] {
  const { evidence, text, unsourced, language: written } = set.render(name, language, { ...facts }, {});
  assert.equal(written, language);
  // One set of facts cannot fit all templates: what only contradicts the facts is not looked at here.
  const against = contradictions(text, language, facts as Record<string, unknown>);
  const open = unsourced.filter((piece) => !against.some(({ start }) => start === piece.start));
  assert.deepEqual(open, [], `${name}.${language}: ${text}`);
  assert.doesNotMatch(text, / [.,]|[^\S\n]{2}|\n{3}|\n /, `${name}.${language} has a hole: ${text}`);
  return evidence.map(({ field }) => field).sort();
}

test("every reply of the starter pack is written in all six languages", () => {
  assert.deepEqual(problems, []);
  assert.ok(set.names().length >= 46);
  for (const name of set.names()) assert.deepEqual(set.languages(name), languages, name);
});

test("a reply needs the same facts in each language", () => {
  for (const [name, versions] of Map.groupBy(templates, (template) => template.name))
    for (const { language, needs } of versions) assert.deepEqual(needs, versions[0]!.needs, `${name}.${language}`);
});

/** The desk's own prediction in place of the carrier's estimate: a window of days, or a single day. */
const predicted = (from: string, to: string) => ({
  ...known,
  shipment: { ...known.shipment, days_late: 0, expected_from: day(from), expected_to: day(to), expected_likely: day(to) },
});

for (const [what, facts] of Object.entries({
  "everything known": known,
  "only the necessary known": sparse,
  "a predicted window": predicted("03-17", "03-20"),
  "a predicted day": predicted("03-17", "03-17"),
}))
  test(`with ${what}, each language tells the customer the same facts and nothing else`, () => {
    for (const name of set.names())
      for (const language of languages) assert.deepEqual(saidBy(name, language, facts), saidBy(name, "en", facts), `${name}.${language}`);
  });
