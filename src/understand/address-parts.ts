/**
 * A postal address out of what a customer wrote, as far as its parts can be told apart without guessing: street with
 * number, postcode, town. Null when one of them is missing, or when two addresses could be meant.
 */
import type { Address } from "../domain/order.ts";

/** How postcodes look in the countries shops here send to; with the country each form is of alone. */
const postcodes: { form: RegExp; country: string | null }[] = [
  { form: /\b([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b/, country: "GB" },
  { form: /\b(\d{4} ?[A-Z]{2})\b/, country: "NL" },
  { form: /\b(\d{4}-\d{3})\b/, country: "PT" },
  { form: /\b(\d{2}-\d{3})\b/, country: "PL" },
  { form: /〒?(\d{3}-\d{4})/, country: "JP" },
  { form: /\b(\d{3} \d{2})\b/, country: "SE" },
  { form: /\b(?:D|A|CH|F|I|E|B|DK)-(\d{4,5})\b/, country: null },
  { form: /\b(\d{5})\b/, country: null },
  { form: /\b(\d{4})\b/, country: null },
];
const countryNames: Record<string, string> = Object.fromEntries(
  `germany deutschland allemagne=DE austria österreich=AT switzerland schweiz suisse=CH france frankreich=FR spain españa=ES italy italia=IT
portugal=PT netherlands nederland holland=NL belgium belgië belgique=BE poland polska=PL sweden sverige=SE denmark danmark=DK turkey türkiye=TR
japan 日本=JP uk england scotland wales=GB ireland=IE usa=US`
    .split("\n")
    .join(" ")
    .split(/(?<==[A-Z]{2}) /)
    .flatMap((row) => {
      const [names = "", code = ""] = row.split("=");
      return names.split(" ").map((name) => [name, code]);
    }),
);
const maxChars = 2_000;
const capitalWord = /^\p{Lu}[\p{L}.'’-]{0,39}$/u;
/** Written small inside the names of streets and towns. */
const particles = new Set(
  `am an auf bei den der des dem im in unter vor zum zur de du des la le les l d rue avenue boulevard chemin place allée impasse
del della delle dei degli via viale piazza corso rua avenida av travessa da das do dos calle c plaza paseo el los las y
van ter ten het op aan ul al os pl i sokak cad sok mah af på og of the and upon sur sous saint st`
    .split(/\s+/)
    .filter(Boolean),
);
const houseNumber = /^\d{1,5} ?[a-z]?(?:[-/]\d{1,4})?$/i;
const maxTownWords = 5;

export type Known = { name: string; country: string | null };

/** `spans` are the address entities of the reader; `known` stands in for the name and the country nobody wrote. */
export function addressIn(text: string, spans: readonly { text: string }[], known: Known): Address | null {
  const places = spans.length > 0 ? spans.map((span) => span.text) : [text];
  const found = places.flatMap((place) => parts(place.slice(0, maxChars), known));
  const first = found[0];
  if (!first || found.some((other) => other.line1 !== first.line1 || other.postalCode !== first.postalCode)) return null;
  // Two streets may be two addresses, of which one is the old one.
  const streets = new Set(
    places
      .flatMap(piecesOf)
      .filter((piece) => !piece.startsWith(first.postalCode))
      .map(streetIn),
  );
  streets.delete(null);
  return streets.size > 1 ? null : first;
}

/** Every address in a text, the old one and the new one alike: for whoever wants to hide them, not to write to them. */
export function allAddressesIn(text: string): Address[] {
  return allParts(text, { name: "", country: "ZZ" });
}

function parts(text: string, known: Known): Address[] {
  return allParts(text, known).slice(0, 1);
}

function allParts(text: string, known: Known): Address[] {
  const pieces = piecesOf(text);
  return pieces.flatMap((piece, index) => {
    const code = postcodeIn(piece);
    if (!code) return [];
    const around = piece
      .replace(code.written, "\u0000")
      .split("\u0000")
      .map((part) => part.replace(/^[\s,-]+|[\s,-]+$/g, ""));
    const city = [around[1], around[0], pieces[index + 1], pieces[index - 1]].find((part) => part !== undefined && isTown(part));
    const line1 = [pieces[index - 1], pieces[index - 2], around[0], pieces[index + 1]].map(streetIn).find((part) => part !== null);
    if (!city || !line1) return [];
    const country =
      [...pieces.slice(index), ...around].map((part) => countryNames[part.toLowerCase()]).find(Boolean) ?? code.country ?? known.country;
    if (!country) return [];
    return [{ name: known.name, line1, line2: null, postalCode: code.value, city, region: null, country }];
  });
}

function piecesOf(text: string): string[] {
  return text
    .slice(0, maxChars)
    .split(/[\n;,]|(?<=[:!?]) |(?<=\p{L}{4}\.) /u)
    .map((piece) =>
      piece
        .trim()
        .replace(/^[\s:.-]{1,20}/, "")
        .replace(/[\s:.!?-]{1,20}$/, ""),
    )
    .filter(Boolean);
}

function postcodeIn(piece: string): { written: string; value: string; country: string | null } | null {
  for (const { form, country } of postcodes) {
    const match = form.exec(piece);
    if (!match?.[1]) continue;
    // A bare number is a postcode only at the edge of its piece: "10115 Berlin", not "order 10423 from".
    const isBare = /^\d+$/.test(match[1]);
    if (isBare && !piece.startsWith(match[0]) && !piece.endsWith(match[0])) continue;
    return { written: match[0], value: match[1], country };
  }
  return null;
}

/** Names with a number before or after; what comes before ("my new address is …") is cut off. */
function streetIn(piece: string | undefined): string | null {
  if (!piece) return null;
  const words = piece.replaceAll(",", " ").split(" ").filter(Boolean).slice(-8);
  for (let from = 0; from < words.length - 1; from++) if (isStreet(words.slice(from))) return words.slice(from).join(" ");
  return null;
}

function isStreet(words: readonly string[]): boolean {
  const isNumberFirst = houseNumber.test(words[0]!);
  const number = isNumberFirst ? words[0]! : words.at(-1)!;
  const names = isNumberFirst ? words.slice(1) : words.slice(0, -1);
  return houseNumber.test(number) && names.length <= 6 && areNames(names);
}

function isTown(part: string): boolean {
  const words = part.split(" ").filter(Boolean);
  return words.length <= maxTownWords && areNames(words) && !isCountry(part);
}

/** Words with a capital letter, small ones between them allowed. */
function areNames(words: readonly string[]): boolean {
  return (
    words.some((word) => capitalWord.test(word)) &&
    words.every((word) => capitalWord.test(word) || particles.has(word.toLowerCase().replace(/[.'’]$/, "")))
  );
}

const isCountry = (part: string): boolean => Object.hasOwn(countryNames, part.toLowerCase());
