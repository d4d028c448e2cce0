/**
 * Passages that say different things of one: other figures, or the opposite. Found is what a person should look at: in the demo's 176
 * passages, which contradict each other nowhere, that is one pair (shipping costs 5.90, and 5.00 where it is of spare parts).
 */
import { clausesOf, groundingLanguage } from "../../answer/grounding/language.ts";
import type { Queryable } from "../../db/pool.ts";
import type { Gist } from "../../understand/gist.ts";
import type { StoredPart } from "../store-article.ts";
import { figuresOf, isSame, sizeOf, subjectOf, type Figure } from "./figures.ts";
import { likeness, subjectsOf, type Likeness, type Subject } from "./subjects.ts";

export type Mark = { start: number; end: number };
export type Place = { part: StoredPart; mark: Mark };
export type Contradiction = { kind: "figures" | "opposite" | "translation"; why: string; places: [Place, Place] };

/** Of one thing: the likenesses of words, concepts and gist together, and words for themselves. Without the reader, of the first two. */
const sameSubject = { withGist: 1.3, without: 0.75, stems: 0.15, gist: 0.6 };
/** Two clauses that say the opposite have to be nearly the same otherwise. */
const sameClause = 0.6;
const minClauseStems = 3;
/** "15 minutes" and "14 days" are no two versions of one figure. */
const maxRatio = 5;
const maxFound = 200;

export async function findContradictions(db: Queryable, parts: readonly StoredPart[], gist: Gist | null): Promise<Contradiction[]> {
  const found = findTranslations(parts);
  for (const language of new Set(parts.map((part) => part.language))) {
    if (!groundingLanguage(language)) continue;
    const own = parts.filter((part) => part.language === language);
    found.push(...(await findFigures(db, own, language, gist)), ...(await findOpposites(db, own, language)));
  }
  return found.slice(0, maxFound);
}

/** Told to the same people, of the same store, at the same time. */
function meet(one: StoredPart, other: StoredPart): boolean {
  return (
    one.audience === other.audience &&
    (one.store === null || other.store === null || one.store === other.store) &&
    !(one.until !== null && other.from !== null && one.until < other.from) &&
    !(other.until !== null && one.from !== null && other.until < one.from)
  );
}

type Found = { part: StoredPart; figure: Figure; all: Figure[] };

async function findFigures(db: Queryable, parts: readonly StoredPart[], language: string, gist: Gist | null): Promise<Contradiction[]> {
  const figures = parts.flatMap((part): Found[] => {
    const all = figuresOf(part.text, language);
    return all.map((figure) => ({ part, figure, all }));
  });
  const subjects = await subjectsOf(
    db,
    figures.map(({ part, figure, all }) => ({ text: subjectOf(figure, all), heading: part.heading ?? part.title })),
    language,
    gist,
  );
  const best = new Map<string, { score: number; found: Contradiction }>();
  for (let i = 0; i < figures.length; i++)
    for (let j = i + 1; j < figures.length; j++) {
      const [one, other] = [figures[i]!, figures[j]!];
      if (!differ(one, other)) continue;
      const score = scoreOf(likeness(subjects[i]!, subjects[j]!));
      const key = `${keyOf(one.part)} ${keyOf(other.part)}`;
      if (score === null || score <= (best.get(key)?.score ?? 0)) continue;
      const [left, right] = [textOf(one), textOf(other)];
      const found: Contradiction = {
        kind: "figures",
        why: `One says “${left}”, the other “${right}”, and they seem to be about the same thing.`,
        places: [placeOf(one), placeOf(other)],
      };
      best.set(key, { score, found });
    }
  return [...best.values()].map(({ found }) => found);
}

/** Where one passage has the other's figure as well, it is about something else. */
function differ(one: Found, other: Found): boolean {
  if (one.part === other.part || one.figure.kind !== other.figure.kind || !meet(one.part, other.part)) return false;
  if (one.all.some((figure) => isSame(figure, other.figure)) || other.all.some((figure) => isSame(figure, one.figure))) return false;
  const [left, right] = [sizeOf(one.figure), sizeOf(other.figure)];
  return left === null || right === null || Math.max(left, right) <= maxRatio * Math.min(left, right);
}

export function scoreOf({ stems, concepts, gist }: Likeness): number | null {
  if (stems < sameSubject.stems) return null;
  if (gist === null) return stems + concepts >= sameSubject.without ? stems + concepts : null;
  const score = stems + concepts + gist;
  return gist >= sameSubject.gist && score >= sameSubject.withGist ? score : null;
}

const keyOf = ({ name, language, position }: StoredPart): string => `${name}.${language}#${position}`;
const textOf = ({ part, figure }: Found): string => part.text.slice(figure.start, figure.end);
const placeOf = ({ part, figure }: Found): Place => ({ part, mark: { start: figure.start, end: figure.end } });

