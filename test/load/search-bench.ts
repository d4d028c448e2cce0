/**
 * `npm run bench:search`: how long the list takes, by kind of question, on what `npm run seed` made (`--data DIR`, or DATABASE_URL);
 * and what following the messages costs those who write them. Each question is asked with other words every time, first page, as the
 * desk asks it, without HTTP. Prints p50, p95 and how it was run.
 */
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import type { Db } from "../../src/db/pool.ts";
import { newId } from "../../src/domain/ids.ts";
import { silentLog } from "../../src/log/log.ts";
import { createIntake } from "../../src/mailbox/intake.ts";
import { countConversations, listConversations } from "../../src/server/reads/conversation-list.ts";
import { startIndexing } from "../../src/server/search/indexing.ts";
import { countFound } from "../../src/server/search/search.ts";
import { openLoadDb } from "./load-db.ts";

const { values: options } = parseArgs({
  options: { data: { type: "string" }, rounds: { type: "string", default: "40" }, seconds: { type: "string", default: "8" } },
});
const rounds = Number(options.rounds);
const { db, close, where, settings } = await openLoadDb(options.data);
const say = (line = ""): void => console.log(line);
const loadNow = (): string => loadavg()[0]!.toFixed(1);
const load = loadNow();

const some = async (sql: string): Promise<string[]> => (await db.query(sql)).rows.map((row) => String(Object.values(row)[0]));
const customers = await some(`select name from customer tablesample system (1) where name is not null limit ${rounds}`);
const addresses = await some(`select value from identity tablesample system (1) limit ${rounds}`);
const orders = await some(
  `select substring(text from '#([0-9]+)') from message tablesample system (1) where text ~ '#[0-9]+' limit ${rounds}`,
);
const rare = await some(`select word from search_word tablesample system (1) where word ~ '(ix|um|olan)$' limit ${rounds}`);
const common = [
  "order",
  "refund",
  "parcel",
  "delivery",
  "bestellung",
  "where",
  "account",
  "broken",
  "return",
  "invoice",
  "address",
  "size",
];
const pick = (list: readonly string[], nth: number): string => list[nth % list.length]!;
/** Two letters in the middle swapped. */
const slip = (word: string): string => {
  const at = Math.floor(word.length / 2);
  return word.slice(0, at - 1) + word[at] + word[at - 1] + word.slice(at + 1);
};

const searches: Record<string, (nth: number) => string> = {
  "a common word": (nth) => pick(common, nth),
  "two common words": (nth) => `${pick(common, nth)} ${pick(common, nth + 5)}`,
  "three words": (nth) => `${pick(common, nth)} ${pick(common, nth + 3)} ${pick(rare, nth)}`,
  "a rare word": (nth) => pick(rare, nth),
  "half a word": (nth) => pick(common, nth).slice(0, 4),
  "a name": (nth) => pick(customers, nth),
  "a name with a slip": (nth) => slip(pick(customers, nth).split(" ")[1]!),
  "a word with a slip": (nth) => slip(pick(common, nth)),
  "an address": (nth) => pick(addresses, nth),
  "an order number": (nth) => `#${pick(orders, nth)}`,
  "words nobody wrote": (nth) => `qzwv${nth}xk order`,
  "from: and a word": (nth) => `from:${pick(customers, nth).split(" ")[0]} ${pick(common, nth)}`,
  "a rare tag": () => "tag:chargeback",
  "a tag and a word": (nth) => `tag:vip ${pick(common, nth)}`,
  "category, language, team": (nth) => `category:refund_return language:${pick(["en", "de", "ja"], nth)} team:shipping`,
  "open and a word": (nth) => `is:open ${pick(common, nth)}`,
  "long ago and a word": (nth) => `before:2025-0${1 + (nth % 9)} ${pick(common, nth)}`,
  "a phrase": (nth) => `"${pick(["my order", "the wrong", "not arrive", "gift card"], nth)}"`,
  "everything but": (nth) => `${pick(common, nth)} -tag:vip -language:en`,
};

