/** Our filters. `takes` and `gives` are fact types, so that a wrong use is a mistake in the file and not a strange reply. */
import { clean } from "./clean.ts";
import { dateStyleNames, writeCount, writeDate, writeList, writeMoney, writeNumber, writeRelativeDay, type Style } from "./formats.ts";

export type Filter = {
  takes: readonly string[];
  gives: "text" | "number" | "same";
  /** Number of arguments, least and most. */
  args: readonly [number, number];
  about: string;
  /** What is wrong with written-out arguments; null when nothing. */
  check?(args: readonly unknown[]): string | null;
  apply(value: unknown, args: readonly unknown[], style: Style): unknown;
};

type Item = { title: string; variant: string | null; quantity: number };

export const filters: Record<string, Filter> = {
  default: {
    takes: ["any"],
    gives: "same",
    args: [1, 1],
    about: "What stands there when the fact is not known.",
    apply: (value) => value,
  },
  money: {
    takes: ["money"],
    gives: "text",
    args: [0, 0],
    about: "€1,234.50",
    apply: (value, _args, style) => writeMoney(value as { amount: number; currency: string }, style),
  },
  date: {
    takes: ["time"],
    gives: "text",
    args: [0, 1],
    about: '12 March 2026; "short", "day" and "time" are other styles.',
    check: ([name]) => (name === undefined || dateStyleNames.includes(String(name)) ? null : `Date styles: ${dateStyleNames.join(", ")}.`),
    apply: (value, [name], style) => writeDate(String(value), name === undefined ? "long" : String(name), style),
  },
  relative_day: {
    takes: ["time"],
    gives: "text",
    args: [0, 0],
    about: "today, tomorrow, on Thursday, 12 March",
    apply: (value, _args, style) => writeRelativeDay(String(value), style),
  },
  plural: {
    takes: ["number"],
    gives: "text",
    args: [2, 4],
    about:
      '{{ 3 | plural: "day", "days" }} is 3 days. As many forms as the language has, in the order of CLDR (Polish: one, few, many); the last one stands for the rest.',
    apply: (value, forms, style) => writeCount(Number(value), forms.map(String), style),
  },
  gender: {
    takes: ["text"],
    gives: "text",
    args: [2, 2],
    about:
      '{{ customer.gender | default: "Bonjour" | gender: "Chère cliente", "Cher client" }}: for a woman, for a man; `default` for whoever is neither, or not known.',
    apply: (value, [female, male]) => (value === "female" ? female : male),
  },
  list: {
    takes: ["list<text>"],
    gives: "text",
    args: [0, 0],
    about: "a, b and c",
    apply: (value, _args, style) =>
      writeList(
        (value as string[]).map((text) => clean(text)),
        style,
      ),
  },
  items: {
    takes: ["list<line>"],
    gives: "text",
    args: [0, 0],
    about: "2 × Blue shirt (M) and Socks",
    apply: (value, _args, style) =>
      writeList(
        (value as Item[]).slice(0, 20).map((item) => writeItem(item, style)),
        style,
      ),
  },
  size: {
    takes: ["list"],
    gives: "number",
    args: [0, 0],
    about: "How many there are.",
    apply: (value) => (value as unknown[]).length,
  },
  upcase: {
    takes: ["text"],
    gives: "text",
    args: [0, 0],
    about: "IN CAPITALS",
    apply: (value, _args, { locale }) => String(value).toLocaleUpperCase(locale),
  },
  humanize: {
    takes: ["text"],
    gives: "text",
    args: [0, 0],
    about: "in_transit becomes in transit.",
    apply: (value) => String(value).replaceAll("_", " "),
  },
};

function writeItem({ title, variant, quantity }: Item, style: Style): string {
  const name = variant ? `${clean(title)} (${clean(variant)})` : clean(title);
  return quantity === 1 ? name : `${writeNumber(quantity, style)} × ${name}`;
}
