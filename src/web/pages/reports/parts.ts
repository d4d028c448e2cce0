/** The parts of a number with their names and colours, in the order they are stacked. */
import type { WireReport, WireReportNumber } from "../../../domain/report.ts";
import { language, named } from "./strings.ts";

export type Part = { id: string; title: string; aside: boolean };

/** Of categories, those that occur, the most frequent first. */
export function partsOf(number: WireReportNumber, report: WireReport): Part[] {
  if (number.parts) return number.parts.map(({ id, title, aside }) => ({ id, title: title[language], aside }));
  return Object.entries(report.parts)
    .sort(([, a], [, b]) => b.n - a.n)
    .map(([id]) => ({ id, title: named("category", id), aside: false }));
}

type Colour = { fill: string; dot: string };
const petrol = { fill: "fill-accent", dot: "bg-accent" };
const violet = { fill: "fill-auto", dot: "bg-auto" };
const green = { fill: "fill-ok", dot: "bg-ok" };
const orange = { fill: "fill-warn", dot: "bg-warn" };
const red = { fill: "fill-danger", dot: "bg-danger" };
const yellow = { fill: "fill-note-line", dot: "bg-note-line" };
const grey = { fill: "fill-line-strong", dot: "bg-line-strong" };
const ink = { fill: "fill-ink-2", dot: "bg-ink-2" };
const lilac = { fill: "fill-auto-line", dot: "bg-auto-line" };

/** Good is green, bad is red, a machine violet, as everywhere in the desk. */
const meant: Record<string, Colour> = {
  confirmed: green,
  assumed: petrol,
  reopened: orange,
  corrected: red,
  asked: yellow,
  drafted: violet,
  person: grey,
  answered: green,
  handed_over: grey,
  closed: ink,
  ignored: lilac,
  waiting: yellow,
  wrong: red,
  right: green,
  found_wrong: orange,
  found_right: petrol,
  unseen: grey,
  met: green,
  missed: red,
  running: yellow,
  stayed: green,
  5: green,
  4: petrol,
  3: yellow,
  2: orange,
  1: red,
  none: red,
  catch_all: orange,
  shadow: grey,
  draft: violet,
  auto: green,
  unanswered: red,
  automation: violet,
  agent: petrol,
  in: ink,
  out: violet,
  day: petrol,
  week: yellow,
  older: orange,
  due: orange,
  customer: petrol,
  snoozed: grey,
  own: petrol,
  approved: green,
  edited: violet,
};
const inTurn = [petrol, violet, green, orange, yellow, ink, lilac, red, grey];

export const colourOf = (number: WireReportNumber, id: string, nth: number): Colour =>
  (number.parts !== null && Object.hasOwn(meant, id) && meant[id]) || inTurn[nth % inTurn.length]!;
