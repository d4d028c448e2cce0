/** Texts that mix scripts which run to the right and to the left. */

const toTheLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/**
 * What keeps its own order in such a text: unbroken signs of the Latin keyboard with a digit or an @ among them, like #1042, 34.50,
 * PP-123456 or a mail address. Without help the mark of "#1042" is drawn behind the number.
 */
const latin = /[!-~€£№]+/gu;
const isOwn = /[\d@]/;
/** Whether any of it runs from right to left. */
export const runsLeft = (text: string): boolean => toTheLeft.test(text);

/** Pieces in order, together exactly the text. Only a text that runs left somewhere has any that are isolated. */
export function isolates(text: string): { text: string; isIsolated: boolean }[] {
  if (text === "") return [];
  if (!runsLeft(text)) return [{ text, isIsolated: false }];
  const pieces: { text: string; isIsolated: boolean }[] = [];
  let end = 0;
  for (const { 0: run, index } of text.matchAll(latin)) {
    if (!isOwn.test(run)) continue;
    // "ב-12" is a prefix with its hyphen, and then a number.
    const whole = withoutLead(/\p{L}/u.test(text[index - 1] ?? "") ? run.replace(/^-/, "") : run);
    const start = index + run.length - whole.length;
    const found = withoutEnd(whole);
    if (found === "") continue;
    if (start > end) pieces.push({ text: text.slice(end, start), isIsolated: false });
    pieces.push({ text: found, isIsolated: true });
    end = start + found.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), isIsolated: false });
  return pieces;
}

const withoutLead = (run: string): string => run.replace(/^[([{"'<]+/, "");

/** What closes a sentence or a bracket belongs to the text around. From the end, step by step: a pattern would try every place. */
function withoutEnd(run: string): string {
  let end = run.length;
  while (end > 0 && `.,;:!?)]}"'>`.includes(run[end - 1]!)) end--;
  return run.slice(0, end);
}
