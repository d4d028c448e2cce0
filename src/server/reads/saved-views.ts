/** Views that people keep: a search with a name. */
import type { Db } from "../../db/pool.ts";
import { writeAudit } from "../../db/audit.ts";
import { AppError } from "../../domain/errors.ts";
import { isId, newId } from "../../domain/ids.ts";
import type { WireSavedView } from "../../domain/wire.ts";
import { catchUp } from "../search/indexing.ts";
import { countFound } from "../search/search.ts";
import { planSearch } from "../search/query.ts";

/** Who asks; `id` null for a program, which has no views of its own. */
export type Viewer = { id: string | null; isAdmin: boolean; actor: string };
export type ViewWish = { name: string; query: string; shared: boolean };

/** Numbers beside saved views go no further, and are this old at most. */
const mostCounted = 1_000;
const keepMs = 2_000;
const maxViews = 100;

type Row = { id: string; owner_id: string | null; name: string; query: string; created_by: string };

export function createSavedViews(db: Db, now: () => number = Date.now) {
  const counted = new Map<string, { at: number; count: Promise<number> }>();

  /** One count per search and reader at a time, however many tabs ask. */
  function count(query: string, me: string | null): Promise<number> {
    const key = JSON.stringify([query, /\b(me|mich|mir)\b/i.test(query) ? me : null]);
    const known = counted.get(key);
    if (known && now() - known.at < keepMs) return known.count;
    if (counted.size > 1_000) counted.clear();
    // A view whose channel or person is gone still has its place.
    const fresh = { at: now(), count: countFound(db, query, me, mostCounted).catch(() => 0) };
    counted.set(key, fresh);
    return fresh.count;
  }

  async function mine(id: string, { id: me, isAdmin, actor }: Viewer): Promise<Row> {
    const { rows } = isId(id) ? await db.query<Row>("select * from saved_view where id = $1", [id]) : { rows: [] };
    const row = rows[0];
    if (!row || (row.owner_id !== null && row.owner_id !== me)) throw new AppError("not_found", "There is no such view.");
    if (row.owner_id === null && row.created_by !== actor && !isAdmin)
      throw new AppError("forbidden", "Only whoever made a view of the team, or an admin, changes it. Save a copy of your own.");
    return row;
  }

  return {
    /** Own ones first, then the team's, each in their order. Counts go to a thousand. */
    async list({ id: me, isAdmin, actor }: Viewer): Promise<WireSavedView[]> {
      await catchUp(db);
      const { rows } = await db.query<Row>(
        "select id, owner_id, name, query, created_by from saved_view where owner_id is null or owner_id = $1 order by owner_id is null, position, created_at",
        [me],
      );
      return Promise.all(
        rows.map(async ({ id, owner_id: owner, name, query, created_by: by }) => ({
          id,
          name,
          query,
          shared: owner === null,
          may_change: owner !== null || by === actor || isAdmin,
          count: await count(query, me),
        })),
      );
    },

    /** AppError `invalid` for a search that cannot be understood, or when there are too many. */
    async save(id: string | null, wish: ViewWish, by: Viewer): Promise<{ id: string }> {
      if (!wish.shared && by.id === null) throw new AppError("invalid", "A program has no views of its own; make it the team's.");
      await planSearch(db, wish.query, { labels: [], me: by.id, firstValue: 1 });
      const owner = wish.shared ? null : by.id;
      if (id !== null) {
        await mine(id, by);
        await db.query("update saved_view set name = $2, query = $3, owner_id = $4 where id = $1", [id, wish.name, wish.query, owner]);
        return { id };
      }
      const made = newId();
      const { rowCount } = await db.query(
        `insert into saved_view (id, owner_id, name, query, created_by, position)
        select $1, $2, $3, $4, $5, coalesce(max(position) + 1, 0) from saved_view where owner_id is not distinct from $2 having count(*) < ${maxViews}`,
        [made, owner, wish.name, wish.query, by.actor],
      );
      if (rowCount === 0) throw new AppError("invalid", `There are ${maxViews} views already. Remove one first.`);
      if (wish.shared) await writeAudit(db, { actor: by.actor, act: "view.save", target: `view:${made}`, data: { name: wish.name } });
      return { id: made };
    },

    async remove(id: string, by: Viewer): Promise<void> {
      const row = await mine(id, by);
      await db.query("delete from saved_view where id = $1", [id]);
      if (row.owner_id === null)
        await writeAudit(db, { actor: by.actor, act: "view.remove", target: `view:${id}`, data: { name: row.name } });
    },

    /** Views in the order given; those of others and unknown ones are passed over. */
    async order(ids: string[], { id: me }: Viewer): Promise<void> {
      await db.query(
        "update saved_view v set position = o.n from unnest($1::uuid[]) with ordinality as o(id, n) where v.id = o.id and (v.owner_id = $2 or v.owner_id is null)",
        [ids.filter(isId), me],
      );
    },
  };
}
