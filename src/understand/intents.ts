import { createScores, score, type Model, type Scores } from "./model.ts";
import { createWords, run, splitWords, type Words } from "./text.ts";

export type IntentReader = { model: Model; words: Words; scores: Scores };

export function createIntentReader(model: Model): IntentReader {
  return { model, words: createWords(), scores: createScores(model) };
}

/** A full stop ends a sentence only before a capital letter: "Nr. 1042" is one thing. */
const border = /[?!;\n。？！]+|\.\s+(?=\p{Lu})|\s(?:and|also|und|et|y|e|en|i|och|og|ve|oraz|además|außerdem|aussi|inoltre)\s/gu;
const maxClauses = 6;
/** A clause has little text: what it says must be clear to count as a wish of its own. */
const surest = 0.75;

/** Said in passing far more often than asked for: alone they are a category, beside another one they are none. */
const asides = new Set(["other", "feedback_thanks", "complaint", "spam_or_solicitation"]);

/**
 * Every category a text asks for, `main` first: sentences and their halves around "and" are read one by one, and what one of
 * them alone says clearly is added. Long texts are stories, not lists of wishes: there the main one stands alone.
 */
export function readIntents(reader: IntentReader, text: string, main: string): string[] {
  if (text.length > 1000) return [main];
  const clauses = text.split(border);
  if (clauses.length < 2) return [main];
  const found = new Map<string, number>();
  for (const clause of clauses.slice(0, maxClauses)) {
    const { model, words, scores } = reader;
    splitWords(clause, words);
    if (!isClause(words)) continue;
    score(model, words, scores);
    const label = model.labels[scores.best]!;
    if (scores.confidence < surest || scores.known < model.minKnown || asides.has(label)) continue;
    found.set(label, Math.max(found.get(label) ?? 0, scores.confidence));
  }
  found.delete(main);
  return [main, ...[...found].sort((a, b) => b[1] - a[1]).map(([label]) => label)].slice(0, 3);
}

/** Three words, or six characters of a script without spaces. */
function isClause(words: Words): boolean {
  if (words.count === 0) return false;
  return words.count >= 3 || (words.kind[0] === run && words.end[words.count - 1]! >= 6);
}
