/**
 * Personal data stays here: before a text goes to a model, names, e-mail addresses, phone and order numbers and the like become
 * [NAME_1], [EMAIL_1] and so on; in the answer they are put back. `restore(mask(text))` is the text, to the letter.
 *
 * Found is what is given (see PersonalData), in any spelling, and what its form gives away (personal-forms.ts). Not found are names,
 * streets and towns nobody told us of, and inflected names beyond a genitive s.
 */
import { findForms } from "./personal-forms.ts";
import { findKnown, kinds, needlesOf, type Kind, type PersonalData, type Span } from "./personal-data.ts";

/** `invented`: in the answer and never sent, so nothing can be put back. `dropped`: in the text to be worked on, and not in the answer. */
export type PlaceholderReport = { invented: string[]; dropped: string[] };

export type Placeholders = {
  /** The same value has the same placeholder in all texts. */
  mask(text: string): string;
  restore(text: string): string;
  /** In every text of a JSON value. */
  restoreAll(value: unknown): unknown;
  /** The beginning of an answer, without half a placeholder at its end. */
  restoreBeginning(text: string): string;
  /** Both as they travelled, with placeholders. */
  compare(sent: string, answer: string): PlaceholderReport;
};

const lookalike = new RegExp(`\\[(${kinds.join("|")})_(\\d{1,6})\\]`, "gi");
const longest = 20;

export function createPlaceholders(known: PersonalData, language: string, now: Date = new Date()): Placeholders {
  const needles = needlesOf(known);
  const values = new Map<string, string>();
  const names = new Map<string, string>();
  const counts = new Map<Kind, number>();

  function nameOf(kind: Kind, value: string): string {
    const known = names.get(`${kind} ${value}`);
    if (known) return known;
    const count = (counts.get(kind) ?? 0) + 1;
    const name = `[${kind}_${count}]`;
    counts.set(kind, count);
    names.set(`${kind} ${value}`, name);
    values.set(name, value);
    return name;
  }

  function mask(text: string): string {
    const spans = personalSpans(text);
    let masked = "";
    let from = 0;
    for (const { start, end, kind } of spans) {
      masked += text.slice(from, start) + nameOf(kind, text.slice(start, end));
      from = end;
    }
    return masked + text.slice(from);
  }

  /** A text may hold what looks like a placeholder; then that is hidden too, so that whatever looks like one is ours. */
  function personalSpans(text: string): Span[] {
    const literal = [...text.matchAll(lookalike)].map((found) => ({
      start: found.index,
      end: found.index + found[0].length,
      kind: "TEXT" as const,
    }));
    let spans = merged([...literal, ...findForms(text, language, now), ...findKnown(text, needles)]);
    // Hiding one thing makes an edge for its neighbour: "0170 1234567Anna".
    for (let round = 0; round < 4; round++) {
      const more = gaps(text, spans).flatMap(({ start, end }) =>
        findKnown(text.slice(start, end), needles).map((span) => ({ ...span, start: span.start + start, end: span.end + start })),
      );
      if (more.length === 0) break;
      spans = merged([...spans, ...more]);
    }
    return spans;
  }

  const restore = (text: string): string => text.replaceAll(lookalike, (name) => values.get(name.toUpperCase()) ?? name);

  function restoreAll(value: unknown): unknown {
    if (typeof value === "string") return restore(value);
    if (Array.isArray(value)) return value.map(restoreAll);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, restoreAll(field)]));
  }

  return {
    mask,
    restore,
    restoreAll,
    restoreBeginning(text) {
      const open = text.lastIndexOf("[");
      const isHalf = open >= 0 && text.length - open < longest && !text.includes("]", open);
      return restore(isHalf ? text.slice(0, open) : text);
    },
    compare(sent, answer) {
      const inAnswer = placeholdersIn(answer);
      return {
        invented: inAnswer.filter((name) => !values.has(name)),
        dropped: placeholdersIn(sent).filter((name) => !inAnswer.includes(name)),
      };
    },
  };
}

function placeholdersIn(text: string): string[] {
  return [...new Set([...text.matchAll(lookalike)].map(([name]) => name.toUpperCase()))];
}

/** In order and apart from each other; what overlaps becomes one, of the kind of the longest. */
function merged(spans: Span[]): Span[] {
  const result: (Span & { longest: number })[] = [];
  for (const span of spans.filter(({ start, end }) => end > start).sort((one, other) => one.start - other.start)) {
    const last = result.at(-1);
    const length = span.end - span.start;
    if (!last || span.start >= last.end) {
      result.push({ ...span, longest: length });
      continue;
    }
    if (length > last.longest) Object.assign(last, { kind: span.kind, longest: length });
    last.end = Math.max(last.end, span.end);
  }
  return result.map(({ start, end, kind }) => ({ start, end, kind }));
}

function gaps(text: string, spans: readonly Span[]): { start: number; end: number }[] {
  const edges = [0, ...spans.flatMap(({ start, end }) => [start, end]), text.length];
  return Array.from({ length: edges.length / 2 }, (_, at) => ({ start: edges[at * 2]!, end: edges[at * 2 + 1]! })).filter(
    ({ start, end }) => end > start,
  );
}
