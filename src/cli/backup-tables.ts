/** Which tables a backup holds, in an order in which they can be filled again. */
import type { Queryable } from "../db/pool.ts";
import type { TableHead } from "./backup-file.ts";

/**
 * `migration` comes from the program, and the rows of another schema would not fit anyway. `event` is the last three days of
 * live updates for open browsers; its transaction numbers mean nothing on another server. What is searched is made anew from the
 * conversations.
 */
export const leftOut = ["migration", "event", "conversation_search", "search_word", "search_state"];

const listColumns = `
select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
where n.nspname = 'public' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and c.relname <> all($1)
group by 1 order by 1`;

const listReferences = `
select c.relname as child, p.relname as parent from pg_constraint k
join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid where k.contype = 'f' and c.oid <> p.oid`;

export async function backupTables(db: Queryable): Promise<TableHead[]> {
  const tables = (await db.query<TableHead>(listColumns, [leftOut])).rows;
  const references = (await db.query<{ child: string; parent: string }>(listReferences)).rows;
  const ordered: TableHead[] = [];
  const seen = new Set<string>();
  const add = (table: TableHead): void => {
    if (seen.has(table.table)) return;
    seen.add(table.table);
    for (const { parent } of references.filter(({ child }) => child === table.table)) {
      const first = tables.find((one) => one.table === parent);
      if (first) add(first);
    }
    ordered.push(table);
  };
  tables.forEach(add);
  return ordered;
}
