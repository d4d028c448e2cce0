/** How customers are served: what comes in, how fast it is answered, what waits, what they say of it. */
import { both, fence, signDays, type Facts, type FactsQuery, type NumberDefinition } from "./number.ts";

/** A run that leaves a conversation to people: handed over, or a draft that waits for one. */
const needsPerson = "r.outcome in ('handed_over', 'drafted')";
const byPerson = "m.direction = 'out' and m.author_kind = 'agent'";

/** The customer's first message since the conversation was last closed before `z`. */
const firstSinceLastEnd = `(select min(m.received_at) from message m where m.conversation_id = z.conversation_id and m.direction = 'in' and m.automatic is null
  and m.received_at <= z.at
  and m.received_at > coalesce((select max(y.at) from closing y where y.conversation_id = z.conversation_id and y.at < z.at), '-infinity'))`;
const cameBackAfterEnd = `(exists (select from run r where r.conversation_id = z.conversation_id and r.started_at >= z.at
    and r.started_at < z.at + interval '${signDays} days' and r.began_by is null and cardinality(r.message_ids) > 0 and r.outcome is distinct from 'closed')
  or exists (select from audit_log a where a.target = 'conversation:' || z.conversation_id and a.act = 'conversation.reopen'
    and a.at > z.at and a.at < z.at + interval '${signDays} days'))`;

/** Ends that people or workflows brought about after a customer had written; what closes itself again afterwards is no second end. */
export const endings = ({ from, to }: FactsQuery): string =>
  `(select z.*, ${firstSinceLastEnd} as since, case when ${cameBackAfterEnd} then 'reopened' else 'stayed' end as part
    from closing z where z.at >= ${from} and z.at < ${to} and not z.is_erasure ${fence}) z where z.since is not null`;

/** Replies of people to what had waited for one, from the moment it began to wait. */
export function personReplies({ from, to }: FactsQuery): Facts {
  return {
    from: `(
      select m.conversation_id, m.received_at, m.author_id, s.since
      from message m
      cross join lateral (
        select greatest(
          coalesce((select max(p.received_at) from message p where p.conversation_id = m.conversation_id and p.seq < m.seq
            and p.direction = 'out' and p.author_kind = 'agent'), '-infinity'),
          coalesce((select max(z.at) from closing z where z.conversation_id = m.conversation_id and z.at < m.received_at), '-infinity')) as at ${fence}
      ) e
      cross join lateral (
        select min(coalesce(r.ended_at, r.started_at)) as since from run r where r.conversation_id = m.conversation_id and ${needsPerson}
          and coalesce(r.ended_at, r.started_at) <= m.received_at and coalesce(r.ended_at, r.started_at) > e.at
      ) s
      where m.received_at >= ${from} and m.received_at < ${to} and ${byPerson} ${fence}
    ) m where m.since is not null`,
    conversation: "m.conversation_id",
    at: "m.received_at",
    part: "'replied'",
    since: "m.since",
    until: "m.received_at",
    agent: "m.author_id",
  };
}

function deadlines(kind: "first_reply" | "resolution"): (query: FactsQuery) => Facts {
  const current = kind === "first_reply" ? "due_at" : "resolve_by";
  return ({ from, to, now }) => ({
    from: `(
      select d.conversation_id, d.due_at, d.team, d.ended_at from deadline d where d.kind = '${kind}' and d.due_at >= ${from} and d.due_at < ${to}
      union all
      select c.id, c.${current}, c.team, null from conversation c
      where c.${current} >= ${from} and c.${current} < ${to} and c.status not in ('closed', 'erased')
    ) d`,
    conversation: "d.conversation_id",
    at: "d.due_at",
    part: `case when d.ended_at <= d.due_at then 'met' when d.ended_at > d.due_at or d.due_at <= ${now} then 'missed' else 'running' end`,
    team: "d.team",
  });
}

const deadlineParts = [
  { id: "met", title: both("Met", "Eingehalten"), good: true },
  { id: "missed", title: both("Missed", "Verpasst") },
  { id: "running", title: both("Still running", "Läuft noch"), aside: true },
] as const;

