import assert from "node:assert/strict";
import { test } from "node:test";
import { addressIn } from "./address-parts.ts";

const known = { name: "Ana Silva", country: "PT" };
const oneLine = (text: string) => {
  const found = addressIn(text, [], known);
  return found && [found.line1, found.postalCode, found.city, found.country].join("|");
};

test("an address is read in the ways of many countries", () => {
  const cases: [string, string][] = [
    ["Neue Adresse: Hauptstraße 12a, 80331 München, Deutschland", "Hauptstraße 12a|80331|München|DE"],
    ["please send it to 12 Baker Street, London NW1 6XE, UK", "12 Baker Street|NW1 6XE|London|GB"],
    ["Mijn nieuwe adres is\nPrinsengracht 263\n1016 GV Amsterdam", "Prinsengracht 263|1016 GV|Amsterdam|NL"],
    ["14 rue de la Paix, 75002 Paris, France", "14 rue de la Paix|75002|Paris|FR"],
    ["ul. Długa 7\n00-238 Warszawa", "ul. Długa 7|00-238|Warszawa|PL"],
    ["Via Roma 8, 20121 Milano, Italia", "Via Roma 8|20121|Milano|IT"],
    ["Rua Augusta 24, 1100-053 Lisboa", "Rua Augusta 24|1100-053|Lisboa|PT"],
    ["Ny adress: Storgatan 5, 111 23 Stockholm", "Storgatan 5|111 23|Stockholm|SE"],
  ];
  for (const [text, wanted] of cases) assert.equal(oneLine(text), wanted, text);
});

test("half an address, none, or two of them are nothing to send a parcel to", () => {
  const cases = [
    "send it to my mother instead",
    "Lindenweg 4 please",
    "10115 Berlin",
    "not to Lindenweg 4, 10115 Berlin but to Ahornweg 9, 20095 Hamburg",
    "order 10423 from 2024, 3 shirts",
    "",
    "a".repeat(100_000),
    "1 ".repeat(50_000),
  ];
  for (const text of cases) assert.equal(oneLine(text), null, text.slice(0, 60));
});
