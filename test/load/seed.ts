/**
 * `npm run seed -- --conversations 1000000`: fills a database with conversations whose words are spread as customers' words are:
 * sentences of the starter labels in twelve languages, people's names, order numbers, and a long tail of rare words. Everything is
 * made by the database from a few small tables. Into an embedded database of its own (`--data DIR`, kept for bench:search), or the
 * one of DATABASE_URL, which has to be empty. Prints how long it took and how large it became.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { migrate } from "../../src/db/migrate.ts";
import { silentLog } from "../../src/log/log.ts";
import { indexChanges } from "../../src/server/search/indexing.ts";
import { openLoadDb } from "./load-db.ts";

const { values: options } = parseArgs({
  options: { conversations: { type: "string", default: "100000" }, data: { type: "string" } },
});
const wanted = Number(options.conversations);
const perStep = 20_000;

const firstNames =
  "Ana Olga Sofia Marek Nora Hugo Lena Pedro Rosa Sam Olivia Ulrik Jürgen Müller Björn Zoë Chloé Inés Søren Łukasz Giulia Marta Piet Anke Emre Ayşe Yuki Liam Emma Noah Mia Paul Lea Finn Jonas Clara Felix Greta Anton Ida Oskar Frida Karl Elif Deniz Marie Louis Jules Camille Léa Matteo Luca Elena Carla Diego Lucía Pablo Joana Tiago Inga".split(
    " ",
  );
const syllables =
  "ba ber bri cas dan del dor fel fen gar gos hal hof jan kal kir lan len lin mar mon nal nor pel ras ren ros sal sen sto tal ter vik wal wen zim".split(
    " ",
  );

const say = (line: string): void => console.log(line);
const started = performance.now();
const seconds = (): string => `${((performance.now() - started) / 1000).toFixed(0)} s`;
const { db, close, where } = await openLoadDb(options.data);
await migrate(db, { log: silentLog() });

if ((await db.query("select 1 from conversation limit 1")).rowCount) {
  console.error(`There are conversations in ${where} already. Give an empty database: another --data, or another DATABASE_URL.`);
  process.exit(2);
}

const texts = readdirSync("starter/labels").flatMap((language) =>
  readdirSync(join("starter/labels", language)).flatMap((file) =>
    readFileSync(join("starter/labels", language, file), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => ({ language, category: file.replace(".jsonl", ""), text: (JSON.parse(line) as { text: string }).text })),
  ),
);
const surnames = syllables.flatMap((a) =>
  syllables.flatMap((b) => [`${a}${b}`, ...(a < "f" ? syllables.slice(0, 6).map((c) => `${a}${b}${c}`) : [])]),
);
// The tail: brand and product words, each rarer than the one before.
const rare = surnames.flatMap((word, nth) => [`${word}ix`, ...(nth % 2 ? [`${word}olan`] : [`${word}um`])]);

await db.query("create unlogged table seed_text (n int primary key, language text, category text, text text)");
await db.query("create unlogged table seed_word (n int primary key, first text, sur text, rare text)");
await db.query(
  "insert into seed_text select (row_number() over (partition by language order by md5(text)) - 1)::int * 16 + array_position(array['en','de','fr','es','it','pt','nl','da','sv','pl','tr','ja'], language) - 1, language, category, text from json_to_recordset($1::json) as t(language text, category text, text text)",
  [JSON.stringify(texts)],
);
await db.query(
  "insert into seed_word select n - 1, f[1 + (n - 1) % cardinality(f)], initcap(s[1 + (n - 1) % cardinality(s)]), r[1 + (n - 1) % cardinality(r)] from (select $1::text[] as f, $2::text[] as s, $3::text[] as r) a, generate_series(1, greatest(cardinality($2::text[]), cardinality($3::text[]))) n",
  [firstNames, surnames, rare],
);
const counts = (await db.query("select language, count(*)::int as n from seed_text group by 1")).rows as { language: string; n: number }[];
const countOf = Object.fromEntries(counts.map(({ language, n }) => [language, n]));
const words = (await db.query("select count(*)::int as n from seed_word")).rows[0].n as number;
await db.query(
  "insert into team (name, title) values ('support', 'Support'), ('shipping', 'Shipping'), ('returns', 'Returns') on conflict do nothing",
);
await db.query(
  `insert into "user" (id, name, email) select 'seed-' || n, 'Agent ' || n, 'agent' || n || '@example.com' from generate_series(1, 20) n on conflict do nothing`,
);
await db.query(
  "insert into connection (id, kind, connector, title, is_enabled) values ('seed-mail', 'channel', 'email', 'Mail', false), ('seed-chat', 'channel', 'chat', 'Chat', false), ('seed-api', 'channel', 'api', 'API', false) on conflict do nothing",
);

// Built once at the end instead of row by row.
await db.query("drop index conversation_search_words, search_word_near, message_external");
await db.query("alter table conversation_search set unlogged");

/** Zipf: a random index below `n` whose chance falls with its rank. */
const zipf = (n: number | string, random = "random()"): string => `least(${n} - 1, floor(power(${n}::float8, ${random}) - 1)::int)`;

