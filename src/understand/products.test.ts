import assert from "node:assert/strict";
import { test } from "node:test";
import type { Variant } from "../domain/order.ts";
import { readBudget } from "./budget.ts";
import { findEntities } from "./entities.ts";
import { askedAttributes, readProductQuestion } from "./product-question.ts";
import { matchVariants } from "./variant-words.ts";

const variant = (title: string, options: Record<string, string>): Variant => ({
  id: title,
  sku: title,
  title,
  price: { amount: 100, currency: "EUR" },
  stock: 1,
  restockAt: null,
  options: Object.entries(options).map(([name, value]) => ({ name, value })),
});
const of = (name: string, ...values: string[]) => values.map((value) => variant(value, { [name]: value }));
const jacket = { title: "Skagen Rain Jacket", variants: of("Size", "S", "M", "L", "XL") };
const hat = { title: "Wool Hat", variants: of("Colour", "Navy", "Mustard", "Forest", "Black") };
const shirt = {
  title: "Harbour Shirt",
  variants: ["Blau", "Rot"].flatMap((colour) =>
    ["Klein", "Mittel", "Groß"].map((size) => variant(`${colour} / ${size}`, { Farbe: colour, Größe: size })),
  ),
};

const meant = (product: { title: string; variants: Variant[] }, text: string, language?: string) => {
  const { fits, isNamed, isOffered } = matchVariants(product, text, language);
  return isOffered ? (isNamed ? fits.map(({ title }) => title).join(", ") : "any") : "none";
};

test("a size is understood in twelve languages, whatever the shop calls it", () => {
  const asking = {
    en: "Do you have it in large?",
    de: "Gibt es die auch in groß?",
    fr: "Vous l'avez en grand ?",
    es: "¿Lo tienen en grande?",
    it: "Ce l'avete in taglia grande?",
    pt: "Têm isto em grande?",
    nl: "Hebben jullie hem in groot?",
    pl: "Czy jest w rozmiarze dużym? Szukam duży.",
    sv: "Finns den i stor?",
    da: "Findes den i stor?",
    tr: "Büyük beden var mı?",
    ja: "Lサイズはありますか",
  };
  for (const [language, text] of Object.entries(asking)) {
    assert.equal(meant(jacket, text, language), "L", text);
    assert.equal(meant(shirt, text, language), "Blau / Groß, Rot / Groß", text);
  }
});

test("a colour is understood in twelve languages, and the darker blue is not the lighter one", () => {
  const asking = "black|schwarz|noir|negro|nera|preto|zwart|czarna|svart|sort|siyah|黒";
  const languages = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "tr", "ja"];
  for (const [at, word] of asking.split("|").entries()) assert.equal(meant(hat, `Wool Hat: ${word}?`, languages[at]), "Black", word);
  assert.equal(meant(hat, "the hat in dark blue please"), "Navy");
  assert.equal(meant(shirt, "in Rot und mittel bitte"), "Rot / Mittel");
  assert.equal(meant(hat, "What sort of hats do you have?", "en"), "any");
});

test("numbers are sizes where they can be, and prices, litres and parts of a name are not", () => {
  const boots = { title: "Ridge Hiking Boots", variants: of("Size", "41", "42", "43") };
  const slippers = { title: "Hut Slippers", variants: of("Size", "38/39", "40/41", "42/43") };
  const poles = { title: "Hiking Poles", variants: of("Length", "110 cm", "120 cm") };
  const pack = { title: "Day 42 Backpack", variants: of("Size", "42", "43") };
  assert.equal(meant(boots, "Do you have the boots in 42?"), "42");
  assert.equal(meant(boots, "Are they there for 42 €, size 43?"), "43");
  assert.equal(meant(boots, "Gibt es Größe 48?"), "none");
  assert.equal(meant(slippers, "Pantofole, numero 41"), "40/41");
  assert.equal(meant(poles, "the poles of 120 cm"), "120 cm");
  assert.equal(meant(pack, "Is the Day 42 Backpack there?"), "any");
  assert.equal(meant(boots, "for 42 EUR?"), "any");
});

test("a small question is no small size, and letters of other words are no sizes", () => {
  for (const [language, text] of [
    ["fr", "J'ai une petite question : l'article est-il là ?"],
    ["de", "Kleine Frage: ist die Jacke da?"],
    ["en", "It's for my son's trip, is it there?"],
  ] as const)
    assert.equal(meant(jacket, text, language), "any", text);
  assert.equal(meant({ title: "Dry Bag 13 L", variants: of("Size", "S", "L") }, "Is the Dry Bag 13 L there?"), "any");
});

test("a size or a colour that there is not is noticed", () => {
  assert.equal(meant(jacket, "Do you have it in XXL?"), "none");
  assert.equal(meant(jacket, "Is it there in red?"), "none");
  assert.equal(meant(hat, "Gibt es die Mütze in Rot?"), "none");
});

