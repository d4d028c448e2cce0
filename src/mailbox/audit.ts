/**
 * The audit of the sum: every inbound message has exactly one run, every finished run exactly one outcome, and what is
 * left is in flight. Reads only; one consistent snapshot.
 */
import type { Db } from "../db/pool.ts";
import { transaction } from "../db/pool.ts";
import { outcomeKinds, type OutcomeKind } from "../domain/run.ts";

export type AuditReport = {
  inbound: number;
  outcomes: Record<OutcomeKind, number>;
  in_flight: { undecided: number; waiting: number };
  outbox: { queued: number; sending: number; held: number; failed: number };
  /** One sentence per check that does not hold; empty when all is well. */
  problems: string[];
};

const counts = `
with taken as (select r.id, r.state, r.outcome, u.message_id from run r, unnest(r.message_ids) as u(message_id)),
per_message as (
  select m.id, m.seq, x.done_seq, count(t.id) as runs, max(t.outcome) filter (where t.state = 'done') as outcome, bool_or(t.state = 'waiting') as is_waiting
  from message m left join mailbox x on x.conversation_id = m.conversation_id left join taken t on t.message_id = m.id
  where m.direction = 'in' group by m.id, m.seq, x.done_seq
)
select coalesce(case when runs = 0 then case when done_seq is null then 'orphan' when seq <= done_seq then 'lost' else 'undecided' end
  when runs > 1 then 'twice' when is_waiting then 'waiting' else outcome end, 'none') as what, count(*) as n
from per_message group by 1`;

const checks: { question: string; sentence: (n: number) => string }[] = [
  {
    question:
      "select count(*) as n from mailbox x where pending <> (select count(*) from message m where m.conversation_id = x.conversation_id and direction = 'in' and seq > x.done_seq)",
    sentence: (n) => `${n} conversations count their waiting messages wrongly`,
  },
  {
    question: "select count(*) as n from mailbox where pending > 0 and ready_at = 'infinity'",
    sentence: (n) => `${n} conversations have waiting messages and nobody will look at them`,
  },
  {
    question:
      "select count(*) as n from mailbox x where last_seq <> (select coalesce(max(seq), 0) from message m where m.conversation_id = x.conversation_id)",
    sentence: (n) => `${n} conversations number their messages wrongly`,
  },
  {
    question:
      "select count(*) as n from message m where direction = 'out' and delivery = 'queued' and not exists (select from outbox o where o.message_id = m.id)",
    sentence: (n) => `${n} replies wait to be sent and are not in the outbox`,
  },
  {
    question:
      "select count(*) as n from (select run_id from message where direction = 'out' and author_kind = 'automation' and run_id is not null group by run_id having count(*) > 3) x",
    sentence: (n) => `${n} runs wrote more than three replies`,
  },
  {
    question:
      "select count(*) as n from run r where state = 'done' and outcome = 'answered' and workflow is not null and not exists (select from message m where m.run_id = r.id and direction = 'out') and not exists (select from draft d where d.run_id = r.id) and not exists (select from conversation v where v.id = r.conversation_id and v.status = 'erased')",
    sentence: (n) => `${n} runs say they answered and no reply is there`,
  },
  {
    question: "select count(*) as n from run r where state = 'done' and outcome = 'handed_over' and (team is null or due_at is null)",
    sentence: (n) => `${n} handovers have no owner or no deadline`,
  },
];

export async function auditSum(db: Db): Promise<AuditReport> {
  return transaction(db, async (client) => {
    await client.query("set transaction isolation level repeatable read, read only");
    const report: AuditReport = {
      inbound: 0,
      outcomes: Object.fromEntries(outcomeKinds.map((kind) => [kind, 0])) as AuditReport["outcomes"],
      in_flight: { undecided: 0, waiting: 0 },
      outbox: { queued: 0, sending: 0, held: 0, failed: 0 },
      problems: [],
    };
    for (const { what, n } of (await client.query(counts)).rows as { what: string; n: number }[]) {
      report.inbound += n;
      if (what in report.outcomes) report.outcomes[what as OutcomeKind] = n;
      else if (what === "undecided" || what === "waiting") report.in_flight[what] = n;
      else report.problems.push(faults[what]?.(n) ?? `${n} messages are in an unknown state`);
    }
    for (const { question, sentence } of checks) {
      const { n } = (await client.query(question)).rows[0];
      if (n > 0) report.problems.push(sentence(n));
    }
    for (const { state, n } of (await client.query("select state, count(*) as n from outbox group by 1")).rows)
      report.outbox[state as keyof AuditReport["outbox"]] = n;
    return report;
  });
}

const faults: Record<string, (n: number) => string> = {
  orphan: (n) => `${n} messages belong to no conversation`,
  lost: (n) => `${n} messages were passed over without an outcome`,
  twice: (n) => `${n} messages were decided more than once`,
  none: (n) => `${n} messages were decided without an outcome`,
};
