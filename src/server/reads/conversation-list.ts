/** The inbox list and its counts. */
import type { Db, Queryable } from "../../db/pool.ts";
import type { ConversationSummary, Counts } from "../../domain/wire.ts";
import { waitsForApproval } from "../search/conditions.ts";
import { searchedId } from "../search/query.ts";
import { search, type Found } from "../search/search.ts";
import { notOurs, readCursor, writeCursor } from "./cursor.ts";
import { isQueueKey, queueKey } from "./queue.ts";
import { summaryColumns, summaryJoins, toSummary, type SummaryRow } from "./summary.ts";

export const views = ["open", "mine", "unassigned", "drafts", "due", "waiting", "snoozed", "closed", "all"] as const;
export type View = (typeof views)[number];
export const statuses = ["open", "waiting", "snoozed", "closed", "erased"] as const;

export type ListQuery = {
  view?: View | undefined;
  status?: (typeof statuses)[number] | undefined;
  category?: string | undefined;
  /** Words and filters: src/domain/search.ts. */
  q?: string | undefined;
  cursor?: string | undefined;
  limit: number;
  /** Whose list; null for a program, which owns no conversations. */
  userId: string | null;
};
/** `meant`: words that occur nowhere, and what was looked for in their place. */
export type ListPage = { items: ConversationSummary[]; next_cursor: string | null; meant: { typed: string; meant: string[] }[] };

const unfinished = ["open", "waiting", "snoozed"];
/** What is due this soon stands in the view "due", with what is overdue. */
const dueSoon = "v.due_at <= now() + interval '4 hours'";
/** Which statuses a view looks at, and what else it asks for. `label`: the same for the search index, where it has one. */
const viewRules: Record<View, { statuses: string[]; and?: string; label?: (me: string | null) => string }> = {
  open: { statuses: ["open"] },
  mine: { statuses: ["open", "waiting"], and: "v.assignee_id = $user", label: (me) => `=to:${me}` },
  unassigned: { statuses: ["open"], and: "v.assignee_id is null", label: () => "=to:nobody" },
  drafts: { statuses: unfinished, and: waitsForApproval, label: () => "=has:draft" },
  due: { statuses: ["open"], and: dueSoon },
  waiting: { statuses: ["waiting"] },
  snoozed: { statuses: ["snoozed"] },
  closed: { statuses: ["closed"] },
  all: { statuses: [...unfinished, "closed"] },
};

/**
 * Newest first (what nobody has: most urgent first; what is due: soonest first), continued by cursor. Each status is walked along
 * its own index and cut off before the rest is joined. Words and filters go by the search index, newest first. AppErrors:
 * `bad_request` for a cursor that is not ours, `invalid` for a filter that cannot be understood.
 */
export async function listConversations(db: Db, query: ListQuery): Promise<ListPage> {
  const rule = query.view && viewRules[query.view];
  // What was erased is shown to those only who ask for it.
  const visible = rule?.statuses ?? (query.status === undefined ? [...unfinished, "closed"] : [query.status]);
  const wanted = visible.filter((status) => query.status === undefined || status === query.status);
  if (query.q?.trim()) return listFound(db, query, wanted);
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const conditions = ["v.status = s.status", "v.merged_into is null"];
  if (rule?.and) conditions.push(rule.and.replace("$user", () => bind(query.userId)));
  if (query.category !== undefined) conditions.push(`v.category = ${bind(query.category)}`);
  if (query.view === "unassigned") return listQueue(db, query, wanted, conditions, values);
  const isDue = query.view === "due";
  if (query.cursor !== undefined) {
    const { at, id } = readCursor(query.cursor);
    conditions.push(
      `(${isDue ? "v.due_at" : "v.last_message_at"}, v.id) ${isDue ? ">" : "<"} (${bind(at)}::timestamptz, ${bind(id)}::uuid)`,
    );
  }
  const limit = bind(query.limit + 1);
  const order = isDue ? "v.due_at, v.id" : "v.last_message_at desc, v.id desc";
  const { rows } = await db.query<SummaryRow & { due_micros: string }>(
    `with page as (
      select v.* from unnest(${bind(wanted)}::text[]) as s(status)
      cross join lateral (select v.* from conversation v where ${conditions.join(" and ")} order by ${order} limit ${limit}) v
      order by ${order} limit ${limit}
    )
    select ${summaryColumns}, (extract(epoch from v.due_at) * 1000000)::bigint::text as due_micros from page v ${summaryJoins} order by ${order}`,
    values,
  );
  return pageOf(rows, query.limit, (last) => writeCursor(isDue ? last.due_micros : last.sort_at, last.id));
}

function pageOf<Row extends SummaryRow>(rows: Row[], limit: number, cursorOf: (last: Row) => string): ListPage {
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items: items.map(toSummary), next_cursor: last ? cursorOf(last) : null, meant: [] };
}

