/** What customers write about, what is not covered by a workflow, and what no article answers. */
import { categoryOfRun } from "./automation.ts";
import { both, type NumberDefinition } from "./number.ts";

export const topicNumbers: readonly NumberDefinition[] = [
  {
    name: "categories",
    group: "topics",
    title: both("Categories", "Kategorien"),
    means: both(
      "Customers' messages by what they were about: as read, or as a person has set it right.",
      "Nachrichten von Kunden nach ihrem Thema: wie gelesen oder wie von einem Menschen berichtigt.",
    ),
    unit: "count",
    parts: "category",
    split: "language",
    facts: ({ from, to }) => ({
      from: `run r where r.started_at >= ${from} and r.started_at < ${to} and cardinality(r.message_ids) > 0 and r.bypass is distinct from 'automatic'`,
      conversation: "r.conversation_id",
      at: "r.started_at",
      part: `coalesce(${categoryOfRun}, 'none')`,
      n: "cardinality(r.message_ids)",
      category: categoryOfRun,
      workflow: "r.workflow",
    }),
  },
  {
    name: "coverage",
    group: "topics",
    title: both("Messages without a workflow", "Nachrichten ohne Ablauf"),
    means: both(
      "Of the customers' messages for which a workflow was looked for, the share that none took, or only the one for everything else. Not counted: automatic mail, and what came into a conversation a person already had.",
      "Anteil der Nachrichten von Kunden, für die ein Ablauf gesucht wurde und die keiner übernahm oder nur der für alles Übrige. Nicht gezählt: automatische Mails und was in ein Gespräch kam, das schon ein Mensch hatte.",
    ),
    unit: "share",
    parts: [
      { id: "none", title: both("No workflow", "Kein Ablauf"), good: true },
      { id: "catch_all", title: both("Only the one for everything else", "Nur der für alles Übrige"), good: true },
      { id: "shadow", title: both("Shadow", "Schatten") },
      { id: "draft", title: both("Draft", "Entwurf") },
      { id: "auto", title: both("Auto", "Automatisch") },
    ],
    split: "category",
    facts: ({ from, to, bind, catchAll }) => ({
      from: `run r where r.started_at >= ${from} and r.started_at < ${to} and cardinality(r.message_ids) > 0 and r.began_by is null
        and (r.workflow is not null or (r.bypass is null and r.outcome is distinct from 'closed'))`,
      conversation: "r.conversation_id",
      at: "r.started_at",
      part: `case when r.workflow is null or r.mode = 'off' or r.mode is null then 'none' when r.workflow = any(${bind(catchAll, "text[]")}) then 'catch_all' else r.mode end`,
      n: "cardinality(r.message_ids)",
      category: categoryOfRun,
      workflow: "r.workflow",
    }),
  },
  {
    name: "gaps",
    group: "topics",
    title: both("Questions no article answers", "Fragen ohne passenden Artikel"),
    means: both(
      "Of the questions that workflows and readers of the help centre asked the articles, the share that none answered. A question of the help centre has no conversation.",
      "Anteil der Fragen von Abläufen und Lesern des Hilfe-Centers an die Artikel, die keiner beantwortet hat. Eine Frage aus dem Hilfe-Center hat kein Gespräch.",
    ),
    unit: "share",
    parts: [
      { id: "unanswered", title: both("No answer", "Ohne Antwort"), good: true },
      { id: "answered", title: both("Answered", "Beantwortet") },
    ],
    split: "language",
    facts: ({ from, to }) => ({
      from: `article_question q where q.asked_at >= ${from} and q.asked_at < ${to}`,
      conversation: "q.conversation_id",
      at: "q.asked_at",
      part: "case when q.article is null then 'unanswered' else 'answered' end",
      n: "q.times",
      language: "q.language",
      store: "q.store_id",
      note: "q.question",
    }),
  },
];
