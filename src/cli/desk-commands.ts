/** Small commands about the desk itself: migrate, doctor, audit, config, demo clear. */
import { existsSync } from "node:fs";
import { describeConfig } from "../config/config.ts";
import { clearDemo } from "../demo/demo.ts";
import { toAppError } from "../domain/errors.ts";
import { auditSum, type AuditReport } from "../mailbox/audit.ts";
import type { AddCommand, Context } from "./command.ts";

export const addMigrate: AddCommand = (program, context) => {
  program
    .command("migrate")
    .description("bring the database up to date; start does this by itself")
    .action(() =>
      context.withDesk(async ({ db }) => {
        const { rows } = await db.query("select number, name from migration order by number desc limit 1");
        context.print(`The database is up to date: migration ${rows[0]?.number} (${rows[0]?.name}).`);
      }),
    );
};

export const addAudit: AddCommand = (program, context) => {
  program
    .command("audit")
    .description("prove that every message has exactly one outcome")
    .option("--json", "print one JSON object")
    .action((options: { json?: boolean }) =>
      context.withDesk(async ({ db }) => {
        const report = await auditSum(db);
        if (options.json) context.print(JSON.stringify(report));
        else printAudit(report, context);
        if (report.problems.length > 0) context.failed();
      }),
    );
};

function printAudit(report: AuditReport, { print }: Context): void {
  const decided = Object.values(report.outcomes).reduce((sum, n) => sum + n, 0);
  print(`Messages received   ${report.inbound}`);
  for (const [kind, n] of Object.entries(report.outcomes)) print(`  ${kind.replace("_", " ").padEnd(18)}${n}`);
  print(
    `  ${"in flight".padEnd(18)}${report.in_flight.undecided + report.in_flight.waiting} (${report.in_flight.undecided} not decided yet, ${report.in_flight.waiting} waiting)`,
  );
  print(
    `Outbox              ${report.outbox.queued + report.outbox.sending} to send, ${report.outbox.held} held for a person, ${report.outbox.failed} failed`,
  );
  for (const problem of report.problems) print(`PROBLEM  ${problem}.`);
  print(
    report.problems.length === 0
      ? `The sum holds: ${report.inbound} = ${decided} + ${report.in_flight.undecided + report.in_flight.waiting}.`
      : "The sum does not hold. Keep the database as it is and report this.",
  );
}

export const addConfig: AddCommand = (program, context) => {
  program
    .command("config")
    .description("show every setting, its meaning and whether it is set")
    .option("--json", "print JSON")
    .action((options: { json?: boolean }) => {
      const rows = describeConfig();
      if (options.json) return context.print(JSON.stringify(rows));
      for (const row of rows) {
        const names = row.names;
        const isSet = names.some((name) => context.io.env[name]);
        context.print(`${names.join(" or ")}${isSet ? " (set)" : ""}\n    ${row.about} Default: ${row.standard}.`);
      }
    });
};

export const addDoctor: AddCommand = (program, context) => {
  program
    .command("doctor")
    .description("check what the desk needs, and say how to mend what is missing")
    .action(async () => {
      const say = (isGood: boolean, text: string) => {
        context.print(`${isGood ? "ok      " : "PROBLEM "} ${text}`);
        if (!isGood) context.failed();
      };
      say(
        Number(process.versions.node.split(".")[0]) >= 24,
        `Node ${process.versions.node} (24 or newer is needed; npm run handrail uses the one that comes with the project)`,
      );
      const config = context.config();
      say(true, `settings read; data in ${config.dataDir}${existsSync(config.dataDir) ? "" : " (will be created)"}`);
      await context.withDesk(async (desk) => {
        const { rows } = await desk.db.query("select current_setting('server_version') as version");
        say(true, `PostgreSQL ${rows[0].version}${config.isEmbedded ? ", embedded" : ""}`);
        say(desk.library.workflows().length > 0, `${desk.library.workflows().length} workflows loaded`);
        const enabled = await desk.db.query("select count(*) as n from connection where is_enabled");
        const open = desk.connections.channels().length + desk.connections.stores().length + desk.connections.carriers().length;
        say(open === enabled.rows[0].n, `${open} of ${enabled.rows[0].n} connections opened`);
        for (const { id, channel } of desk.connections.channels()) {
          const fault = await channel.check?.().catch((error: unknown) => toAppError(error).message);
          say(!fault, `connection ${id}${fault ? `: ${fault}` : ""}`);
        }
        const report = await auditSum(desk.db);
        say(
          report.problems.length === 0,
          report.problems.length === 0 ? `${report.inbound} messages, every one accounted for` : report.problems.join("; "),
        );
      });
    });
};

export const addDemo: AddCommand = (program, context) => {
  const demo = program.command("demo").description("the demo shop");
  demo
    .command("clear")
    .description("remove the demo shop and everything in it")
    .action(() =>
      context.withDesk(async ({ db }) => {
        const conversations = await clearDemo(db, "system");
        context.print(`The demo data is gone: the demo shop and ${conversations} conversations. Your own data was not touched.`);
      }),
    );
};
