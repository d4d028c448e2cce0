/** What may be written next in a condition: facts with what they are, their fields, functions and operators. */
import { workflowVocabulary, type FactField } from "../../../../domain/fact-catalog.ts";

export type Completion = {
  /** What stands in the text afterwards, in the place of what was typed of it. */
  insert: string;
  /** text, number, …; null for a group of facts and a function. */
  type: string | null;
  about: string;
};
/** `from` is where the typed part begins. */
export type Completions = { from: number; items: Completion[] };

const functions: Completion[] = [
  { insert: "size(", type: "number", about: "size(order.lines): how many a list has, or how long a text is." },
  { insert: "days_between(", type: "number", about: "days_between(order.placed_at, now): whole days from one time to the other." },
];
const ofText: Completion[] = [
  { insert: "contains(", type: "yes_no", about: 'message.text.contains("gift"): the text has these words in it.' },
  { insert: "startsWith(", type: "yes_no", about: 'customer.language.startsWith("de"): it begins with them.' },
  { insert: "endsWith(", type: "yes_no", about: 'order.number.endsWith("-EU"): it ends with them.' },
  { insert: "matchesRe(", type: "yes_no", about: 'message.text.matchesRe("(?i)gift ?card"): it fits the pattern (RE2).' },
];
const ofMoney: Record<string, FactField> = {
  value: ["number", "The amount in major units, e.g. 49.90."],
  currency: ["text", "ISO 4217, e.g. EUR."],
};
const ofList: Completion[] = [
  { insert: "exists(", type: "yes_no", about: 'order.lines.exists(line, line.sku == "A-1"): one of them is so.' },
  { insert: "all(", type: "yes_no", about: "order.lines.all(line, line.quantity == 1): each of them is so." },
];
const most = 60;

/** Null where nothing can be completed: in quotes, in a number. */
export function completionsAt(condition: string, caret: number): Completions | null {
  const before = condition.slice(0, caret);
  if (isQuoted(before)) return null;
  const typed = /[A-Za-z_][\w.]*$|\.$|$/.exec(before)![0];
  const ahead = before.slice(0, before.length - typed.length);
  // Behind a finished value an operator has to come first.
  if (/[\w.]$/.test(ahead) || (typed === "" && !/(?:^|[(![,&|<>=+\-*/?:]|\bin)\s*$/.test(ahead))) return null;
  const path = typed.split(".");
  const last = path.pop()!;
  const all = path.length === 0 ? starts() : fieldsBehind(path);
  const items = all.filter(({ insert }) => insert.toLowerCase().startsWith(last.toLowerCase()) && insert !== last).slice(0, most);
  return items.length > 0 ? { from: caret - last.length, items } : null;
}

function isQuoted(text: string): boolean {
  let quote = "";
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if (quote && sign === "\\") at++;
    else if (quote) quote = sign === quote ? "" : quote;
    else if (sign === '"' || sign === "'") quote = sign;
  }
  return quote !== "";
}

const { groups, singles } = workflowVocabulary;
function starts(): Completion[] {
  const ofGroups = Object.entries(groups).map(([name, { about, from }]) => ({
    insert: name,
    type: null,
    about: `${about} Known: ${from}.`,
  }));
  const alone = Object.entries(singles).map(([name, [type, about]]) => ({ insert: name, type, about }));
  return [...ofGroups, ...alone, ...functions];
}

/** Only one field deep, and money's two below it. */
function fieldsBehind([root = "", field, deeper]: string[]): Completion[] {
  if (deeper !== undefined) return [];
  const fields = Object.hasOwn(groups, root) ? groups[root]!.fields : {};
  const listed = (found: Record<string, FactField>) =>
    Object.entries(found).map(([name, [type, about]]) => ({ insert: name, type, about }));
  const type = field === undefined ? (Object.hasOwn(singles, root) ? singles[root]![0] : null) : (fields[field]?.[0] ?? null);
  if (type === null) return field === undefined ? listed(fields) : [];
  if (type.startsWith("money")) return listed(ofMoney);
  if (type.startsWith("list")) return ofList;
  return /^(?:text|url|time)/.test(type) ? ofText : [];
}