test("what is asked about products is understood in twelve languages", () => {
  const texts: Record<string, [topic: keyof ReturnType<typeof readProductQuestion>, text: string][]> = {
    en: [
      ["comparison", "What is the difference between A and B?"],
      ["recommendation", "Can you recommend a tent?"],
      ["together", "What goes well with it?"],
      ["notice", "Please let me know when it is back"],
      ["stop_notice", "Please do not notify me about it any more"],
      ["price", "How much is it?"],
      ["variants", "Which sizes of the boots do you have?"],
    ],
    de: [
      ["comparison", "Was ist der Unterschied zwischen A und B?"],
      ["notice", "Bitte sagen Sie mir Bescheid"],
      ["stop_notice", "Bitte nicht mehr benachrichtigen"],
      ["variants", "In welchen Größen gibt es die?"],
    ],
    fr: [
      ["comparison", "Quelle est la différence entre A et B ?"],
      ["notice", "Prévenez-moi dès qu'il est là"],
      ["stop_notice", "Ne me prévenez plus"],
    ],
    es: [
      ["recommendation", "¿Qué me recomiendan?"],
      ["notice", "Avísenme cuando vuelva"],
      ["stop_notice", "Ya no quiero que me avisen"],
    ],
    it: [
      ["comparison", "Qual è la differenza tra A e B?"],
      ["notice", "Avvisatemi quando torna"],
    ],
    pt: [
      ["comparison", "Qual é a diferença entre A e B?"],
      ["notice", "Avisem-me quando voltar"],
    ],
    nl: [
      ["comparison", "Wat is het verschil tussen A en B?"],
      ["notice", "Laat me weten wanneer hij er is"],
    ],
    pl: [
      ["comparison", "Jaka jest różnica między A i B?"],
      ["notice", "Dajcie znać, gdy wróci"],
    ],
    sv: [
      ["comparison", "Vad är skillnaden mellan A och B?"],
      ["notice", "Meddela mig när den är tillbaka"],
    ],
    da: [
      ["comparison", "Hvad er forskellen på A og B?"],
      ["notice", "Giv mig besked, når den er tilbage"],
    ],
    tr: [
      ["comparison", "A ile B arasındaki fark nedir?"],
      ["notice", "Gelince haber verin lütfen"],
    ],
    ja: [
      ["comparison", "AとBの違いは何ですか"],
      ["notice", "入荷したら教えてください"],
    ],
  };
  for (const asked of Object.values(texts)) for (const [topic, text] of asked) assert.equal(readProductQuestion(text)[topic], true, text);
  assert.equal(readProductQuestion("Please do not notify me when it is back").notice, false);
  assert.equal(readProductQuestion("Can you tell me when it is back?").notice, false);
  assert.deepEqual(new Set(Object.values(readProductQuestion("Is the lamp there?"))), new Set([false]));
});

test("a property is found by its words in twelve languages, and what the catalogue lacks is not answered", () => {
  const product = {
    title: "Spare Battery Pack",
    attributes: [
      { name: "Gewicht", value: "52 g" },
      { name: "Material", value: "aluminium" },
      { name: "Cord", value: "2 metres" },
    ],
  };
  const weight =
    "How heavy is it?|Wie schwer ist es?|Combien pèse-t-il ?|¿Cuánto pesa?|Quanto pesa?|Quanto pesa isto?|Hoe zwaar is hij?|Ile waży?|Hur tung är den?|Hvad vejer den?|Ağırlığı nedir?|重さは?";
  for (const text of weight.split("|"))
    assert.deepEqual(
      askedAttributes(text, product),
      { known: [{ name: "Gewicht", value: "52 g" }], isAsked: true, isComplete: true },
      text,
    );
  const both = askedAttributes("What is the weight of the Spare Battery Pack, and what is it made of?", product);
  assert.deepEqual([both.known.length, both.isComplete], [2, true]);
  assert.deepEqual(askedAttributes("How long is the cord?", product).known, [{ name: "Cord", value: "2 metres" }]);
  assert.equal(askedAttributes("Weight, and is it waterproof?", product).isComplete, false, "half an answer is none");
  assert.deepEqual(askedAttributes("Is the Spare Battery Pack nice?", product), { known: [], isAsked: false, isComplete: false });
});

test("a budget is read with its direction, and a number of something else is none", () => {
  const budget = (text: string, language = "en") => {
    const read = readBudget(text, findEntities(text, language).amount ?? []);
    return read && [read.least, read.most, read.currency];
  };
  assert.deepEqual(budget("a tent under €200"), [null, 200, "EUR"]);
  assert.deepEqual(budget("ein Zelt bis 150 Euro", "de"), [null, 150, "EUR"]);
  assert.deepEqual(budget("entre 100 y 200 euros", "es"), [100, 200, "EUR"]);
  assert.deepEqual(budget("between 50 and 80 euros"), [50, 80, "EUR"]);
  assert.deepEqual(budget("moins de 100 €", "fr"), [null, 100, "EUR"]);
  assert.deepEqual(budget("mindestens 100 EUR", "de"), [100, null, "EUR"]);
  assert.deepEqual(budget("around 100 euros"), [75, 125, "EUR"]);
  assert.deepEqual(budget("I have a budget of 1,200"), [null, 1200, null]);
  assert.deepEqual(budget("I have 80 euros"), [null, 80, "EUR"]);
  assert.equal(budget("a tent under 3 kg for 4 people"), null);
  assert.equal(budget("the Headlamp 400"), null);
});