for (let from = 0; from < wanted; from += perStep) {
  const to = Math.min(wanted, from + perStep);
  await db.query(step(), [from, to, wanted, JSON.stringify(countOf), words]);
  if ((from / perStep) % 10 === 0) say(`  ${to} conversations after ${seconds()}`);
}
say(`${wanted} conversations with their messages after ${seconds()}`);
await db.query("create unique index message_external on message (connection_id, external_id) where external_id is not null");
await db.query("analyze customer, identity, conversation, message");
await db.query("update search_state set swept = '00000000-0000-0000-0000-000000000000'");
let swept = 0;
for (;;) {
  const round = await indexChanges(db);
  swept += round.swept;
  if (round.swept === 0 && round.followed === 0) break;
  if (round.swept > 0 && swept % 50_000 === 0) say(`  ${swept} searchable after ${seconds()}`);
}
await db.query("create index conversation_search_words on conversation_search using gin (words) with (gin_pending_list_limit = 1024)");
await db.query("create index search_word_near on search_word using gin (word gin_trgm_ops)");
await db.query("alter table conversation_search set logged");
await db.query("drop table seed_text, seed_word");
await db.query("vacuum (analyze)");
say(`searchable after ${seconds()}`);
const { rows } = await db.query(
  `select (select count(*) from message) as messages, (select count(*) from search_word) as words, pg_size_pretty(pg_database_size(current_database())) as size,
    pg_size_pretty(pg_total_relation_size('conversation_search')) as search, pg_size_pretty(pg_relation_size('conversation_search_words')) as index`,
);
say(
  `${wanted} conversations, ${rows[0].messages} messages, ${rows[0].words} different words. Database ${rows[0].size}, of it the search ${rows[0].search} (index ${rows[0].index}). In ${where}.`,
);
await close();

/** $1 from, $2 to, $3 of how many, $4 texts per language, $5 words. The newest have the highest numbers. */
function step(): string {
  return `
with n as materialized (
  select n, gen_random_uuid() as id, gen_random_uuid() as customer, random() as r,
    (array['en','en','en','en','en','en','de','de','de','fr','es','it','nl','pt','sv','da','pl','tr','ja','en'])[1 + floor(random() * 20)::int] as language,
    now() - (($3::int - n)::float8 / $3 * 730 + random() * 0.2) * interval '1 day' as at,
    1 + floor(-ln(1 - random()) * 1.5)::int as messages,
    floor(random() * $5)::int as a, floor(random() * $5)::int as b
  from generate_series($1::int + 1, $2::int) n
),
c as materialized (
  select n.*, f.first, s.sur, 10000 + floor(random() * 9000000)::int as order_number,
    array_position(array['en','de','fr','es','it','pt','nl','da','sv','pl','tr','ja'], n.language) - 1 as lane, ($4::json->>n.language)::int as texts
  from n join seed_word f on f.n = n.a join seed_word s on s.n = n.b
),
new_customer as (insert into customer (id, name, language) select customer, first || ' ' || sur, language from c),
new_identity as (
  insert into identity (kind, value, is_proven, customer_id)
  select 'email', lower(first) || '.' || lower(sur) || n || '@example.' || (array['com','net','org'])[1 + n % 3], true, customer from c
),
m as materialized (
  select c.id, c.n, c.r, c.customer, c.language, c.at, c.sur, c.messages, g as seq, c.order_number, c.first,
    t1.category, t1.text || case when random() < 0.5 then ' ' || t2.text else '' end
      || case when random() < 0.4 then ' #' || c.order_number else '' end
      || case when random() < 0.7 then ' ' || w1.rare || ' ' || w2.rare else '' end
      || case when g % 2 = 1 then '. ' || c.first else '' end as text
  from c cross join lateral generate_series(1, c.messages) g
  cross join lateral (select floor(random() * c.texts)::int * 16 + c.lane as x, floor(random() * c.texts)::int * 16 + c.lane as y,
    ${zipf("$5::int", "(random() + 0 * g)")} as v, ${zipf("$5::int", "(random() + 0 * g)")} as w) p
  join seed_text t1 on t1.n = p.x join seed_text t2 on t2.n = p.y join seed_word w1 on w1.n = p.v join seed_word w2 on w2.n = p.w
),
new_conversation as (
  insert into conversation (id, connection_id, thread_key, customer_id, subject, status, category, language, priority, team, assignee_id, tags, preview, last_message_at, created_at, due_at)
  select c.id, (array['seed-mail','seed-mail','seed-chat','seed-api'])[1 + c.n % 4], 'seed-' || c.n, c.customer, left(f.text, 60),
    case when c.n > $3 * 0.995 then (array['open','open','waiting','snoozed'])[1 + c.n % 4] when c.n % 500 = 0 then 'open' else 'closed' end,
    f.category, c.language, (array['normal','normal','normal','low','high','urgent'])[1 + floor(c.r * 6)::int],
    (array['support','support','shipping','returns'])[1 + c.n % 4], case when c.n % 3 = 0 then null else 'seed-' || (1 + c.n % 20) end,
    case when c.r < 0.02 then array['vip'] when c.r < 0.1 then array['wholesale', 'season ' || c.n % 12] when c.r < 0.101 then array['chargeback'] else '{}' end,
    left(f.text, 120), c.at + c.messages * interval '20 minutes', c.at, case when c.n > $3 * 0.998 then now() + (c.n % 48) * interval '1 hour' - interval '6 hours' end
  from c join m f on f.id = c.id and f.seq = 1
),
new_mailbox as (insert into mailbox (conversation_id, last_seq, done_seq, revision) select id, messages, messages, messages from c)
insert into message (id, conversation_id, seq, connection_id, direction, author_kind, author_name, external_id, text, at, received_at, delivery)
select gen_random_uuid(), id, seq, (array['seed-mail','seed-mail','seed-chat','seed-api'])[1 + n % 4], case when seq % 2 = 1 then 'in' else 'out' end,
  case when seq % 2 = 1 then 'customer' else 'agent' end, case when seq % 2 = 1 then first || ' ' || sur end, 'seed-' || n || '-' || seq,
  text, at + seq * interval '20 minutes', at + seq * interval '20 minutes', case when seq % 2 = 0 then 'sent' end
from m`;
}
