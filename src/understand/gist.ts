/**
 * What a text is about, as a vector: the hidden places of the reader's net before they become categories. Texts about the same
 * thing lie near each other, also where they share no word, and in every language the reader reads.
 */
import { createScores, score, type Model } from "./model.ts";
import { createWords, splitWords } from "./text.ts";

export type Gist = (text: string) => Float32Array;

/** Vectors have length 1 (or 0 where nothing is known of the text). Null for a model without a net. */
export function createGist(model: Model): Gist | null {
  if (!model.net) return null;
  const [words, scores] = [createWords(), createScores(model)];
  return (text) => {
    splitWords(text, words);
    score(model, words, scores);
    const length = Math.hypot(...scores.hidden);
    return Float32Array.from(scores.hidden, (value) => (length === 0 ? 0 : value / length));
  };
}