/** What nobody has, in the order people should take it. There are few enough of them to be sorted whole. */
async function listQueue(db: Queryable, query: ListQuery, wanted: string[], conditions: string[], values: unknown[]): Promise<ListPage> {
  const bind = (value: unknown): string => `$${values.push(value)}`;
  if (query.cursor !== undefined) {
    const key = Buffer.from(query.cursor, "base64url").toString();
    if (!isQueueKey(key)) throw notOurs();
    conditions.push(`${queueKey} > ${bind(key)}`);
  }
  const { rows } = await db.query<SummaryRow & { queue_key: string }>(
    `with page as (
      select v.*, ${queueKey} as queue_key from unnest(${bind(wanted)}::text[]) as s(status) join conversation v on ${conditions.join(" and ")}
      order by queue_key limit ${bind(query.limit + 1)}
    )
    select ${summaryColumns}, v.queue_key from page v ${summaryJoins} order by v.queue_key`,
    values,
  );
  return pageOf(rows, query.limit, (last) => Buffer.from(last.queue_key).toString("base64url"));
}

async function listFound(db: Db, query: ListQuery, wanted: string[]): Promise<ListPage> {
  const id = searchedId(query.q!);
  const { hits, last, meant } = id ? oneHit(id) : await search(db, searchOf(query, wanted));
  const { rows } = await db.query<SummaryRow>(
    `select ${summaryColumns} from unnest($1::uuid[]) with ordinality as p(id, nth) join conversation v on v.id = p.id
    ${summaryJoins} where v.status = any($2::text[]) order by p.nth`,
    [hits.map((hit) => hit.id), wanted],
  );
  return { items: rows.map(toSummary), next_cursor: last && writeCursor(last.at, last.id), meant };
}

const oneHit = (id: string): Found => ({ hits: [{ id, at: "0" }], last: null, meant: [] });

function searchOf(query: ListQuery, wanted: string[]): Parameters<typeof search>[1] {
  const rule = query.view && viewRules[query.view];
  const isEverything = wanted.length === 4;
  const labels = isEverything ? [] : [wanted.map((status) => `=is:${status}`)];
  if (rule?.label) labels.push([rule.label(query.userId)]);
  if (query.category !== undefined) labels.push([`=category:${query.category}`]);
  const conditions = query.view === "due" ? [dueSoon] : query.view === "drafts" ? [waitsForApproval] : [];
  if (query.view === "unassigned") conditions.push("v.assignee_id is null");
  const after = query.cursor === undefined ? null : readCursor(query.cursor);
  return {
    text: query.q!,
    labels,
    conditions,
    me: query.userId,
    after: after && { at: after.micros, id: after.id },
    limit: query.limit,
  };
}

/** The ids of everything the list would show, `limit` at most: for what is done to all of it, also what nobody has scrolled to. */
export async function idsOfList(db: Db, query: ListQuery): Promise<string[]> {
  const rule = query.view && viewRules[query.view];
  const wanted = rule?.statuses ?? viewRules.all.statuses;
  if (query.q?.trim()) return (await search(db, searchOf(query, wanted))).hits.map(({ id }) => id);
  const values: unknown[] = [wanted, query.limit];
  const conditions = ["v.status = any($1::text[])", "v.merged_into is null"];
  if (rule?.and) conditions.push(rule.and.replace("$user", () => `$${values.push(query.userId)}`));
  if (query.category !== undefined) conditions.push(`v.category = $${values.push(query.category)}`);
  const { rows } = await db.query<{ id: string }>(
    `select v.id from conversation v where ${conditions.join(" and ")} order by v.last_message_at desc, v.id desc limit $2`,
    values,
  );
  return rows.map(({ id }) => id);
}

/** Nobody needs to know whether there are ten thousand or a million, and counting a million takes a second. */
export const mostCounted = 10_000;

/** Each number `mostCounted` at most. */
export async function countConversations(db: Queryable, userId: string | null): Promise<Counts> {
  const of = (where: string): string => `(select count(*) from (select from conversation where ${where} limit ${mostCounted}) few)`;
  const { rows } = await db.query<Counts>({
    name: "conversation-counts",
    text: `select
      ${of("status = 'open'")} as open,
      ${of("assignee_id = $1 and status in ('open', 'waiting')")} as mine,
      ${of("status = 'open' and assignee_id is null")} as unassigned,
      (select count(*) from draft d join conversation c on c.id = d.conversation_id where d.state = 'pending' and c.status in ('open', 'waiting', 'snoozed'))
        + (select count(*) from hold h join conversation c on c.id = h.conversation_id where h.state = 'pending' and h.needs_approval and c.status in ('open', 'waiting', 'snoozed')) as drafts,
      ${of("status = 'open' and due_at <= now() + interval '4 hours'")} as due,
      ${of("status = 'waiting'")} as waiting,
      ${of("status = 'snoozed'")} as snoozed,
      ${of("status = 'closed' and merged_into is null")} as closed`,
    values: [userId],
  });
  return rows[0]!;
}
