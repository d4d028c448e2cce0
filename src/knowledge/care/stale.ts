/** Articles somebody should look at again: out of date, long untouched, disliked, corrected by people, leading nowhere. */
import type { Queryable } from "../../db/pool.ts";
import { bodyOf } from "../article.ts";

export type StaleKind = "ended" | "ends_soon" | "untouched" | "disliked" | "corrected" | "broken_link" | "unknown_store";
/** `mark`: words of the source that the finding is about. */
export type Stale = { kind: StaleKind; name: string; language: string; why: string; mark?: string };
export type StaleSettings = { untouchedMonths: number };

const soonDays = 14;
/** Below these it may be chance. */
const least = { asked: 10, no: 3, noShare: 0.4, corrected: 2, correctedShare: 1 / 3 };

type Row = {
  name: string;
  language: string;
  source: string;
  audience: string;
  store: string | null;
  has_store: boolean;
  valid_until: string | null;
  updated_at: Date;
  asked: number;
  yes: number;
  no: number;
  drafts: number;
  corrected: number;
};

/** $1 now. A draft quotes an article when one of its facts comes from it: {"source": "article:returns"}. */
const readArticles = `
with quoted as (
  select replace(source, 'article:', '') as name, d.language, count(*)::int as drafts,
    count(*) filter (where d.state = 'rejected' or (d.state = 'edited' and d.sent_text is distinct from d.text))::int as corrected
  from draft d cross join lateral (select distinct e->>'source' as source from jsonb_array_elements(d.evidence) e) s
  where d.state in ('approved', 'edited', 'rejected') and d.decided_at > $1::timestamptz - interval '90 days' and source like 'article:%'
  group by 1, 2
),
asked as (
  select article as name, language, sum(times)::int as asked from article_question
  where article is not null and asked_at > $1::timestamptz - interval '90 days' group by 1, 2
),
votes as (
  select name, language, sum(yes)::int as yes, sum(no)::int as no from article_feedback where day > ($1::timestamptz)::date - 90 group by 1, 2
)
select a.name, a.language, a.source, a.audience, a.store_id as store, exists (select from connection c where c.id = a.store_id) as has_store,
  a.valid_until::text, a.updated_at, coalesce(asked.asked, 0) as asked, coalesce(v.yes, 0) as yes, coalesce(v.no, 0) as no,
  coalesce(q.drafts, 0) as drafts, coalesce(q.corrected, 0) as corrected
from article a left join quoted q using (name, language) left join asked using (name, language) left join votes v using (name, language)
order by a.name, a.language`;

/** `publicUrl`: links to it lead to our own pages. */
export async function findStale(db: Queryable, settings: StaleSettings, publicUrl: string, now: Date): Promise<Stale[]> {
  const rows: Row[] = (await db.query(readArticles, [now])).rows;
  const known = new Set(rows.map(({ name, language }) => `${name}.${language}`));
  return rows.flatMap((row) => [
    ...ofDates(row, settings, now),
    ...ofPeople(row),
    ...brokenLinks(row, known, publicUrl).map((link): Stale => {
      const why = `It leads to “${link}”, and there is no such article.`;
      return { kind: "broken_link", name: row.name, language: row.language, why, mark: link };
    }),
  ]);
}

function ofDates(
  { name, language, valid_until: until, updated_at: updatedAt, asked, ...row }: Row,
  { untouchedMonths }: StaleSettings,
  now: Date,
): Stale[] {
  const found: Stale[] = [];
  const add = (kind: StaleKind, why: string) => found.push({ kind, name, language, why });
  const day = (time: Date): string => time.toISOString().slice(0, 10);
  if (until !== null && until < day(now)) add("ended", `It held until ${until}; nobody is told it any more.`);
  else if (until !== null && until <= day(new Date(now.getTime() + soonDays * 86_400_000)))
    add("ends_soon", `It holds until ${until} and is told to nobody after that.`);
  const limit = new Date(now);
  limit.setUTCMonth(limit.getUTCMonth() - untouchedMonths);
  if (updatedAt < limit && asked >= least.asked)
    add("untouched", `It answered ${asked} questions in 90 days and was last changed on ${day(updatedAt)}.`);
  if (row.store !== null && !row.has_store)
    add("unknown_store", `It is about the store “${row.store}”, which is not connected, so nobody is told it.`);
  return found;
}

function ofPeople({ name, language, yes, no, drafts, corrected }: Row): Stale[] {
  const found: Stale[] = [];
  if (no >= least.no && no / (yes + no) >= least.noShare)
    found.push({ kind: "disliked", name, language, why: `It did not help ${no} of ${yes + no} readers who said so in 90 days.` });
  if (corrected >= least.corrected && corrected / drafts >= least.correctedShare)
    found.push({
      kind: "corrected",
      name,
      language,
      why: `People changed or rejected ${corrected} of ${drafts} drafts that quote it in 90 days.`,
    });
  return found;
}

/** Links of Markdown that lead to an article and do not: "/help/en/returns", "returns.en.md", or the same with our address before it. */
function brokenLinks({ source, language }: Row, known: ReadonlySet<string>, publicUrl: string): string[] {
  const links = [...bodyOf(source).matchAll(/\]\(<?([^)\s>]{1,500})>?(?:\s[^)]{0,300})?\)/g)].map((match) => match[1]!);
  return [...new Set(links)].filter((link) => {
    const own = link.startsWith(publicUrl) ? link.slice(publicUrl.length) : link;
    const page = /^\/help\/([a-z]{2})\/([a-z][a-z0-9-]*)\/?(?:[?#].*)?$/.exec(own);
    if (page) return page[2] !== "search" && !known.has(`${page[2]}.${page[1]}`);
    const file = /^(?:\.\/)?([a-z][a-z0-9-]*)(?:\.([a-z]{2}))?\.md(?:#.*)?$/.exec(own);
    return file !== null && !known.has(`${file[1]}.${file[2] ?? language}`);
  });
}
