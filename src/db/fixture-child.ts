/**
 * A process of its own for the tests of the embedded database: starts it on the directory in argv[2], writes numbers into a
 * table one commit at a time, prints each after its commit, and goes on until it is killed.
 */
import pg from "pg";
import { silentLog } from "../log/log.ts";
import { startEmbedded } from "./embedded.ts";

const { url, pid } = await startEmbedded({ dataDir: process.argv[2] ?? "", log: silentLog() });
const client = new pg.Client({ connectionString: url });
await client.connect();
await client.query("create table if not exists written (n int primary key)");
process.stdout.write(`ready ${pid}\n`);
for (let n = 1; ; n++) {
  await client.query("insert into written values ($1) on conflict do nothing", [n]);
  process.stdout.write(`row ${n}\n`);
}
