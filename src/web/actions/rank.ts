import type { Action } from "./action.ts";

/** Actions whose label or group holds every typed word; those where words begin with it come first, else the given order. */
export function rankActions(actions: readonly Action[], typed: string): Action[] {
  const words = typed.toLowerCase().slice(0, 100).split(/\s+/).filter(Boolean);
  return actions
    .map((action) => ({ action, score: score(`${action.label} ${action.group}`.toLowerCase(), words) }))
    .filter(({ score }) => score >= 0)
    .sort((a, b) => b.score - a.score)
    .map(({ action }) => action);
}

/** -1 when a word is missing. */
function score(text: string, words: readonly string[]): number {
  let sum = 0;
  for (const word of words) {
    if (text.startsWith(word)) sum += 3;
    else if (text.includes(` ${word}`)) sum += 2;
    else if (text.includes(word)) sum += 1;
    else return -1;
  }
  return sum;
}