export const serviceNumbers: readonly NumberDefinition[] = [
  {
    name: "messages",
    group: "service",
    title: both("Messages", "Nachrichten"),
    means: both(
      "Messages received from customers and sent to them, by the time they were stored; notes for the team are not counted.",
      "Von Kunden empfangene und an sie gesendete Nachrichten nach der Zeit, zu der sie gespeichert wurden; Notizen für das Team zählen nicht.",
    ),
    unit: "count",
    parts: [
      { id: "in", title: both("From customers", "Von Kunden") },
      { id: "automation", title: both("Sent by automation", "Von der Automatik gesendet") },
      { id: "agent", title: both("Sent by people", "Von Menschen gesendet") },
    ],
    split: "channel",
    facts: ({ from, to }) => ({
      from: `message m where m.received_at >= ${from} and m.received_at < ${to} and m.direction <> 'note'`,
      conversation: "m.conversation_id",
      at: "m.received_at",
      part: "case when m.direction = 'in' then 'in' else m.author_kind end",
      agent: "case when m.author_kind = 'agent' then m.author_id end",
    }),
  },
  {
    name: "conversations",
    group: "service",
    title: both("New conversations", "Neue Gespräche"),
    means: both("Conversations by the time of their first message.", "Gespräche nach der Zeit ihrer ersten Nachricht."),
    unit: "count",
    parts: [
      { id: "in", title: both("Begun by customers", "Von Kunden begonnen") },
      { id: "out", title: both("Begun by us", "Von uns begonnen") },
    ],
    split: "channel",
    facts: ({ from, to }) => ({
      from: `message m where m.received_at >= ${from} and m.received_at < ${to} and m.seq = 1 and m.direction <> 'note'`,
      conversation: "m.conversation_id",
      at: "m.received_at",
      part: "m.direction",
    }),
  },
  {
    name: "first_reply",
    group: "service",
    title: both("Time to the first reply", "Zeit bis zur ersten Antwort"),
    means: both(
      "Working time from a customer's first message to the first reply of anybody, automation included; the median. By the time of the message. What was closed without a reply is not in it.",
      "Arbeitszeit von der ersten Nachricht eines Kunden bis zur ersten Antwort, auch der Automatik; der Median. Nach der Zeit der Nachricht. Was ohne Antwort geschlossen wurde, zählt nicht.",
    ),
    unit: "duration",
    parts: [
      { id: "automation", title: both("By automation", "Von der Automatik") },
      { id: "agent", title: both("By a person", "Von einem Menschen") },
      { id: "none", title: both("No reply yet", "Noch keine Antwort") },
    ],
    split: "team",
    facts: ({ from, to }) => ({
      from: `message m join conversation c on c.id = m.conversation_id
        left join lateral (select o.received_at, o.author_kind from message o
          where o.conversation_id = m.conversation_id and o.direction = 'out' order by o.seq limit 1) o on true
        where m.received_at >= ${from} and m.received_at < ${to} and m.seq = 1 and m.direction = 'in' and m.automatic is null
          and (o.received_at is not null or c.status not in ('closed', 'erased'))`,
      conversation: "m.conversation_id",
      at: "m.received_at",
      part: "coalesce(o.author_kind, 'none')",
      since: "m.received_at",
      until: "o.received_at",
    }),
  },
  {
    name: "person_reply",
    group: "service",
    title: both("Time to a person's reply", "Zeit bis zur Antwort eines Menschen"),
    means: both(
      "Working time from the moment a person was needed (handed over, or a draft was ready) to a person's reply; the median. By the time of the reply.",
      "Arbeitszeit von dem Moment, in dem ein Mensch gebraucht wurde (übergeben, oder ein Entwurf lag bereit), bis zur Antwort eines Menschen; der Median. Nach der Zeit der Antwort.",
    ),
    unit: "duration",
    parts: [{ id: "replied", title: both("Replies", "Antworten") }],
    split: "team",
    facts: personReplies,
  },
  {
    name: "resolution",
    group: "service",
    title: both("Time to resolution", "Zeit bis zur Lösung"),
    means: both(
      `Working time from the customer's first message since the last end until the conversation was closed; the median. By the time of closing. Reopened: within ${signDays} days the customer wrote again and it was more than thanks, or a person opened it.`,
      `Arbeitszeit von der ersten Nachricht des Kunden seit dem letzten Ende bis zum Schließen des Gesprächs; der Median. Nach der Zeit des Schließens. Wieder geöffnet: Binnen ${signDays} Tagen schrieb der Kunde mehr als Dank, oder ein Mensch hat es geöffnet.`,
    ),
    unit: "duration",
    parts: [
      { id: "stayed", title: both("Stayed closed", "Blieb geschlossen") },
      { id: "reopened", title: both("Reopened", "Wieder geöffnet") },
    ],
    split: "category",
    facts: (query) => ({
      from: endings(query),
      conversation: "z.conversation_id",
      at: "z.at",
      part: "z.part",
      since: "z.since",
      until: "z.at",
    }),
  },
  {
    name: "sla_first_reply",
    group: "service",
    title: both("Deadlines for a reply", "Fristen für eine Antwort"),
    means: both(
      "Of the deadlines by which a person had to answer, the share that was met. By the time they were due; one that was replaced before its time is not in it, one that is overdue is missed.",
      "Anteil der eingehaltenen unter den Fristen, bis zu denen ein Mensch antworten musste. Nach ihrer Fälligkeit; eine vorher ersetzte zählt nicht, eine überfällige ist verpasst.",
    ),
    unit: "share",
    parts: deadlineParts,
    split: "team",
    facts: deadlines("first_reply"),
  },
  {
    name: "sla_resolution",
    group: "service",
    title: both("Deadlines for the end", "Fristen für die Lösung"),
    means: both(
      "Of the deadlines by which a conversation had to be closed, the share that was met. By the time they were due.",
      "Anteil der eingehaltenen unter den Fristen, bis zu denen ein Gespräch geschlossen sein musste. Nach ihrer Fälligkeit.",
    ),
    unit: "share",
    parts: deadlineParts,
    split: "team",
    facts: deadlines("resolution"),
  },
  {
    name: "backlog",
    group: "service",
    title: both("Backlog", "Rückstand"),
    means: both(
      "Conversations that waited for a person at the end of each day, week or month, or now: handed over, or with a draft, and neither answered by a person nor closed since. Of conversations that are over, at most the last 90 days of waiting are known.",
      "Gespräche, die am Ende jedes Tages, jeder Woche oder jedes Monats oder jetzt auf einen Menschen warteten: übergeben oder mit Entwurf und seither weder von einem Menschen beantwortet noch geschlossen. Von beendeten Gesprächen sind höchstens die letzten 90 Tage des Wartens bekannt.",
    ),
    unit: "count",
    isLevel: true,
    parts: [
      { id: "day", title: both("Up to a day", "Bis zu einem Tag") },
      { id: "week", title: both("Up to a week", "Bis zu einer Woche") },
      { id: "older", title: both("Longer", "Länger") },
    ],
    split: "team",
    facts: ({ from, to, ends }) => ({
      from: `(
        with need as (
          select r.conversation_id, coalesce(r.ended_at, r.started_at) as since from run r
          where r.started_at >= ${from} - interval '90 days' and r.started_at < ${to} and ${needsPerson}
          union all
          select r.conversation_id, coalesce(r.ended_at, r.started_at) from conversation c join run r on r.conversation_id = c.id
          where c.status in ('open', 'snoozed') and ${needsPerson} and r.started_at < ${from} - interval '90 days'
        ),
        wait as materialized (
          select n.conversation_id, n.since, least(
            (select min(m.received_at) from message m where m.conversation_id = n.conversation_id and ${byPerson} and m.received_at >= n.since),
            (select min(z.at) from closing z where z.conversation_id = n.conversation_id and z.at >= n.since)) as until
          from need n
        )
        select t.ends_at, s.conversation_id, min(s.since) as since
        from unnest(${ends}) as t(ends_at) join wait s on s.since <= t.ends_at and (s.until is null or s.until > t.ends_at)
        group by 1, 2
      ) b`,
      conversation: "b.conversation_id",
      at: "b.ends_at",
      part: "case when b.ends_at - b.since <= interval '1 day' then 'day' when b.ends_at - b.since <= interval '7 days' then 'week' else 'older' end",
    }),
  },
  {
    name: "csat",
    group: "service",
    title: both("Customer satisfaction", "Kundenzufriedenheit"),
    means: both(
      "Of the ratings customers gave, the share of 4 and 5. By the time they were given; a second rating of a conversation takes the place of the first.",
      "Anteil der Bewertungen mit 4 und 5 unter allen. Nach der Zeit der Bewertung; eine zweite Bewertung eines Gesprächs tritt an die Stelle der ersten.",
    ),
    unit: "share",
    parts: [5, 4, 3, 2, 1].map((stars) => ({
      id: String(stars),
      title: both(`${stars} of 5`, `${stars} von 5`),
      ...(stars >= 4 ? { good: true as const } : {}),
    })),
    split: "category",
    facts: ({ from, to }) => ({
      from: `conversation c where c.rated_at >= ${from} and c.rated_at < ${to}`,
      conversation: "c.id",
      at: "c.rated_at",
      part: "c.rating::text",
      value: "c.rating",
      note: `(select nullif(m.text, '') from message m where m.conversation_id = c.id and m.direction = 'in' and m.received_at <= c.rated_at order by m.seq desc limit 1)`,
    }),
  },
];
