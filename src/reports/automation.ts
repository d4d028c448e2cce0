/** What automation did, and how well: outcomes, the automation rate with its honest split, errors, time saved. */
import { both, fence, signDays, type Facts, type FactsQuery, type NumberDefinition, type PartDefinition } from "./number.ts";

/** The category a person has set right counts before the one that was read. */
export const categoryOfRun = `coalesce((select w.category from review w where w.run_id = r.id and w.category is not null order by w.created_at desc limit 1), r.category)`;

/** Runs that customers' messages began, in the range. */
const runsInRange = ({ from, to }: FactsQuery): string =>
  `run r where r.started_at >= ${from} and r.started_at < ${to} and cardinality(r.message_ids) > 0`;

const outcomeParts: readonly PartDefinition[] = [
  { id: "answered", title: both("Answered automatically", "Automatisch beantwortet") },
  { id: "drafted", title: both("Draft for a person", "Entwurf für einen Menschen") },
  { id: "asked", title: both("Asked back", "Nachgefragt") },
  { id: "handed_over", title: both("Handed to a person", "An einen Menschen übergeben") },
  { id: "closed", title: both("No reply needed", "Keine Antwort nötig") },
  { id: "ignored", title: both("Automation off", "Automatik aus") },
  { id: "waiting", title: both("Still under way", "Noch in Arbeit") },
];

const week = `interval '${signDays} days'`;
/** Runs of customers' later messages in the same conversation, within the days in which they still say something. */
const laterRun = `run l where l.conversation_id = r.conversation_id and l.started_at > r.started_at and l.started_at < r.started_at + ${week}
  and l.id <> r.id and l.began_by is null and cardinality(l.message_ids) > 0`;
/** The newest verdict on the run; of edits before it was recorded whether the meaning changed, every one is a mistake. */
export const newestVerdict = `(select case when w.verdict = 'wrong' or (w.verdict = 'edited' and coalesce(w.meaning_changed, true)) then 'wrong' else 'right' end
  from review w where w.run_id = r.id order by w.created_at desc limit 1)`;
const rated = `(select c.rating from conversation c where c.id = r.conversation_id and c.rated_at > r.started_at)`;
const reopenedByPerson = `exists (select from audit_log a where a.target = 'conversation:' || r.conversation_id and a.act = 'conversation.reopen'
  and a.at > r.started_at and a.at < r.started_at + ${week})`;
/** Closed soon after, and nobody wrote again while it would have meant something. */
const closedForGood = (
  now: string,
): string => `exists (select from closing z where z.conversation_id = r.conversation_id and not z.is_erasure
  and z.at >= r.started_at and z.at < r.started_at + ${week} and z.at + ${week} <= ${now}
  and not exists (select from message m where m.conversation_id = r.conversation_id and m.direction = 'in' and m.automatic is null
    and m.received_at > z.at and m.received_at < z.at + ${week}))`;
const thanked = `exists (select from ${laterRun} and l.category = 'feedback_thanks' and l.outcome = 'closed')`;
const cameBack = `(exists (select from ${laterRun} and (l.outcome = 'handed_over' or (l.workflow = r.workflow and l.outcome <> 'closed'))) or ${reopenedByPerson})`;

/** Bad news first: a reply that somebody called wrong is not confirmed by a customer who went away. */
const signOf = (now: string): string => `case
  when ${newestVerdict} = 'wrong' or ${rated} <= 2 then 'corrected'
  when ${cameBack} then 'reopened'
  when ${newestVerdict} = 'right' or ${rated} >= 4 or ${thanked} or ${closedForGood(now)} then 'confirmed'
  else 'assumed' end`;

function automationFacts(query: FactsQuery, outcomes: string, more: Partial<Facts> = {}): Facts {
  return {
    from: `${runsInRange(query)} and r.began_by is null and r.bypass is distinct from 'automatic' and r.outcome in (${outcomes})`,
    conversation: "r.conversation_id",
    at: "r.started_at",
    part: `case r.outcome when 'answered' then ${signOf(query.now)} when 'drafted' then 'drafted' when 'asked' then 'asked' else 'person' end`,
    category: categoryOfRun,
    workflow: "r.workflow",
    ...more,
  };
}

