/** From what people typed to what the database is asked: words become stems of every language of the desk, filters become labels. */
import type { Queryable } from "../../db/pool.ts";
import { AppError } from "../../domain/errors.ts";
import { isId } from "../../domain/ids.ts";
import { editDistance } from "../../domain/nearest-name.ts";
import { dateOf, parseSearch, type FilterName, type SearchTerm } from "../../domain/search.ts";
import { conditionOf, type Names } from "./conditions.ts";

/** A word nobody uses, and what was looked for in its place. */
export type Meant = { typed: string; meant: string[] };
export type SearchPlan = {
  /** Of `conversation_search.words`; null: no conversation can fit. */
  words: string | null;
  /** SQL over conversation `v` that has to hold too; what is bound stands in `values`, from $`firstValue` on. */
  conditions: string[];
  values: unknown[];
  meant: Meant[];
};

type Filter = Extract<SearchTerm, { kind: "filter" }>;
/** A place in the query: any of these lexemes; `starts`: also what begins with it. */
type Slot = { term: number; typed: string; label: string; lexemes: string[]; starts: string | null; not: boolean };

const minPrefix = 3;
const minFuzzy = 4;
const maxMeant = 8;

/**
 * `labels`: what the view asks for, as label lexemes; each inner list is "any of". `firstValue`: number of the first parameter
 * the conditions may take. AppError `invalid` that names a filter that cannot be understood.
 */
export async function planSearch(
  db: Queryable,
  text: string,
  { labels, me, firstValue }: { labels: string[][]; me: string | null; firstValue: number },
): Promise<SearchPlan> {
  if (text.includes("\0") || !text.isWellFormed())
    throw new AppError(
      "bad_text",
      "The search has characters that no text can have (NUL or broken Unicode). Remove them and search again.",
    );
  const terms = parseSearch(text);
  const plan: SearchPlan = { words: null, conditions: [], values: [], meant: [] };
  const bind = (value: unknown): string => `$${firstValue - 1 + plan.values.push(value)}`;
  const parts = labels.map(anyLabel);
  const filters = terms.filter((term) => term.kind === "filter");
  const names = filters.length > 0 ? await readNames(db, filters) : null;
  for (const filter of filters) {
    if (filter.name === "from" || filter.name === "order") continue;
    if (filter.name === "before" || filter.name === "after") {
      const at = dateOf(filter.value);
      if (at === null) throw unclear(filter, "Write a day like 2026-01-31, a month like 2026-01 or a year.");
      plan.conditions.push(`s.at ${(filter.name === "before") !== filter.not ? "<" : ">="} ${bind(at)}::timestamptz`);
      continue;
    }
    const found = conditionOf(filter.name, filter.value, { me, names: names!, bind });
    if (typeof found === "string") throw unclear(filter, found);
    parts.push(filter.not ? `!(${anyLabel(found.labels)})` : anyLabel(found.labels));
    plan.conditions.push(filter.not ? `not coalesce(${found.sql}, false)` : found.sql);
  }
  for (const term of terms) {
    if (term.kind !== "phrase") continue;
    const pattern = bind(`%${term.text.replace(/[\\%_]/g, "\\$&")}%`);
    plan.conditions.push(
      `${term.not ? "not " : ""}(v.subject ilike ${pattern} or exists (select from message m where m.conversation_id = v.id and m.text ilike ${pattern}))`,
    );
  }
  const slots = (await slotsOf(db, terms)).filter((slot) => slot.lexemes.length > 0 || slot.starts !== null);
  const asked = slots.map(({ lexemes, starts }) =>
    [...lexemes.map(quoted), ...(starts === null ? [] : [`${quoted(starts)}:*`])].join(" | "),
  );
  plan.meant = await meantBy(db, slots, asked);
  const notTerms = new Map<number, string[]>();
  for (const [nth, slot] of slots.entries()) {
    if (slot.not) notTerms.set(slot.term, [...(notTerms.get(slot.term) ?? []), `(${asked[nth]})`]);
    else parts.push(`(${asked[nth]})`);
  }
  for (const all of notTerms.values()) parts.push(`!(${all.join(" & ")})`);
  // Only signs, or only words that say nothing ("the"): nothing to look for. Nothing at all: everything.
  const asksForWords = terms.some((term) => term.kind !== "filter") || (terms.length === 0 && text.trim() !== "");
  plan.words = asksForWords && slots.length === 0 && filters.length === 0 ? null : parts.join(" & ");
  return plan;
}

/** Id of a conversation pasted into the search. */
export const searchedId = (text: string): string | null => (isId(text.trim()) ? text.trim() : null);

