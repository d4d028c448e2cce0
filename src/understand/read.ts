import { starterCategories, type Reader, type ReadRequest, type Understanding } from "../domain/understanding.ts";
import { findEntities, type Entities } from "./entities.ts";
import { createIntentReader, readIntents } from "./intents.ts";
import { createLanguageReader, readLanguage } from "./language.ts";
import { createScores, isUnsure, outOfScope, score, type Model, type Scores } from "./model.ts";
import { modelVersion } from "./model-file.ts";
import { createContentless, isContentless } from "./needs-more.ts";
import { readPriority } from "./priority.ts";
import { createSentimentTables, readSentiment } from "./sentiment.ts";
import { findSecondLanguage } from "./second-language.ts";
import { createSignalPhrases, findSignals, type Noticed } from "./signals.ts";
import { createWords, splitWords } from "./text.ts";

/** Bump when a rule (not a model) changes what a message is read as: stored with each run. */
const rulesVersion = "r1";

/** Layer 1 in one object. Reading is synchronous and shares one set of buffers, so it is not for two threads at once. */
export function createReader(category: Model, language: Model): Reader {
  const words = createWords(),
    parts = createWords(),
    scores = createScores(category),
    languages = createLanguageReader(language),
    intents = createIntentReader(category);
  const signals = createSignalPhrases(),
    sentiments = createSentimentTables(),
    contentless = createContentless();
  const hasOwnLabels = category.labels.some((label) => label !== outOfScope && !(starterCategories as readonly string[]).includes(label));
  return {
    version: `${rulesVersion}-${modelVersion(category)}-${modelVersion(language)}`,
    read(request) {
      const text = whole(request);
      splitWords(text, words);
      score(category, words, scores);
      const { language: code, why: languageWhy } = readLanguage(languages, words, request.language);
      const noticed = findSignals(signals, words, text);
      const second = findSecondLanguage(languages, parts, request.text, code);
      if (second) noticed.set("mixed_languages", `${code} and ${second}`);
      const feeling = readSentiment(sentiments, code, words, text, noticed);
      const isEmpty = isContentless(contentless, words, text) && !noticed.has("asks_for_human");
      // A shop may have a category for greetings: what its own labels are sure of is enough.
      const needsMore = isEmpty && !(hasOwnLabels && !isUnsure(category, scores));
      const abstain = needsMore || isUnsure(category, scores) || topIsOutside(category, scores);
      const best = category.labels[scores.best]!;
      if (feeling.label === "neutral" && best === "feedback_thanks" && feeling.score > 0 && !needsMore) feeling.label = "positive";
      const priority = readPriority(noticed, feeling.label, best, abstain);
      const present: Record<string, true> = {};
      for (const name of noticed.keys()) present[name] = true;
      return {
        category: best,
        confidence: needsMore && !hasOwnLabels ? 0 : round(scores.confidence),
        abstain,
        needs_more: needsMore,
        alternatives: alternatives(category, scores),
        intents: needsMore ? [] : readIntents(intents, text, best),
        language: code,
        sentiment: { label: feeling.label, score: feeling.score },
        priority: priority.priority,
        entities: entitiesOf(request, code),
        signals: present,
        why: explain(category, scores, needsMore, abstain, languageWhy, feeling.why, priority.why, noticed),
      };
    },
  };
}

function whole({ text, subject }: ReadRequest): string {
  return subject ? `${subject.slice(0, 500)}\n${text}` : text;
}

/** Offsets count from the start of `text`; what only the subject says has start and end -1. */
function entitiesOf({ text, subject }: ReadRequest, language: string): Entities {
  const entities = findEntities(text, language);
  if (!subject) return entities;
  const extra = findEntities(subject.slice(0, 500), language);
  for (const kind in extra) {
    const key = kind as keyof Entities;
    const news = extra[key]!.filter(({ value }) => !entities[key]?.some((entity) => entity.value === value));
    if (news.length > 0) entities[key] = [...(entities[key] ?? []), ...news.map((entity) => ({ ...entity, start: -1, end: -1 }))];
  }
  return entities;
}

function topIsOutside(model: Model, scores: Scores): boolean {
  const outside = model.labels.indexOf(outOfScope);
  return outside >= 0 && scores.shares[outside]! > scores.confidence;
}

function alternatives(model: Model, scores: Scores): Understanding["alternatives"] {
  let second = -1,
    third = -1;
  const { shares } = scores;
  for (let k = 0; k < shares.length; k++) {
    if (k === scores.best || model.labels[k] === outOfScope) continue;
    if (second < 0 || shares[k]! > shares[second]!) {
      third = second;
      second = k;
    } else if (third < 0 || shares[k]! > shares[third]!) third = k;
  }
  return [second, third].filter((k) => k >= 0).map((k) => ({ category: model.labels[k]!, confidence: round(shares[k]!) }));
}

function explain(
  model: Model,
  scores: Scores,
  needsMore: boolean,
  abstain: boolean,
  language: string,
  sentiment: string,
  priority: string,
  noticed: Noticed,
): Record<string, string> {
  const why: Record<string, string> = { language, sentiment, priority };
  const sure = `${(scores.confidence * 100).toFixed(0)} % sure`;
  if (needsMore) why.category = "only a greeting, a number or an address so far";
  else if (!abstain) why.category = sure;
  else if (scores.known < model.minKnown) why.category = `too little of the text is known (${(scores.known * 100).toFixed(0)} %)`;
  else why.category = `${sure}, ${(model.threshold * 100).toFixed(0)} % needed`;
  for (const [signal, phrase] of noticed) why[`signals.${signal}`] = `“${phrase}”`;
  return why;
}

function round(share: number): number {
  return Math.round(share * 1000) / 1000;
}
