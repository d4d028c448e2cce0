/** Names in a reply: of products, carriers, people and places. Known ones are evidence, others have no source. */
import type { Ground } from "./grounds.ts";
import { sentencesOf, type GroundingLanguage } from "./language.ts";

type Span = { start: number; end: number };
const nameFields =
  /(?:title|variant|value|in_stock\[\d+\]|sold_out\[\d+\]|carrier|name|location|signed_by|first_item|heading|last_event|cancel_reason|address|code|team)$/;
/** "40/41" looks like a date. */
const sizeRange = /^\p{Nd}{2,3}[/-]\p{Nd}{2,3}$/u;
/** Carriers that a reply may name only when the facts do. */
const carriers =
  /(?<![\p{L}\p{N}])(?:dhl|ups|fedex|dpd|gls|hermes|usps|tnt|evri|royal mail|postnl|bpost|correos|seur|mrw|chronopost|colissimo|la poste|mondial relay|postnord|bring|inpost|yodel|parcelforce|deutsche post|österreichische post|amazon logistics|canada post|australia post|sda|brt|poste italiane|yamato|sagawa)(?![\p{L}\p{N}])/gu;
const quoted = /["“„«»‹][ \u00a0]?([^"“”„«»‹›\n]{2,80}?)[ \u00a0]?["”“»«›]/gu;
const anyone = new Set(
  "there all everyone everybody team sir madam customer kunde kundin kunden zusammen leute alle client cliente clienta clients clientes again back à tous todos equipo monsieur madame so much for you very vielmals schön dass und y et and your ihre für por pour que de".split(
    " ",
  ),
);

/** Places of facts that are names, longest first. `lower`: the text in lower case. */
export function coveredByNames(lower: string, grounds: readonly Ground[]): (Span & { ground: Ground })[] {
  const found: (Span & { ground: Ground })[] = [];
  const named = grounds
    .filter(
      (one) =>
        one.kind === "text" &&
        nameFields.test(one.field) &&
        one.value.length >= 2 &&
        one.value.length <= 200 &&
        (/\p{L}/u.test(one.value) || sizeRange.test(one.value)),
    )
    .toSorted((a, b) => b.shown.length - a.shown.length);
  for (const ground of named) {
    const name = ground.shown.toLowerCase();
    for (let start = lower.indexOf(name); start !== -1; start = lower.indexOf(name, start + name.length)) {
      const end = start + name.length;
      if (isEdge(lower, start, end) && !found.some((one) => start < one.end && one.start < end)) found.push({ start, end, ground });
    }
  }
  // A size is a figure, and only beside its product a name: "Trail Shoes (42)".
  for (const ground of grounds) {
    if (ground.kind !== "text" || !ground.field.endsWith("variant") || !/\p{N}/u.test(ground.shown)) continue;
    const shown = `(${ground.shown.toLowerCase()})`;
    for (let start = lower.indexOf(shown); start !== -1; start = lower.indexOf(shown, start + shown.length))
      if (!found.some((one) => start + 1 < one.end && one.start < start + shown.length))
        found.push({ start: start + 1, end: start + shown.length - 1, ground });
  }
  return found;
}

const isEdge = (text: string, start: number, end: number): boolean =>
  !/[\p{L}\p{N}]$/u.test(text.slice(0, start).slice(-2)) && !/^[\p{L}\p{N}]/u.test(text.slice(end, end + 2));

export function findNames(
  text: string,
  language: GroundingLanguage,
  code: string,
  grounds: readonly Ground[],
  taken: readonly [number, number][],
): Span[] {
  const isTaken = (start: number, end: number): boolean => taken.some(([from, to]) => start < to && from < end);
  const found: Span[] = [];
  const add = (start: number, end: number): void => {
    if (!isTaken(start, end) && !found.some((one) => start < one.end && one.start < end)) found.push({ start, end });
  };
  const greeted = greetedName(text, language);
  if (greeted && !isKnownName(text.slice(greeted.start, greeted.end), grounds)) add(greeted.start, greeted.end);
  for (const { index, 1: name } of text.matchAll(/(?<=[\p{L}\p{N}], )(\p{Lu}\p{Ll}{1,20})(?=[ \u00a0]?[.!?:;,](?:\s|$))/gu))
    if (!isKnownName(name!, grounds)) add(index, index + name!.length);
  for (const { index, 0: name } of text.toLowerCase().matchAll(carriers))
    if (/^\p{Lu}/u.test(text.slice(index))) add(index, index + name.length);
  for (const match of text.matchAll(quoted))
    if (/^[\p{Lu}\p{N}]/u.test(match[1]!))
      add(match.index + match[0].indexOf(match[1]!), match.index + match[0].indexOf(match[1]!) + match[1]!.length);
  for (const span of capitalised(text, code)) add(span.start, span.end);
  return found;
}

function greetedName(text: string, { greeting }: GroundingLanguage): Span | null {
  const line = text.trimStart().split("\n", 1)[0]!;
  const match = greeting.exec(line);
  const name = match?.[1];
  if (!name || name.split(/[ \u00a0]/).every((word) => anyone.has(word.toLowerCase()))) return null;
  const start = text.indexOf(line) + match.index + match[0].indexOf(name);
  return { start, end: start + name.length };
}

function isKnownName(name: string, grounds: readonly Ground[]): boolean {
  const words = (text: string): string[] =>
    text
      .toLowerCase()
      .split(/[^\p{L}]+/u)
      .filter((word) => word.length > 1);
  const titles = new Set("frau herr mr mrs ms mme madame monsieur señor señora sr sra".split(" "));
  const known = new Set(grounds.flatMap((one) => (one.kind === "text" && /(?:^customer\.|name$)/.test(one.field) ? words(one.shown) : [])));
  return words(name).every((word) => known.has(word) || titles.has(word) || anyone.has(word));
}

/**
 * Two or more words in a row that begin with capitals, inside a sentence, are a name. German writes every noun so; there two
 * nouns in a row are.
 */
function* capitalised(text: string, code: string): Generator<Span> {
  for (const { sentence, start } of sentencesOf(text)) {
    // A signature or a greeting is no sentence.
    if (!/[.!?:;]\s*$/.test(sentence) && sentence.trim().split(/\s+/).length < 6) continue;
    for (const { index, 0: run } of sentence.matchAll(
      /(?<=[\p{L}\p{N},][ \u00a0])\p{Lu}[\p{L}’'-]+(?:[ \u00a0]\p{Lu}[\p{L}’'-]+){1,6}/gu,
    )) {
      // German writes pronouns with a capital, too: "Eingang Ihrer Zahlung" is no name.
      if (code === "de" && /(?:^| )(?:Sie|Ihre?[nmrs]?|Ihrerseits|Ihnen|Dein\w*|Du|Dir|Dich|Euch|Eure?\w*)(?: |$)/.test(run)) continue;
      yield { start: start + index, end: start + index + run.length };
    }
  }
}
