/** Places in a text that are still to be filled in: "{{ order.number }}". Such a text is not sent. */
export type Blank = { name: string; start: number; end: number };

const form = /\{\{\s*([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)\s*\}\}/g;

export function blanksIn(text: string): Blank[] {
  return [...text.matchAll(form)].map((match) => ({ name: match[1]!, start: match.index, end: match.index + match[0].length }));
}

export const blankFor = (name: string): string => `{{ ${name} }}`;
