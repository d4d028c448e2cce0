/** The inbox list and its counts. */
import type { Queryable } from "../../db/pool.ts";
import { AppError } from "../../domain/errors.ts";
import { isId } from "../../domain/ids.ts";
import type { ConversationSummary, Counts } from "../../domain/wire.ts";
import { isQueueKey, queueKey } from "./queue.ts";
import { summaryColumns, summaryJoins, toSummary, type SummaryRow } from "./summary.ts";

export const views = ["open", "mine", "unassigned", "drafts", "waiting", "snoozed", "closed"] as const;
export type View = (typeof views)[number];
export const statuses = ["open", "waiting", "snoozed", "closed", "erased"] as const;

export type ListQuery = {
  view?: View | undefined;
  status?: (typeof statuses)[number] | undefined;
  category?: string | undefined;
  q?: string | undefined;
  cursor?: string | undefined;
  limit: number;
  /** Whose list; null for a program, which owns no conversations. */
  userId: string | null;
};
export type ListPage = { items: ConversationSummary[]; next_cursor: string | null };

const unfinished = ["open", "waiting", "snoozed"];
/** Which statuses a view looks at, and what else it asks for. */
const viewRules: Record<View, { statuses: string[]; and?: string }> = {
  open: { statuses: ["open"] },
  mine: { statuses: ["open", "waiting"], and: "v.assignee_id = $user" },
  unassigned: { statuses: ["open"], and: "v.assignee_id is null" },
  drafts: {
    statuses: unfinished,
    and: "(exists (select from draft d where d.conversation_id = v.id and d.state = 'pending') or exists (select from hold h where h.conversation_id = v.id and h.state = 'pending' and h.needs_approval))",
  },
  waiting: { statuses: ["waiting"] },
  snoozed: { statuses: ["snoozed"] },
  closed: { statuses: ["closed"] },
};

/**
 * Newest first (what nobody has: most urgent first), continued by cursor (time and id of the last row), so that new mail does not shift the pages. Each status is
 * walked along its own index and cut off before the rest is joined.
 */
export async function listConversations(db: Queryable, query: ListQuery): Promise<ListPage> {
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const rule = query.view && viewRules[query.view];
  // What was erased is shown to those only who ask for it.
  const visible = rule?.statuses ?? (query.status === undefined ? [...unfinished, "closed"] : [query.status]);
  const wanted = visible.filter((status) => query.status === undefined || status === query.status);
  const conditions = [`v.status = s.status`];
  if (rule?.and) conditions.push(rule.and.replace("$user", () => bind(query.userId)));
  if (query.category !== undefined) conditions.push(`v.category = ${bind(query.category)}`);
  if (query.q?.trim()) conditions.push(matches(query.q.trim(), bind));
  if (query.view === "unassigned") return listQueue(db, query, wanted, conditions, values);
  if (query.cursor !== undefined) {
    const { at, id } = readCursor(query.cursor);
    conditions.push(`(v.last_message_at, v.id) < (${bind(at)}::timestamptz, ${bind(id)}::uuid)`);
  }
  const limit = bind(query.limit + 1);
  const { rows } = await db.query<SummaryRow>(
    `with page as (
      select v.* from unnest(${bind(wanted)}::text[]) as s(status)
      cross join lateral (select v.* from conversation v where ${conditions.join(" and ")} order by v.last_message_at desc, v.id desc limit ${limit}) v
      order by v.last_message_at desc, v.id desc limit ${limit}
    )
    select ${summaryColumns} from page v ${summaryJoins} order by v.last_message_at desc, v.id desc`,
    values,
  );
  const items = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  return { items: items.map(toSummary), next_cursor: last ? writeCursor(last) : null };
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
  const items = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  return { items: items.map(toSummary), next_cursor: last ? Buffer.from(last.queue_key).toString("base64url") : null };
}

/** What was said, who said it, or the number of an order: anywhere in the text, whatever the case. */
function matches(q: string, bind: (value: unknown) => string): string {
  if (isId(q)) return `v.id = ${bind(q)}::uuid`;
  const pattern = bind(`%${q.replace(/^#(?=\d)/, "").replace(/[\\%_]/g, "\\$&")}%`);
  return `(v.subject ilike ${pattern}
    or exists (select from message m where m.conversation_id = v.id and m.text ilike ${pattern})
    or exists (select from customer c where c.id = v.customer_id and c.name ilike ${pattern})
    or exists (select from identity i where i.customer_id = v.customer_id and i.value ilike ${pattern}))`;
}

function writeCursor({ sort_at, id }: SummaryRow): string {
  return Buffer.from(JSON.stringify([sort_at, id])).toString("base64url");
}

function readCursor(cursor: string): { at: string; id: string } {
  try {
    const [at, id] = JSON.parse(Buffer.from(cursor, "base64url").toString()) as [unknown, unknown];
    if (typeof at === "string" && typeof id === "string" && isId(id) && /^-?\d{1,17}$/.test(at)) return { at: fromMicros(BigInt(at)), id };
  } catch {
    // Not one of ours: said below.
  }
  throw notOurs();
}

function notOurs(): AppError {
  return new AppError("bad_request", "The cursor is not one this list gave out. Begin without a cursor.", {
    details: { problems: [{ path: "cursor", message: "is not valid" }] },
  });
}

/** ISO 8601 with microseconds: what PostgreSQL keeps and JavaScript's Date would round away. */
function fromMicros(micros: bigint): string {
  const millis = micros / 1000n - (micros % 1000n < 0n ? 1n : 0n);
  const rest = String(micros - millis * 1000n).padStart(3, "0");
  const [, isBefore, years, tail] = /^(-?)\+?(\d+)(-.*)Z$/.exec(new Date(Number(millis)).toISOString())!;
  // PostgreSQL writes the year 0 as 1 BC.
  const year = Number(years) * (isBefore ? -1 : 1);
  return year > 0 ? `${String(year).padStart(4, "0")}${tail}${rest}Z` : `${String(1 - year).padStart(4, "0")}${tail}${rest}Z BC`;
}

export async function countConversations(db: Queryable, userId: string | null): Promise<Counts> {
  const { rows } = await db.query<Counts>({
    name: "conversation-counts",
    text: `select
      count(*) filter (where status = 'open') as open,
      count(*) filter (where status in ('open', 'waiting') and assignee_id = $1) as mine,
      count(*) filter (where status = 'open' and assignee_id is null) as unassigned,
      (select count(*) from draft d join conversation c on c.id = d.conversation_id where d.state = 'pending' and c.status in ('open', 'waiting', 'snoozed'))
        + (select count(*) from hold h join conversation c on c.id = h.conversation_id where h.state = 'pending' and h.needs_approval and c.status in ('open', 'waiting', 'snoozed')) as drafts,
      count(*) filter (where status = 'waiting') as waiting,
      count(*) filter (where status = 'snoozed') as snoozed,
      count(*) filter (where status = 'closed') as closed
    from conversation where status <> 'erased'`,
    values: [userId],
  });
  return rows[0]!;
}