async function measure(name: string, ask: (nth: number) => Promise<string>): Promise<void> {
  // The first one warms the plan and the pages that every question needs.
  await ask(rounds);
  const times: number[] = [];
  let found = "";
  for (let nth = 0; nth < rounds; nth++) {
    const began = performance.now();
    found = await ask(nth);
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): string => `${times[Math.min(times.length - 1, Math.floor(times.length * share))]!.toFixed(1)} ms`;
  say(`  ${name.padEnd(28)} p50 ${at(0.5).padStart(10)}   p95 ${at(0.95).padStart(10)}   max ${at(1).padStart(10)}   ${found}`);
}

const { rows } = await db.query(
  "select (select count(*) from conversation) as conversations, (select count(*) from message) as messages, version() as version, pg_size_pretty(pg_database_size(current_database())) as size",
);
say(`${rows[0].conversations} conversations, ${rows[0].messages} messages, ${rows[0].size}, in ${where}`);
say(
  `${String(rows[0].version).split(" on ")[0]}, settings: ${settings}; ${cpus().length} × ${cpus()[0]?.model}; ${rounds} questions of each kind`,
);
say();
for (const [name, q] of Object.entries(searches)) {
  await measure(name, async (nth) => {
    const { items, meant } = await listConversations(db, { view: "all", q: q(nth), limit: 50, userId: null });
    return `${items.length}${meant.length > 0 ? ` (${meant[0]!.typed} → ${meant[0]!.meant.slice(0, 3).join(", ")})` : ""}`;
  });
}
await measure("next page of a common word", async (nth) => {
  const first = await listConversations(db, { view: "all", q: pick(common, nth), limit: 50, userId: null });
  return `${(await listConversations(db, { view: "all", q: pick(common, nth), limit: 50, ...(first.next_cursor ? { cursor: first.next_cursor } : {}), userId: null })).items.length}, both pages`;
});
for (const view of ["open", "mine", "unassigned", "drafts", "due", "closed"] as const)
  await measure(`view ${view}`, async () => String((await listConversations(db, { view, limit: 50, userId: "seed-1" })).items.length));
await measure("numbers beside the views", async () => JSON.stringify(await countConversations(db, "seed-1")));
await measure("number of a saved view", async (nth) => String(await countFound(db, `is:closed ${pick(common, nth)}`, null, 1_000)));
say();
await writing(db);
await forget(db);
say(`  load of the machine: ${load} before, ${loadNow()} after`);
await close();

/** What was written to measure goes again, so that the next one measures the same. */
async function forget(pool: Db): Promise<void> {
  const ours = "select id from conversation where thread_key like 'bench-%'";
  for (const table of ["message", "mailbox", "conversation_search"])
    await pool.query(`delete from ${table} where conversation_id in (${ours})`);
  await pool.query(
    "with gone as (delete from conversation where thread_key like 'bench-%' returning id, customer_id), i as (delete from identity where customer_id in (select customer_id from gone)), c as (delete from customer where id in (select customer_id from gone)) delete from event where conversation_id in (select id from gone)",
  );
}

/** Messages stored per second by one caller in batches of 20, each with a conversation of its own; alone, then with the search behind it. */
async function writing(pool: Db): Promise<void> {
  const intake = createIntake(pool);
  const lasting = Number(options.seconds) * 1_000;
  async function run(): Promise<number> {
    const began = performance.now();
    let stored = 0;
    for (; performance.now() - began < lasting; stored += 20)
      await intake(
        Array.from({ length: 20 }, (_, nth) => {
          const id = `bench-${newId()}`;
          const text = `Where is my ${pick(common, nth)}? It was promised for last week and nobody answers my calls. Number ${stored + nth}.`;
          return {
            connectionId: "seed-api",
            isDemo: false,
            message: {
              externalId: id,
              threadKey: id,
              text,
              at: new Date().toISOString(),
              sender: { kind: "email" as const, value: `${id}@example.com`, proof: "proven" as const },
            },
          };
        }),
      );
    return stored / ((performance.now() - began) / 1_000);
  }
  await run();
  const alone = await run();
  const indexing = startIndexing(pool, { log: silentLog() });
  const followed = await run();
  await indexing.stop();
  say(
    `  messages stored per second   alone ${alone.toFixed(0)}, while the search follows ${followed.toFixed(0)} (${((followed / alone) * 100).toFixed(0)} %)`,
  );
}
