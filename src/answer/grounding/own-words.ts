/**
 * What in a model's reply is neither a fact nor the shop's way of speaking. A list of forbidden words cannot know every insult,
 * poem or wish for a password; so it is asked the other way round: a sentence without a fact has to be made of words the
 * shop's own templates use, and a sentence with one may bring few others.
 */
import type { Evidence } from "../../domain/run.ts";
import type { Piece } from "./ground-reply.ts";
import { sentencesOf, type GroundingLanguage } from "./language.ts";
import { findStatements, truthOf } from "./statements.ts";

export type Vocabulary = ReadonlySet<string>;

const wordForm = /\p{L}[\p{L}\p{M}'’]*/gu;
/** Shorter words join what is said; they say nothing. */
const shortest = 4;
const mostStrange = 2;
const largestShare = 1 / 3;

/** How anybody ends and begins, whatever the shop's templates say. */
const courtesy: Record<string, string> = {
  en: "thanks thank you for getting in touch your message patience waiting sorry apologies glad happy to help please let us me know if there is anything else have any other questions just reply write back we are here hope this helps enjoy a lovely nice good great day week weekend as soon it will get an email with when arrives here is the latest update status current",
  de: "vielen danke dank für ihre deine nachricht geduld anfrage gern gerne melden sie sich melde dich bei fragen rückfragen antworten einfach wir sind da helfen weiter hoffentlich hilft das einen schönen guten tag woche noch weitere haben sobald bekommen erhalten eine mail hier der aktuelle stand status wie gewünscht es tut uns leid entschuldigung bescheid bitte geben",
  fr: "merci de votre ton message patience nous vous restons à disposition pour toute question n'hésitez pas hésitez si avez d'autres questions écrivez répondez simplement ici bonne belle journée semaine dès que recevrez un e-mail voici l'état actuel désolé désolés excuses sommes là aider heureux besoin",
  es: "gracias por su tu mensaje paciencia quedamos a disposición para cualquier duda pregunta si tiene tienes otra más escríbanos responda aquí estamos ayudarle ayudar buen buena día semana en cuanto recibirá un correo este es el estado actual lo sentimos disculpe esperamos que le sirva encantados avisaremos",
};

/** Of texts in one language: Liquid in them is left out. */
export function vocabularyOf(language: string, texts: Iterable<string>): Vocabulary {
  const known = new Set<string>();
  for (const text of [courtesy[language] ?? "", ...texts])
    for (const word of wordsOf(text.replaceAll(/\{[{%].*?[%}]\}/gs, " "))) known.add(word).add(stemOf(word));
  return known;
}

export function strayPieces(
  text: string,
  language: GroundingLanguage,
  facts: Readonly<Record<string, unknown>>,
  evidence: readonly Evidence[],
  vocabulary: Vocabulary,
): Piece[] {
  const lower = text.toLowerCase();
  if (lower.length !== text.length) return [];
  const stray: Piece[] = [];
  for (const { sentence, start } of sentencesOf(lower)) {
    const end = start + sentence.length;
    const inside = evidence.filter((fact) => fact.start < end && fact.end > start);
    const words = wordsOf(blanked(sentence, start, inside));
    const strange = words.filter((word) => !vocabulary.has(word) && !vocabulary.has(stemOf(word)));
    // A bare figure of one or two digits is equal to some fact by chance.
    const hasFact =
      inside.some((fact) => fact.text.length > 2) || findStatements(sentence, language).some((one) => truthOf(one, facts) === true);
    const isFine = hasFact
      ? strange.filter((word) => word.length >= shortest).length <= Math.min(mostStrange, words.length * largestShare)
      : strange.length === 0;
    if (isFine) continue;
    const from = start + sentence.search(/\S/);
    stray.push({
      text: text.slice(from, end).trimEnd(),
      start: from,
      end: from + text.slice(from, end).trimEnd().length,
      why: "It is neither a fact nor how the shop speaks.",
    });
  }
  return stray;
}

/** Facts are known by their source, not by their words. */
function blanked(sentence: string, start: number, facts: readonly Evidence[]): string {
  return facts.reduce(
    (text, fact) =>
      text.slice(0, Math.max(0, fact.start - start)) +
      " ".repeat(overlap(fact, start, text.length)) +
      text.slice(Math.min(text.length, fact.end - start)),
    sentence,
  );
}

const overlap = (fact: Evidence, start: number, length: number): number =>
  Math.min(length, fact.end - start) - Math.max(0, fact.start - start);

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(wordForm) ?? [];
}

/** Endings off, roughly: "delivered" and "delivery" are one word here. */
const stemOf = (word: string): string => (word.length <= 5 ? word : word.slice(0, Math.max(5, Math.ceil(word.length * 0.7))));