const quoted = (lexeme: string): string => `'${lexeme.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
const anyLabel = (labels: string[]): string => `(${labels.map(quoted).join(" | ")})`;

function unclear(filter: Filter, message: string): AppError {
  return new AppError("invalid", `The filter ${filter.name}:${filter.value.slice(0, 60)} cannot be understood. ${message}`, {
    details: { problems: [{ path: "q", message: `${filter.name}: ${message}` }] },
  });
}

/** Small tables only, and only those a filter asks for. */
async function readNames(db: Queryable, filters: Filter[]): Promise<Names> {
  const wanted = new Set<FilterName>(filters.map(({ name }) => name));
  const rows = async (isWanted: boolean, sql: string): Promise<{ id: string; name: string }[]> =>
    isWanted ? (await db.query<{ id: string; name: string }>(sql)).rows : [];
  const [users, teams, connections] = await Promise.all([
    rows(wanted.has("to"), `select id, name from "user" union all select id, email from "user"`),
    rows(wanted.has("team"), "select name as id, title as name from team"),
    rows(wanted.has("channel") || wanted.has("store"), "select id, title as name from connection"),
  ]);
  return { users, teams, connections };
}

/** One slot per word; a word with signs in it ("ana@example.com") becomes several that all have to be there. */
async function slotsOf(db: Queryable, terms: SearchTerm[]): Promise<Slot[]> {
  const used = terms.flatMap((term, nth) => {
    if (term.kind === "filter" && term.name !== "from" && term.name !== "order") return [];
    const label = term.kind === "filter" && term.name === "from" ? "=from:" : "";
    const words = (term.kind === "filter" ? term.value : term.text).split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== "");
    const isTyping = nth === terms.length - 1 && term.kind !== "phrase" && !term.not;
    return words.map((word, at) => ({ term: nth, word, label, not: term.not, mayGoOn: isTyping && at === words.length - 1 }));
  });
  if (used.length === 0) return [];
  const { rows } = await db.query<{ nth: number; stems: string[] | null; plain: string[] | null; is_stop: boolean }>({
    name: "search-stems",
    text: stems,
    values: [used.map(({ word }) => word.slice(0, 200))],
  });
  return rows.map(({ nth, stems: found, plain, is_stop: isStop }) => {
    const { term, word, label, not, mayGoOn } = used[nth - 1]!;
    const own = label === "" ? (isStop ? [] : (found ?? [])) : (plain ?? []);
    const start = plain?.[0];
    const starts =
      mayGoOn && start !== undefined && start.length >= minPrefix && !/\d/.test(start) && own.length > 0 ? label + start : null;
    return { term, typed: word, label, lexemes: own.map((lexeme) => label + lexeme), starts, not };
  });
}

/** $1 words. The stems of each in the plain dictionary and those of the desk's languages; whether one of them takes it for noise. */
const stems = `
select w.nth::int as nth, array_agg(distinct l.lexeme) filter (where l.lexeme is not null) as stems,
  array_agg(distinct l.lexeme) filter (where c.config = 'simple'::regconfig) as plain,
  bool_or(v.words = ''::tsvector) as is_stop
from unnest($1::text[]) with ordinality as w(word, nth)
cross join (select 'simple'::regconfig as config union select 'english' union select 'german' union select search_config(unnest(languages)) from search_state) c
cross join lateral (select to_tsvector(c.config, search_fold(w.word)) as words) v
left join lateral unnest(tsvector_to_array(v.words)) as l(lexeme) on true
group by w.nth order by w.nth`;

/** $1 lexemes, $2 prefixes or null. Which stand in no conversation, and what comes near. */
const near = `
select q.nth::int as nth, array(select search_near(q.lexeme)) as words
from unnest($1::text[], $2::text[]) with ordinality as q(lexeme, starts, nth)
where not exists (select from search_word k where k.word = q.lexeme)
  and (q.starts is null or not exists (select from search_word k where k.word >= q.starts and k.word < q.starts || U&'\\FFFD'))`;

/** Replaces, in `parts` (one per slot), words that occur nowhere by those that were probably meant. */
async function meantBy(db: Queryable, slots: Slot[], parts: string[]): Promise<Meant[]> {
  const asked = slots
    .map((slot, at) => ({ slot, at }))
    .filter(({ slot }) => !slot.not && slot.typed.length >= minFuzzy && !/\d/.test(slot.typed))
    .flatMap(({ slot, at }) => {
      const start = slot.starts?.slice(slot.label.length) ?? null;
      return slot.lexemes.map((lexeme) => ({ slot, at, lexeme: lexeme.slice(slot.label.length), starts: start }));
    });
  if (asked.length === 0) return [];
  const { rows } = await db.query<{ nth: number; words: string[] }>({
    name: "search-near",
    text: near,
    values: [asked.map(({ lexeme }) => lexeme), asked.map(({ starts }) => starts)],
  });
  const meant = new Map<number, { word: string; distance: number }[]>();
  const unknown = new Map<number, number>();
  for (const { nth, words } of rows) {
    const { slot, at, lexeme } = asked[nth - 1]!;
    unknown.set(at, (unknown.get(at) ?? 0) + 1);
    const may = slot.typed.length <= 4 ? 1 : slot.typed.length <= 8 ? 2 : 3;
    const close = words.map((word) => ({ word, distance: editDistance(lexeme, word) })).filter(({ distance }) => distance <= may);
    const best = Math.min(...close.map(({ distance }) => distance));
    for (const { word, distance } of close) if (distance === best) meant.set(at, [...(meant.get(at) ?? []), { word, distance }]);
  }
  return [...unknown].flatMap(([at, count]) => {
    const mine = asked.filter((one) => one.at === at);
    // One stem of it is somebody's word: it is no slip.
    if (count < mine.length) return [];
    // Stems of several languages were asked for: what is nearest to one of them counts, and of these the longest, which say most.
    const found = meant.get(at) ?? [];
    const least = Math.min(...found.map(({ distance }) => distance));
    const longest = Math.max(...found.filter(({ distance }) => distance === least).map(({ word }) => word.length));
    const words = [
      ...new Set(found.filter(({ word, distance }) => distance === least && word.length >= longest - 1).map(({ word }) => word)),
    ].slice(0, maxMeant);
    if (words.length === 0) return [];
    const { slot } = mine[0]!;
    parts[at] = words.map((word) => quoted(slot.label + word)).join(" | ");
    return [{ typed: slot.typed, meant: words }];
  });
}
