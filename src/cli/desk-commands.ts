/** Small commands about the desk itself: migrate, audit, demo clear. */
import { clearDemo } from "../demo/demo.ts";
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
