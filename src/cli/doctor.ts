/** `handrail doctor`: what the desk needs, whether it is there, and how to mend it. Goes on after each problem that allows it. */
import { existsSync } from "node:fs";
import { access, constants, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Config } from "../config/config.ts";
import type { Standing } from "../connections/breaker.ts";
import { cannotOpen } from "../connections/fault-words.ts";
import { openedOf } from "../server/reads/connections.ts";
import type { HandrailDesk } from "../desk.ts";
import { toAppError } from "../domain/errors.ts";
import { auditSum } from "../mailbox/audit.ts";
import type { AddCommand } from "./command.ts";

type Finding = { isGood: boolean; text: string };

const good = (text: string): Finding => ({ isGood: true, text });
const bad = (text: string): Finding => ({ isGood: false, text });

const distDir = join(import.meta.dirname, "..", "..", "dist");
/** PostgreSQL stops when the disk is full, and nothing that came in meanwhile could be stored. */
const leastFreeBytes = 500_000_000;
const slowCheckMs = 15_000;

export const addDoctor: AddCommand = (program, context) => {
  program
    .command("doctor")
    .description("check what the desk needs, and say how to mend what is missing")
    .option("--json", "print one JSON object per line")
    .action(async (options: { json?: boolean }) => {
      const say = ({ isGood, text }: Finding) => {
        context.print(options.json ? JSON.stringify({ is_good: isGood, text }) : `${isGood ? "ok      " : "PROBLEM "} ${text}`);
        if (!isGood) context.failed();
      };
      say(checkNode());
      let config: Config;
      try {
        config = context.config();
      } catch (error) {
        return say(bad(toAppError(error).message));
      }
      for (const finding of await checkPlace(config)) say(finding);
      try {
        await context.withDesk((desk) => examine(desk, say));
      } catch (error) {
        say(bad(toAppError(error).message));
      }
    });
};

function checkNode(): Finding {
  const isNew = Number(process.versions.node.split(".")[0]) >= 24;
  return isNew
    ? good(`Node ${process.versions.node}`)
    : bad(`Node ${process.versions.node} is too old; use npm run handrail, which brings its own, or Node 24`);
}

async function checkPlace(config: Config): Promise<Finding[]> {
  const { dataDir } = config;
  const findings = [good(`settings read; data in ${dataDir}${existsSync(dataDir) ? "" : " (will be created)"}`)];
  // The nearest directory that is there decides: what is below it will be created.
  let place = dataDir;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  const isWritable = await access(place, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!isWritable) findings.push(bad(`${place} cannot be written to. Give Handrail's user the right to it, or set HANDRAIL_DATA_DIR`));
  const disk = await statfs(place).catch(() => null);
  const free = disk ? disk.bavail * disk.bsize : Infinity;
  if (free < leastFreeBytes)
    findings.push(bad(`only ${Math.round(free / 1e6)} MB are free where the data is; make room before the database stops`));
  const isBuilt = existsSync(join(distDir, "web", "index.html"));
  findings.push(isBuilt ? good("the desk's pages are built") : bad("the desk's pages are not built. Run: npm run build"));
  return findings;
}

async function examine(desk: HandrailDesk, say: (finding: Finding) => void): Promise<void> {
  const { rows } = await desk.db.query<{ version: string }>("select current_setting('server_version') as version");
  say(good(`PostgreSQL ${rows[0]!.version}${desk.config.isEmbedded ? ", embedded" : ""}`));
  const workflows = desk.library.workflows().length;
  const stored = (await desk.db.query<{ n: number }>("select count(*) as n from workflow")).rows[0]!.n;
  if (stored === 0) say(bad("there is no workflow, so people get every message. Run: handrail apply starter"));
  else
    say(
      workflows === stored
        ? good(`${workflows} workflows loaded`)
        : bad(`${stored - workflows} of ${stored} workflows have mistakes and are left out; the desk shows them under Workflows`),
    );
  await examineConnections(desk, say);
  await examineWork(desk, say);
}

async function examineConnections({ db, connections }: HandrailDesk, say: (finding: Finding) => void): Promise<void> {
  const enabled = await db.query<{ id: string }>("select id from connection where is_enabled order by id");
  for (const { id } of enabled.rows) {
    const opened = openedOf(connections, id);
    if (!opened) say(bad(`connection ${id} could not be opened. ${cannotOpen.say} ${cannotOpen.mend}`));
    // Before it is asked once more: that would change what is known of it.
    else say(withPast(connections.health.standing(id), await checked(id, opened)));
  }
}

/** How it did at work, which a short check need not show. */
function withPast({ failingSince, fault, restUntil }: Standing, finding: Finding): Finding {
  if (failingSince === null) return finding;
  const since = new Date(failingSince).toISOString();
  const rest = restUntil === null ? "" : "; it is left alone and tried again every half minute";
  if (finding.isGood) return good(`${finding.text} now; it had failed since ${since}: ${fault ?? "no reason is known"}`);
  const why = fault === null || finding.text.includes(fault) ? "" : `: ${fault}`;
  return bad(`${finding.text} At work it has failed since ${since}${rest}${why}`);
}

/** A service that does not answer must not keep the doctor waiting for ever. */
async function checked(id: string, connection: { check?: () => Promise<unknown> }): Promise<Finding> {
  if (!connection.check) return good(`connection ${id} opened`);
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve("no answer within 15 seconds"), slowCheckMs);
  });
  const fault = await Promise.race([
    connection.check().then(
      (answer) => (typeof answer === "string" ? answer : null),
      (error: unknown) => toAppError(error).message,
    ),
    patience,
  ]).finally(() => clearTimeout(timer));
  return fault === null ? good(`connection ${id} answers`) : bad(`connection ${id}: ${fault}`);
}

const stuck = `select
  (select count(*) from outbox where state in ('failed', 'held')) as unsent,
  (select count(*) from quarantine where state = 'held') as quarantined,
  (select count(*) from mailbox where pending > 0 and ready_at < now() - interval '10 minutes') as late`;

async function examineWork({ db }: HandrailDesk, say: (finding: Finding) => void): Promise<void> {
  const report = await auditSum(db);
  if (report.problems.length === 0) say(good(`${report.inbound} messages, every one accounted for`));
  else say(bad(`${report.problems.join("; ")}. Run: handrail audit`));
  const { unsent, quarantined, late } = (await db.query<{ unsent: number; quarantined: number; late: number }>(stuck)).rows[0]!;
  if (unsent > 0) say(bad(`${unsent} replies did not leave and wait for a person`));
  if (quarantined > 0)
    say(bad(`${quarantined} messages were set aside because they could not be read; the desk shows them under Settings`));
  if (late > 0) say(bad(`${late} conversations have waited for more than ten minutes. Is a process with the role all or worker running?`));
}