/** The end of an id of ours is random: who is in the sample is chosen by nobody. As src/learn/standing.ts draws it. */
const isSampled = `(r.mode <> 'auto' or ('x' || right(replace(r.id::text, '-', ''), 8))::bit(32)::bigint::float8 / 4294967296
  < coalesce((select f.audit_share from workflow f where f.name = r.workflow), 0.2))`;

export const automationNumbers: readonly NumberDefinition[] = [
  {
    name: "automation",
    group: "automation",
    title: both("Automation rate", "Automatisierungsquote"),
    means: both(
      `Of the requests that needed a reply, the share that automation answered and that did not come back. Confirmed: a person reviewed the reply as right, the customer thanked or gave 4 or 5, or the conversation was closed and nobody wrote again for ${signDays} days. Assumed: no sign yet. Came back: within ${signDays} days a person was needed, the same was asked again, or a person reopened it. Corrected: called wrong by a person, or rated 1 or 2. Only the first two count. Messages read together are one request.`,
      `Anteil der Anfragen, die eine Antwort brauchten, von der Automatik beantwortet wurden und nicht zurückkamen. Bestätigt: Ein Mensch hat die Antwort für richtig befunden, der Kunde hat sich bedankt oder 4 oder 5 gegeben, oder das Gespräch wurde geschlossen und ${signDays} Tage lang kam nichts mehr. Angenommen: noch kein Zeichen. Zurückgekommen: Binnen ${signDays} Tagen wurde ein Mensch gebraucht, dasselbe noch einmal gefragt oder das Gespräch von einem Menschen wieder geöffnet. Korrigiert: von einem Menschen für falsch befunden oder mit 1 oder 2 bewertet. Nur die ersten beiden zählen. Zusammen gelesene Nachrichten sind eine Anfrage.`,
    ),
    unit: "share",
    parts: [
      { id: "confirmed", title: both("Automatic, confirmed", "Automatisch, bestätigt"), good: true },
      { id: "assumed", title: both("Automatic, assumed", "Automatisch, angenommen"), good: true },
      { id: "reopened", title: both("Automatic, came back", "Automatisch, zurückgekommen") },
      { id: "corrected", title: both("Automatic, corrected", "Automatisch, korrigiert") },
      { id: "asked", title: both("Asked back", "Nachgefragt") },
      { id: "drafted", title: both("Draft for a person", "Entwurf für einen Menschen") },
      { id: "person", title: both("Handed to a person", "An einen Menschen übergeben") },
    ],
    split: "workflow",
    facts: (query) => automationFacts(query, "'answered', 'drafted', 'asked', 'handed_over', 'ignored'"),
  },
  {
    name: "outcomes",
    group: "automation",
    title: both("Outcomes", "Ergebnisse"),
    means: both(
      "Customers' messages by how the run that read them ended. Every message has exactly one outcome, or is still under way.",
      "Nachrichten von Kunden danach, wie der Lauf endete, der sie gelesen hat. Jede Nachricht hat genau ein Ergebnis oder ist noch in Arbeit.",
    ),
    unit: "count",
    parts: outcomeParts,
    split: "category",
    facts: (query) => ({
      from: runsInRange(query),
      conversation: "r.conversation_id",
      at: "r.started_at",
      part: "coalesce(r.outcome, 'waiting')",
      n: "cardinality(r.message_ids)",
      category: categoryOfRun,
      workflow: "r.workflow",
    }),
  },
  {
    name: "error_rate",
    group: "automation",
    title: both("Error rate against budget", "Fehlerquote gegen Budget"),
    means: both(
      "Of the automatic decisions that people reviewed, drafts and a random sample of what was sent, the share that was wrong: called wrong, or edited so that it says something else. Beside it the bounds the ladder judges by, which hold at every look with 95 % confidence, and each workflow's budget. What was reviewed for another reason than chance is shown, but would distort the rate.",
      "Anteil der falschen unter den von Menschen geprüften automatischen Entscheidungen (Entwürfe und eine Zufallsstichprobe des Gesendeten): für falsch befunden oder so geändert, dass sie etwas anderes sagen. Daneben die Schranken, nach denen die Leiter urteilt und die bei jedem Blick mit 95 % Sicherheit gelten, und das Budget jedes Ablaufs. Was aus anderem Grund als Zufall geprüft wurde, steht dabei, würde die Quote aber verzerren.",
    ),
    unit: "share",
    parts: [
      { id: "wrong", title: both("Wrong", "Falsch"), good: true },
      { id: "right", title: both("Right", "Richtig") },
      { id: "found_wrong", title: both("Wrong, found otherwise", "Falsch, anders entdeckt"), aside: true },
      { id: "found_right", title: both("Right, looked at otherwise", "Richtig, aus anderem Grund geprüft"), aside: true },
      { id: "unseen", title: both("Sent and not reviewed", "Gesendet und nicht geprüft"), aside: true },
    ],
    split: "workflow",
    facts: ({ from, to }) => ({
      from: `(
        select r.*, w.created_at as judged_at, case when ${isSampled} then '' else 'found_' end || ${newestVerdict} as verdict, w.note
        from review w join run r on r.id = w.run_id
        where w.created_at >= ${from} and w.created_at < ${to} and r.workflow is not null and r.mode in ('draft', 'auto')
          and not exists (select from review n where n.run_id = w.run_id and (n.created_at, n.id) > (w.created_at, w.id))
        union all
        select r.*, r.started_at, 'unseen', null from run r
        where r.started_at >= ${from} and r.started_at < ${to} and r.mode = 'auto' and r.outcome in ('answered', 'asked') and r.workflow is not null
          and not exists (select from review w where w.run_id = r.id)
      ) r`,
      conversation: "r.conversation_id",
      at: "r.judged_at",
      part: "r.verdict",
      category: categoryOfRun,
      workflow: "r.workflow",
      note: "r.note",
    }),
  },
  {
    name: "saved",
    group: "automation",
    title: both("Time saved", "Gesparte Zeit"),
    means: both(
      "Automatic answers that did not come back, times the minutes a person needs for a reply in the same category. The minutes are measured: the median time between one reply of a person and their next, over 90 days, pauses of more than 30 minutes left out. A category with fewer than 20 such times takes the median of all; with fewer than 20 in all, nothing is claimed.",
      "Automatische Antworten, die nicht zurückkamen, mal die Minuten, die ein Mensch für eine Antwort derselben Kategorie braucht. Die Minuten sind gemessen: der Median der Zeit zwischen einer Antwort eines Menschen und seiner nächsten in 90 Tagen, ohne Pausen von mehr als 30 Minuten. Eine Kategorie mit weniger als 20 solchen Zeiten nimmt den Median aller; bei weniger als 20 insgesamt wird nichts behauptet.",
    ),
    unit: "minutes",
    parts: [
      { id: "confirmed", title: both("Confirmed", "Bestätigt") },
      { id: "assumed", title: both("Assumed", "Angenommen") },
    ],
    split: "category",
    facts: (query) => {
      const inner = automationFacts(query, "'answered'");
      return {
        from: `(
          select s.*, coalesce(h.minutes, (select o.minutes from json_to_recordset(${query.handling}) as o(category text, minutes float8) where o.category is null)) as minutes
          from (select r.conversation_id, r.started_at, r.workflow, ${inner.part} as part, ${categoryOfRun} as category from ${inner.from} ${fence}) s
          left join json_to_recordset(${query.handling}) as h(category text, minutes float8) on h.category = coalesce(s.category, (select c.category from conversation c where c.id = s.conversation_id))
        ) s where s.part in ('confirmed', 'assumed') and s.minutes is not null`,
        conversation: "s.conversation_id",
        at: "s.started_at",
        part: "s.part",
        n: "s.minutes",
        category: "s.category",
        workflow: "s.workflow",
      };
    },
  },
];
