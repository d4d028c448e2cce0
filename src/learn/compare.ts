/**
 * Is the challenger better than the champion? Pure but for the training it is given. Both are judged only on texts they
 * have not seen: in turn (five parts) and in time (the newest fifth by models that know only what came before).
 */
export type Labelled = { text: string; label: string };
/** Names the category of a text. */
export type Name = (text: string) => string;
/** Trains on these labels and whatever the desk began with. */
export type Train = (labels: Labelled[]) => Promise<Name>;

export type CategoryFigures = { category: string; texts: number; before: Figures; after: Figures };
/** Shares from 0 to 1. */
export type Figures = { precision: number; recall: number };
export type Comparison = {
  isBetter: boolean;
  /** In a sentence a person understands. */
  why: string;
  inTurn: { texts: number; before: number; after: number; onlyAfter: number; onlyBefore: number; chance: number };
  inTime: { texts: number; before: number; after: number } | null;
  categories: CategoryFigures[];
};

const parts = 5;
/** How likely a win of this size may be by chance. */
const maxChance = 0.05;
/** Fewer than this in the newest fifth say nothing. */
const minInTime = 10;

/**
 * `labels` are in order of time; the first `known` of them are what the champion has learnt from (0 for the starter).
 * `onProgress` is told after each of the trainings.
 */
export async function compareModels(
  labels: Labelled[],
  known: number,
  train: Train,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<Comparison> {
  const total = 2 * parts + 2;
  let done = 0;
  const trained = async (some: Labelled[]) => {
    const name = await train(some);
    onProgress(++done, total);
    return name;
  };
  const judged = await inTurn(labels, known, trained);
  const turn = tally(judged);
  const time = await inTime(labels, known, trained);
  return { ...verdict(turn, time), inTurn: turn, inTime: time, categories: perCategory(judged) };
}

type Judged = { label: string; before: string; after: string };

async function inTurn(labels: Labelled[], known: number, train: Train): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (let part = 0; part < parts; part++) {
    const isHeldBack = (nth: number) => nth % parts === part;
    const before = await train(labels.filter((_, nth) => nth < known && !isHeldBack(nth)));
    const after = await train(labels.filter((_, nth) => !isHeldBack(nth)));
    labels.forEach(({ text, label }, nth) => {
      if (isHeldBack(nth)) judged[nth] = { label, before: before(text), after: after(text) };
    });
  }
  return judged;
}

async function inTime(labels: Labelled[], known: number, train: Train): Promise<Comparison["inTime"]> {
  const from = Math.floor(labels.length * (1 - 1 / parts));
  if (labels.length - from < minInTime) return null;
  const before = await train(labels.slice(0, Math.min(known, from)));
  const after = await train(labels.slice(0, from));
  const newest = labels.slice(from);
  const right = (name: Name) => newest.filter(({ text, label }) => name(text) === label).length;
  return { texts: newest.length, before: right(before), after: right(after) };
}

function tally(judged: Judged[]): Comparison["inTurn"] {
  const count = (is: (one: Judged) => boolean) => judged.filter(is).length;
  const onlyAfter = count(({ label, before, after }) => after === label && before !== label);
  const onlyBefore = count(({ label, before, after }) => before === label && after !== label);
  return {
    texts: judged.length,
    before: count(({ label, before }) => before === label),
    after: count(({ label, after }) => after === label),
    onlyAfter,
    onlyBefore,
    chance: signTest(onlyAfter, onlyBefore),
  };
}

function verdict(turn: Comparison["inTurn"], time: Comparison["inTime"]): { isBetter: boolean; why: string } {
  if (turn.texts === 0)
    return { isBetter: false, why: "Nobody has corrected or approved anything yet, so nothing shows which is better. Use it if you like." };
  const figures = `${turn.after} of ${turn.texts} right instead of ${turn.before}`;
  if (turn.after <= turn.before) return { isBetter: false, why: `The new model is not better: ${figures}.` };
  if (turn.chance > maxChance)
    return { isBetter: false, why: `The new model looks better (${figures}), but that could be chance. More labels will tell.` };
  if (time && time.after < time.before)
    return {
      isBetter: false,
      why: `On the newest ${time.texts} messages the new model is worse: ${time.after} right instead of ${time.before}.`,
    };
  return { isBetter: true, why: `The new model is better: ${figures}.` };
}

/** The chance of at least `wins` heads in `wins + losses` tosses: how easily the difference comes about by itself. */
export function signTest(wins: number, losses: number): number {
  const tosses = wins + losses;
  let sum = 0,
    logChoose = 0;
  for (let k = 0; k <= tosses; k++) {
    if (k > 0) logChoose += Math.log(tosses - k + 1) - Math.log(k);
    if (k >= wins) sum += Math.exp(logChoose - tosses * Math.LN2);
  }
  return Math.min(1, sum);
}

function perCategory(judged: Judged[]): CategoryFigures[] {
  const names = [...new Set(judged.map(({ label }) => label))].sort();
  return names.map((category) => {
    const texts = judged.filter(({ label }) => label === category).length;
    return { category, texts, before: figures(judged, category, "before", texts), after: figures(judged, category, "after", texts) };
  });
}

function figures(judged: Judged[], category: string, side: "before" | "after", texts: number): Figures {
  const said = judged.filter((one) => one[side] === category);
  const right = said.filter(({ label }) => label === category).length;
  return { precision: said.length > 0 ? right / said.length : 0, recall: right / texts };
}