type Clause = { part: StoredPart; text: string; mark: Mark };

async function findOpposites(db: Queryable, parts: readonly StoredPart[], language: string): Promise<Contradiction[]> {
  const words = groundingLanguage(language)!;
  const clauses = parts.flatMap((part): Clause[] => {
    const lower = part.text.toLowerCase();
    if (lower.length !== part.text.length) return [];
    // Conditions and questions say nothing that could be so or not.
    const said = [...clausesOf(lower, words)].filter(({ clause, sentence }) => !words.unsaid.test(clause) && !/[?？]\s*$/.test(sentence));
    return said.map(({ clause, start }) => ({
      part,
      text: clause,
      mark: { start: start + clause.length - clause.trimStart().length, end: start + clause.trimEnd().length },
    }));
  });
  const subjects = await subjectsOf(
    db,
    clauses.map(({ text }) => ({ text, heading: "" })),
    language,
    null,
  );
  const isNegated = clauses.map(({ text }) => ((words.not.lastIndex = 0), words.not.test(text)));
  const near = neighbours(subjects);
  const found: Contradiction[] = [];
  for (const [i, others] of near)
    for (const j of others) {
      const [one, other] = [clauses[j]!, clauses[i]!];
      if (one.part === other.part || !meet(one.part, other.part)) continue;
      const isTurned = words.opposites.some(
        ([left, right]) => turns(left, right, one.text, other.text) || turns(left, right, other.text, one.text),
      );
      if ((isNegated[i] !== isNegated[j]) === isTurned || likeness(subjects[i]!, subjects[j]!).stems < sameClause) continue;
      found.push({
        kind: "opposite",
        why: "One says the opposite of the other.",
        places: [
          { part: one.part, mark: one.mark },
          { part: other.part, mark: other.mark },
        ],
      });
    }
  return found;
}

const turns = (left: RegExp, right: RegExp, one: string, other: string): boolean =>
  left.test(one) && !right.test(one) && right.test(other) && !left.test(other);

/** Pairs that share enough stems to be compared at all. */
function neighbours(subjects: readonly Subject[]): Map<number, number[]> {
  const having = new Map<string, number[]>();
  const pairs = new Map<number, number[]>();
  for (const [at, { stems }] of subjects.entries()) {
    // PostgreSQL takes "e-mail" apart into three; short ones are such parts.
    const long = [...stems.keys()].filter((stem) => stem.length >= 4 && !stem.includes("-"));
    if (long.length < minClauseStems) continue;
    const shared = new Map<number, number>();
    for (const stem of long) {
      const list = having.get(stem) ?? [];
      for (const other of list) shared.set(other, (shared.get(other) ?? 0) + 1);
      having.set(stem, [...list, at]);
    }
    pairs.set(
      at,
      [...shared].filter(([, count]) => count >= minClauseStems - 1).map(([other]) => other),
    );
  }
  return pairs;
}

/** The same passage in two languages: as many figures of a kind, and not the same ones. */
function findTranslations(parts: readonly StoredPart[]): Contradiction[] {
  const found: Contradiction[] = [];
  const count = (part: StoredPart): number => parts.filter(({ name, language }) => name === part.name && language === part.language).length;
  for (const [at, one] of parts.entries())
    for (const other of parts.slice(at + 1)) {
      if (one.name !== other.name || one.position !== other.position || one.language === other.language) continue;
      if (!meet(one, other) || count(one) !== count(other)) continue;
      const pair = differing(one, other);
      if (pair) found.push(pair);
    }
  return found;
}

function differing(one: StoredPart, other: StoredPart): Contradiction | null {
  const [left, right] = [figuresOf(one.text, one.language), figuresOf(other.text, other.language)];
  for (const kind of ["duration", "amount", "percent"] as const) {
    const [mine, theirs] = [left.filter((figure) => figure.kind === kind), right.filter((figure) => figure.kind === kind)];
    if (mine.length !== theirs.length) continue;
    const alone = mine.filter((figure) => !theirs.some((their) => isSame(figure, their)));
    const their = theirs.filter((figure) => !mine.some((own) => isSame(figure, own)));
    const [first, second] = [alone[0], their[0]];
    if (!first || !second) continue;
    const texts = [one.text.slice(first.start, first.end), other.text.slice(second.start, second.end)];
    return {
      kind: "translation",
      why: `In ${one.language} it says “${texts[0]}”, in ${other.language} “${texts[1]}”.`,
      places: [
        { part: one, mark: { start: first.start, end: first.end } },
        { part: other, mark: { start: second.start, end: second.end } },
      ],
    };
  }
  return null;
}
