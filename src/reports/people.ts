/** What the people of the desk have done and have to do. An agent sees their own; an admin sees everybody's. */
import { both, fence, type NumberDefinition } from "./number.ts";
import { endings, personReplies } from "./care.ts";

/** "user:<id>", as audit log and reviews name a person. */
const personIn = (actor: string): string => `nullif(substring(${actor} from '^user:(.*)$'), '')`;

export const peopleNumbers: readonly NumberDefinition[] = [
  {
    name: "agent_load",
    group: "people",
    title: both("Workload now", "Auslastung jetzt"),
    means: both(
      "Conversations that somebody has and that are not finished, at this moment.",
      "Gespräche, die jemand hat und die nicht fertig sind, in diesem Moment.",
    ),
    unit: "count",
    isNow: true,
    isPersonal: true,
    parts: [
      { id: "due", title: both("Waits for the person", "Wartet auf die Person") },
      { id: "customer", title: both("Waits for the customer", "Wartet auf den Kunden") },
      { id: "snoozed", title: both("Snoozed", "Zurückgestellt") },
    ],
    split: "agent",
    facts: ({ now }) => ({
      from: "conversation c where c.assignee_id is not null and c.status in ('open', 'waiting', 'snoozed')",
      conversation: "c.id",
      at: now,
      part: "case c.status when 'open' then 'due' when 'waiting' then 'customer' else 'snoozed' end",
      agent: "c.assignee_id",
    }),
  },
  {
    name: "agent_replies",
    group: "people",
    title: both("Replies by person", "Antworten je Person"),
    means: both(
      "Messages people sent to customers: in their own words, or a draft of automation, unchanged or edited.",
      "Nachrichten, die Menschen an Kunden gesendet haben: mit eigenen Worten oder als Entwurf der Automatik, unverändert oder bearbeitet.",
    ),
    unit: "count",
    isPersonal: true,
    parts: [
      { id: "own", title: both("Own words", "Eigene Worte") },
      { id: "approved", title: both("Draft, unchanged", "Entwurf, unverändert") },
      { id: "edited", title: both("Draft, edited", "Entwurf, bearbeitet") },
    ],
    split: "agent",
    facts: ({ from, to }) => ({
      from: `message m where m.received_at >= ${from} and m.received_at < ${to} and m.direction = 'out' and m.author_kind = 'agent'`,
      conversation: "m.conversation_id",
      at: "m.received_at",
      part: `coalesce((select d.state from draft d where d.conversation_id = m.conversation_id and d.message_id = m.id and d.state in ('approved', 'edited')), 'own')`,
      agent: "m.author_id",
    }),
  },
  {
    name: "agent_reply_time",
    group: "people",
    title: both("Reply time by person", "Antwortzeit je Person"),
    means: both(
      "Working time from the moment a person was needed to this person's reply; the median. Part of it may have passed before the person had the conversation.",
      "Arbeitszeit von dem Moment, in dem ein Mensch gebraucht wurde, bis zur Antwort dieser Person; der Median. Ein Teil davon kann vergangen sein, bevor die Person das Gespräch hatte.",
    ),
    unit: "duration",
    isPersonal: true,
    parts: [{ id: "replied", title: both("Replies", "Antworten") }],
    split: "agent",
    facts: personReplies,
  },
  {
    name: "agent_closed",
    group: "people",
    title: both("Resolved by person", "Gelöst je Person"),
    means: both(
      "Conversations a person closed, and which of them were reopened within 7 days; the time is the working time until then, the median.",
      "Gespräche, die eine Person geschlossen hat, und welche davon binnen 7 Tagen wieder geöffnet wurden; die Zeit ist die Arbeitszeit bis dahin, der Median.",
    ),
    unit: "count",
    isPersonal: true,
    parts: [
      { id: "stayed", title: both("Stayed closed", "Blieb geschlossen") },
      { id: "reopened", title: both("Reopened", "Wieder geöffnet") },
    ],
    split: "agent",
    facts: (query) => ({
      // Both are written in one transaction, so their times are the same to the microsecond.
      from: `(
        select z.*, ${personIn("a.actor")} as person from (select * from ${endings(query)}) z
        join audit_log a on a.target = 'conversation:' || z.conversation_id and a.at = z.at and a.act = 'conversation.close' ${fence}
      ) z where z.person is not null`,
      conversation: "z.conversation_id",
      at: "z.at",
      part: "z.part",
      since: "z.since",
      until: "z.at",
      agent: "z.person",
    }),
  },
  {
    name: "agent_drafts",
    group: "people",
    title: both("Decisions on drafts by person", "Entscheidungen über Entwürfe je Person"),
    means: both(
      "What people did with drafts of automation. The value is the share of words changed, on average, where a draft was edited.",
      "Was Menschen mit Entwürfen der Automatik taten. Der Wert ist der im Mittel geänderte Anteil der Wörter, wo ein Entwurf bearbeitet wurde.",
    ),
    unit: "count",
    isPersonal: true,
    parts: [
      { id: "right", title: both("Sent unchanged", "Unverändert gesendet") },
      { id: "edited", title: both("Edited", "Bearbeitet") },
      { id: "wrong", title: both("Rejected", "Abgelehnt") },
    ],
    split: "agent",
    facts: ({ from, to }) => ({
      from: `review w join run r on r.id = w.run_id
        where w.created_at >= ${from} and w.created_at < ${to} and w.draft_id is not null and ${personIn("w.reviewer")} is not null`,
      conversation: "r.conversation_id",
      at: "w.created_at",
      part: "w.verdict",
      value: "case when w.verdict = 'edited' then w.edit_share end",
      workflow: "r.workflow",
      agent: personIn("w.reviewer"),
      note: "w.note",
    }),
  },
];
