/**
 * The shapes the HTTP API speaks, once: the server validates and documents with them (OpenAPI 3.1), the web app takes its
 * types from them. Snake case and ISO 8601 times, as in the public contract.
 */
import { z } from "zod";
import { afterSendList } from "./after-send.ts";
import type { Problem } from "./errors.ts";

const time = z.string().meta({ format: "date-time" });
const nullableText = z.string().nullable();

export const priority = z.enum(["urgent", "high", "normal", "low"]);
export const conversationStatus = z.enum(["open", "waiting", "snoozed", "closed", "erased"]);
export const outcome = z.object({
  kind: z.enum(["answered", "drafted", "asked", "handed_over", "closed", "ignored"]),
  reason: z.string().optional(),
  team: z.string().optional(),
  priority: priority.optional(),
  due_at: z.string().optional(),
});

export const evidence = z.object({
  text: z.string(),
  start: z.number(),
  end: z.number(),
  source: z.string(),
  field: z.string(),
  value: z.string(),
  at: time,
});
const span = z.object({ text: z.string(), start: z.number(), end: z.number() });

export const conversationSummary = z.object({
  id: z.string(),
  status: conversationStatus,
  subject: nullableText,
  preview: z.string(),
  category: nullableText,
  language: nullableText,
  sentiment: nullableText,
  priority,
  assignee: z.object({ id: z.string(), name: z.string() }).nullable(),
  team: nullableText,
  tags: z.array(z.string()),
  customer: z.object({ id: z.string(), name: z.string(), is_vip: z.boolean() }).nullable(),
  channel: z.object({ connection_id: z.string(), title: z.string() }),
  paused: z.boolean(),
  needs_person: z.boolean(),
  has_draft: z.boolean(),
  due_at: time.nullable(),
  snoozed_until: time.nullable(),
  last_message_at: time,
  is_demo: z.boolean(),
});
export type ConversationSummary = z.infer<typeof conversationSummary>;

export const attachment = z.object({
  id: z.string(),
  name: z.string(),
  content_type: z.string(),
  size: z.number(),
  inline_id: nullableText,
});

export const message = z.object({
  id: z.string(),
  external_id: nullableText,
  direction: z.enum(["in", "out", "note"]),
  author: z.object({ kind: z.enum(["customer", "agent", "automation"]), id: nullableText, name: nullableText }),
  /** How sure we are who wrote an inbound message. */
  proof: z.enum(["proven", "reply_address", "none"]).nullable(),
  subject: nullableText,
  text: z.string(),
  /** Made safe for display; null when the mail had none. */
  html: nullableText,
  quoted: nullableText,
  automatic: nullableText,
  attachments: z.array(attachment),
  at: time,
  delivery: z.enum(["queued", "sent", "delivered", "read", "failed"]).nullable(),
  delivery_reason: nullableText,
  /** The message in other languages. `is_original`: a person wrote it so, and the message is its translation. `lacks`: facts it left out. */
  translations: z.array(z.object({ language: z.string(), text: z.string(), is_original: z.boolean(), lacks: z.array(z.string()) })),
});
export type WireMessage = z.infer<typeof message>;

export const runSummary = z.object({
  id: z.string(),
  message_ids: z.array(z.string()),
  workflow: nullableText,
  version: nullableText,
  mode: nullableText,
  outcome: outcome.nullable(),
  state: z.enum(["waiting", "done"]),
  started_at: time,
});
export type RunSummary = z.infer<typeof runSummary>;

export const draft = z.object({
  id: z.string(),
  run_id: z.string(),
  text: z.string(),
  language: z.string(),
  template: nullableText,
  evidence: z.array(evidence),
  unsourced: z.array(span),
  state: z.enum(["pending", "approved", "edited", "rejected", "stale"]),
  sent_text: nullableText,
  created_at: time,
});
export type WireDraft = z.infer<typeof draft>;

/** What a workflow asked a person or the shop for. */
export const hold = z.object({
  id: z.string(),
  run_id: z.string(),
  workflow: nullableText,
  kind: z.enum(["approval", "action"]),
  /** What is asked, in one sentence. */
  question: z.string(),
  /** A person has to say yes or no. */
  needs_approval: z.boolean(),
  /** How many different people have to say yes, and how many have. */
  people: z.number(),
  agreed: z.number(),
  state: z.enum(["pending", "approved", "running", "refused", "done", "denied", "failed", "unknown", "expired", "overtaken"]),
  decided_by: nullableText,
  note: nullableText,
  expires_at: time,
  created_at: time,
});
export type WireHold = z.infer<typeof hold>;

/** What a reply committed the shop to. */
export const promise = z.object({
  id: z.string(),
  kind: z.enum(["contact", "refund", "send", "check", "other"]),
  text: z.string(),
  due_at: time,
  state: z.enum(["open", "kept", "broken", "dropped"]),
  created_at: time,
});
export type WirePromise = z.infer<typeof promise>;

/** A write to the shop that somebody asked for. `waiting`: one more person has to agree. */
export const shopAction = z.object({
  id: z.string(),
  kind: z.string(),
  /** What, in words: "refund €10.00 of order #1042". */
  what: z.string(),
  state: z.enum(["waiting", "denied", "intended", "done", "failed", "unknown"]),
  explanation: z.string(),
  requested_by: z.string(),
  agreed: z.array(z.string()),
  created_at: time,
});
export type WireShopAction = z.infer<typeof shopAction>;

/** A file beside a text that is not sent yet. */
export const upload = z.object({ id: z.string(), name: z.string(), content_type: z.string(), size: z.number() });
export type WireUpload = z.infer<typeof upload>;

const original = z.object({ text: z.string(), language: z.string() }).nullable();

/** Sent, and can still be called back until `leaves_at`; `problem`: why it did not leave. */
export const leaving = z.object({
  id: z.string(),
  by: z.object({ id: z.string(), name: z.string() }),
  /** The draft it stands for. */
  draft_id: nullableText,
  text: z.string(),
  files: z.array(upload),
  actions: afterSendList,
  leaves_at: time,
  problem: nullableText,
});
export type WireLeaving = z.infer<typeof leaving>;

/** What the reader of it has written and not sent. `slot`: "reply", or the draft that is being edited. */
export const keptText = z.object({
  slot: z.string(),
  kind: z.enum(["reply", "note"]),
  text: z.string(),
  original,
  files: z.array(upload),
  actions: afterSendList,
  /** Another one with each change. */
  version: z.string(),
});
export type WireKeptText = z.infer<typeof keptText>;

export const presence = z.object({
  conversation_id: z.string(),
  user_id: z.string(),
  name: z.string(),
  doing: z.enum(["viewing", "writing"]),
  until: time,
});
export type WirePresence = z.infer<typeof presence>;

export const nudge = z.object({
  id: z.string(),
  kind: z.enum(["mention", "not_sent"]),
  conversation_id: z.string(),
  by_name: nullableText,
  text: z.string(),
  at: time,
  is_read: z.boolean(),
});
export type WireNudge = z.infer<typeof nudge>;

export const snippet = z.object({
  id: z.string(),
  name: z.string(),
  /** Liquid, by language. */
  texts: z.record(z.string(), z.string()),
  actions: afterSendList,
  updated_at: time,
});
export type WireSnippet = z.infer<typeof snippet>;

/** A snippet with the facts of a conversation or an order. What is not known stands in the text as "{{ order.number }}". */
export const filledSnippet = z.object({
  language: z.string(),
  text: z.string(),
  missing: z.array(z.string()),
  /** The order its facts are of. */
  order: nullableText,
  actions: afterSendList,
});
export type WireFilledSnippet = z.infer<typeof filledSnippet>;

export const conversation = conversationSummary.extend({
  /** Grows with everything a decision must not overlook; send it back as `expected_revision`. */
  revision: z.number(),
  handover_reason: nullableText,
  messages: z.array(message),
  runs: z.array(runSummary),
  drafts: z.array(draft),
  holds: z.array(hold),
  promises: z.array(promise),
  /** Writes to the shop that people or programs asked for in this conversation. */
  actions: z.array(shopAction),
  /** The conversation this one became part of; it is empty then. */
  merged_into: nullableText,
  /** The order whose parcel brings it back when it moves. */
  snoozed_order: nullableText,
  /** Merges and splits that can be taken back, newest first. `other`: the conversation at the other end. */
  moves: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(["merge", "split"]),
      is_source: z.boolean(),
      other: z.string(),
      messages: z.number(),
      at: time,
    }),
  ),
  /** Replies of people that can still be called back, and those that could not leave. */
  leaving: z.array(leaving),
});
export type WireConversation = z.infer<typeof conversation>;

export const run = runSummary.extend({
  conversation_id: z.string(),
  ended_at: time.nullable(),
  trace: z.object({
    now: time,
    reader: z.string(),
    understanding: z.record(z.string(), z.unknown()),
    facts: z.record(z.string(), z.unknown()),
    steps: z.array(
      z.object({
        step: z.string(),
        path: z.string(),
        why: z.string(),
        read: z.array(z.object({ key: z.string(), value: z.unknown() })),
      }),
    ),
    /** Replies that left by themselves, with where their facts come from. */
    sent: z.array(z.object({ template: z.string(), evidence: z.array(evidence) })),
  }),
});
export type WireRun = z.infer<typeof run>;

/** What stands beside the thread. `orders` are those of the customer's proven or claimed address, the mentioned one first. */
export const context = z.object({
  customer: z
    .object({
      id: z.string(),
      name: nullableText,
      is_vip: z.boolean(),
      language: nullableText,
      created_at: time,
      identities: z.array(z.object({ kind: z.string(), value: z.string(), proven: z.boolean() })),
      lifetime_value: z.string().nullable(),
      order_count: z.number().nullable(),
    })
    .nullable(),
  orders: z.array(
    z.object({
      store: z.string(),
      number: z.string(),
      status: z.string(),
      payment: z.string(),
      fulfillment: z.string(),
      placed_at: time,
      total: z.string(),
      mentioned: z.boolean(),
      url: nullableText,
      /** Whether the writer has proven to own it; agents should not tell order facts to others. */
      owner_proven: z.boolean(),
      lines: z.array(z.object({ title: z.string(), quantity: z.number(), total: z.string() })),
      shipments: z.array(
        z.object({
          tracking_number: z.string(),
          carrier: z.string(),
          status: z.string(),
          expected_at: time.nullable(),
          delivered_at: time.nullable(),
          last_event: nullableText,
          url: nullableText,
          promised_at: time.nullable(),
          /** What the shop's own deliveries say of a parcel on its way; null when nothing can be said. */
          outlook: z
            .object({
              from: time.nullable(),
              to: time.nullable(),
              chance_in_time: z.number().nullable(),
              likely_late: z.boolean(),
              likely_days_late: z.number(),
              stuck_reason: nullableText,
              basis: z.string(),
            })
            .nullable(),
        }),
      ),
    }),
  ),
  /** Why orders could not be shown, when a shop did not answer. */
  problem: nullableText,
  other_conversations: z.array(z.object({ id: z.string(), preview: z.string(), status: conversationStatus, last_message_at: time })),
});
export type WireContext = z.infer<typeof context>;

export const me = z.object({
  user: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: z.enum(["admin", "agent"]),
    is_away: z.boolean(),
    languages: z.array(z.string()),
  }),
  desk: z.object({
    has_demo_data: z.boolean(),
    demo_shop: z.boolean(),
    public_url: z.string(),
    version: z.string(),
    /** What a language model is connected for: "translate", "rewrite", "summarise", … */
    models: z.array(z.string()),
  }),
});
export type Me = z.infer<typeof me>;

export const user = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(["admin", "agent"]),
  is_active: z.boolean(),
  teams: z.array(z.string()),
  skills: z.array(z.string()),
  languages: z.array(z.string()),
  /** Open conversations at once; nobody is given more by a team's rule. */
  capacity: z.number(),
  is_away: z.boolean(),
});
export type WireUser = z.infer<typeof user>;
export const team = z.object({ name: z.string(), title: z.string() });

/** As in text-diff.ts, which the desk's pages load and which has no schemas for that reason. */
export const diffLine = z.object({ kind: z.enum(["same", "gone", "new"]), text: z.string() });

/** A mistake in a file; line and column count from 1. `path` as in "steps[2].choose[0].if". */
export const fileProblem = z.object({
  path: z.string().optional(),
  line: z.number().optional(),
  column: z.number().optional(),
  message: z.string(),
  mend: z.string().optional(),
});
export function wireProblem({ path, line, column, message, mend }: Problem): z.infer<typeof fileProblem> {
  return { message, ...(path ? { path } : {}), ...(line ? { line } : {}), ...(column ? { column } : {}), ...(mend ? { mend } : {}) };
}

/** A rule file: policies, hours or teams. `source` null: nobody has written one. */
export const rules = z.object({ name: z.string(), source: nullableText, example: z.string() });
export type WireRules = z.infer<typeof rules>;

/** How well a text keeps to the brand's voice, 0 to 100, and why not more. */
export const voiceReport = z.object({
  score: z.number(),
  findings: z.array(
    z.object({
      rule: z.enum(["tone", "greeting", "sign_off", "emoji", "avoid", "prefer", "length", "shouting", "footer"]),
      text: nullableText,
      start: z.number().nullable(),
      end: z.number().nullable(),
      why: z.string(),
      mend: z.string(),
    }),
  ),
});
export type WireVoiceReport = z.infer<typeof voiceReport>;

const purpose = z.enum(["draft", "rewrite", "translate", "summarise", "second_opinion", "embed"]);
export type WirePurpose = z.infer<typeof purpose>;
/** A connected model as this page needs it: `models`, the names prices go by. All else about it is a connection's. */
export const modelConnection = z.object({
  id: z.string(),
  title: z.string(),
  models: z.array(z.string()),
  can_embed: z.boolean(),
});
export const languageModels = z.object({
  connections: z.array(modelConnection),
  purposes: z.array(z.object({ purpose, is_on: z.boolean(), connection_id: nullableText, timeout_ms: z.number() })),
  prices: z.array(
    z.object({ connection_id: z.string(), model: z.string(), input_per_million: z.number(), output_per_million: z.number() }),
  ),
  /** Of a day (UTC), in minor units. */
  budget: z.object({ amount: z.number(), currency: z.string() }).nullable(),
  spent_today: z.object({ amount: z.number(), currency: z.string() }).nullable(),
  /** Today's, the dearest first; `cost` in main units of the budget's currency. */
  spending: z.array(
    z.object({
      purpose: z.string(),
      connection_id: nullableText,
      model: nullableText,
      asked: z.number(),
      answered: z.number(),
      cost: z.number(),
    }),
  ),
  /** The last two weeks, oldest first. */
  days: z.array(z.object({ day: z.string(), cost: z.number() })),
});
export type WireLanguageModels = z.infer<typeof languageModels>;
export type WireModelConnection = z.infer<typeof modelConnection>;

/** `text` null: nothing was written, and `say` says why. */
export const written = z.object({ text: nullableText, say: nullableText });
const factPlace = z.object({ text: z.string(), start: z.number(), end: z.number() });
/** What is said otherwise than before. `lost` by their places in the text given, `added` in the one made; `is_whole` false: only numbers and addresses could be compared. */
export const factChanges = z.object({ lost: z.array(factPlace), added: z.array(factPlace), is_whole: z.boolean() });
export const writtenAnew = written.extend({ changes: factChanges.nullable() });
export type WireWrittenAnew = z.infer<typeof writtenAnew>;
/** `new_messages`: how many came since it was written. */
export const conversationSummaryText = z.object({
  text: nullableText,
  say: nullableText,
  language: z.string(),
  at: time.nullable(),
  new_messages: z.number(),
});
export type WireSummaryText = z.infer<typeof conversationSummaryText>;
/** `left`: messages without a translation still; ask again for them. */
export const translatedBatch = z.object({ translated: z.number(), left: z.number(), say: nullableText });
export type WireTranslatedBatch = z.infer<typeof translatedBatch>;

export const templateItem = z.object({
  name: z.string(),
  texts: z.array(z.object({ id: z.string(), language: z.string(), tone: nullableText, updated_at: time })),
});
export type WireTemplateItem = z.infer<typeof templateItem>;
/** Where replies can leave, once for each kind of channel. */
export const templateChannel = z.object({ id: z.string(), title: z.string() });
export type WireTemplates = { items: WireTemplateItem[]; channels: z.infer<typeof templateChannel>[] };
/** `versions` newest first. */
export const template = z.object({
  id: z.string(),
  source: z.string(),
  version: z.string(),
  versions: z.array(z.object({ version: z.string(), created_by: z.string(), created_at: time })),
});
export type WireTemplate = z.infer<typeof template>;
/** A template with a real order, in each language it is written in. `problem`: why it could not be written; `is_fact_missing`: another order may have what it needs. */
export const templatePreview = z.object({
  order: z.object({ number: z.string(), store: z.string() }).nullable(),
  problems: z.array(fileProblem),
  texts: z.array(
    z.object({
      id: z.string(),
      language: z.string(),
      text: nullableText,
      evidence: z.array(evidence),
      unsourced: z.array(z.object({ text: z.string(), start: z.number(), end: z.number() })),
      problem: nullableText,
      is_fact_missing: z.boolean(),
      voice: voiceReport.nullable(),
    }),
  ),
});
export type WireTemplatePreview = z.infer<typeof templatePreview>;

export const incident = z.object({
  id: z.string(),
  title: z.string(),
  /** By language. */
  texts: z.record(z.string(), z.string()),
  /** Names of workflows; empty for all. */
  workflows: z.array(z.string()),
  starts_at: time,
  ends_at: time,
  state: z.enum(["planned", "on", "over"]),
  created_by: z.string(),
});
export type WireIncident = z.infer<typeof incident>;

/** How far messages of a category may go at most; null: as far as their workflow. */
export const categoryMode = z.object({ category: z.string(), mode: z.enum(["off", "shadow", "draft", "auto"]).nullable() });
export type WireCategoryMode = z.infer<typeof categoryMode>;

export const article = z.object({
  name: z.string(),
  language: z.string(),
  title: z.string(),
  url: nullableText,
  audience: z.enum(["public", "agents"]),
  /** The connection of the store it is about; null: all. */
  store: nullableText,
  valid_from: nullableText,
  valid_until: nullableText,
  updated_at: time,
  /** What readers of the help centre said in the last 90 days. */
  helpful_yes: z.number(),
  helpful_no: z.number(),
});
export type WireArticle = z.infer<typeof article>;

/** A passage, and whether a workflow would answer with it. */
export const articleHit = z.object({
  name: z.string(),
  title: z.string(),
  heading: nullableText,
  text: z.string(),
  url: nullableText,
  coverage: z.number(),
  is_answer: z.boolean(),
});
export type WireArticleHit = z.infer<typeof articleHit>;

/** A question of customers that no article answers, in all its wordings. Times are askings. */
export const gap = z.object({
  id: z.string(),
  state: z.enum(["open", "covered", "dismissed"]),
  /** Why it was dismissed, also when it has come back since. */
  reason: nullableText,
  /** What was written for it: "returns.en". */
  article: nullableText,
  title: z.string(),
  language: z.string(),
  asked_30: z.number(),
  asked_90: z.number(),
  /** In the 30 days before the last 30. */
  asked_before: z.number(),
  trend: z.enum(["rising", "steady", "falling"]),
  last_at: time,
  languages: z.array(z.object({ language: z.string(), times: z.number() })),
  examples: z.array(z.object({ text: z.string(), language: z.string() })),
  /** The passage that comes nearest, which may only lack these words. */
  near: z.object({ name: z.string(), language: z.string(), title: z.string(), heading: nullableText }).nullable(),
});
export type WireGap = z.infer<typeof gap>;

/** An article for a gap, not saved: `source` as it would be written, and the replies it was made of. */
export const proposal = z.object({
  name: z.string(),
  language: z.string(),
  source: z.string(),
  /** The language model that wrote the text; null: it is a person's reply, or empty. */
  written_by: nullableText,
  note: z.string(),
  replies: z.array(z.object({ conversation_id: z.string(), text: z.string(), at: time, is_typical: z.boolean() })),
});
export type WireProposal = z.infer<typeof proposal>;

/**
 * Something in one article, or between two passages, that somebody should look at. `digest` is of what it rests on. `marks` are
 * UTF-16 offsets into `text`. `said`: what the shop's own data or policies say instead.
 */
export const finding = z.object({
  id: z.string(),
  kind: z.enum([
    "figures",
    "opposite",
    "translation",
    "policy",
    "price",
    "ended",
    "ends_soon",
    "untouched",
    "disliked",
    "corrected",
    "broken_link",
    "unknown_store",
  ]),
  why: z.string(),
  digest: z.string(),
  passages: z.array(
    z.object({
      name: z.string(),
      language: z.string(),
      title: z.string(),
      heading: nullableText,
      text: z.string(),
      marks: z.array(z.object({ start: z.number(), end: z.number() })),
    }),
  ),
  said: nullableText,
});
export type WireFinding = z.infer<typeof finding>;
export type WireFindings = { items: WireFinding[]; untouched_months: number };

export const counts = z.object({
  open: z.number(),
  mine: z.number(),
  unassigned: z.number(),
  drafts: z.number(),
  /** Due within four hours, or overdue. */
  due: z.number(),
  waiting: z.number(),
  snoozed: z.number(),
  closed: z.number(),
});
export type Counts = z.infer<typeof counts>;

/** A search with a name. `count` goes to 1,000. */
export const savedView = z.object({
  id: z.string(),
  name: z.string(),
  query: z.string(),
  shared: z.boolean(),
  may_change: z.boolean(),
  count: z.number(),
});
export type WireSavedView = z.infer<typeof savedView>;

const hoursOf = z.object({
  time_zone: z.string(),
  slots: z.array(z.object({ days: z.array(z.number()), from: z.string(), to: z.string() })),
  holidays: z.array(z.object({ from: z.string(), to: z.string() })),
});
/** Days count from 1 (Monday) to 7; `teams` only those with hours of their own. */
export const workHours = z.object({ desk: hoursOf, teams: z.record(z.string(), hoursOf) });
export type WireWorkHours = z.infer<typeof workHours>;

export type WireBulkDone = {
  id: string | null;
  done: number;
  failed: { id: string; why: "not_found" | "erased" | "merged" | "changed" | "tags" }[];
};

export const workflowSummary = z.object({
  name: z.string(),
  title: z.string(),
  version: z.string(),
  mode: z.enum(["off", "shadow", "draft", "auto"]),
  categories: z.array(z.string()),
  runs: z.record(z.string(), z.number()),
});
export type WireWorkflow = z.infer<typeof workflowSummary>;
/** One workflow whole. `versions` newest first; `created_by` as in the audit log. */
export const workflow = workflowSummary.extend({
  source: z.string(),
  versions: z.array(z.object({ version: z.string(), created_by: z.string(), created_at: time })),
});
export type WireWorkflowSource = z.infer<typeof workflow>;

export const apiKey = z.object({
  id: z.string(),
  name: z.string(),
  hint: z.string(),
  scopes: z.array(z.string()),
  created_at: time,
  last_used_at: time.nullable(),
});
export const quarantined = z.object({
  id: z.string(),
  connection_id: z.string(),
  external_id: z.string(),
  reason: z.string(),
  size: z.number(),
  state: z.enum(["held", "released", "discarded"]),
  created_at: time,
});
export const auditEntry = z.object({
  id: z.number(),
  at: time,
  actor: z.string(),
  act: z.string(),
  target: nullableText,
  data: z.record(z.string(), z.unknown()),
});

/** RFC 9457. `code` is one of src/domain/errors.ts. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  code: z.string(),
  problems: z
    .array(
      z.object({
        path: z.string().optional(),
        line: z.number().optional(),
        column: z.number().optional(),
        message: z.string(),
        mend: z.string().optional(),
      }),
    )
    .optional(),
});
export type WireProblem = z.infer<typeof problem>;

/**
 * Live events at GET /api/v1/events: `id:` is the cursor, `event:` the kind, `data:` {conversation_id, …}.
 * `resync` says that the cursor is too old to resume from: load everything again.
 */
export const eventKinds = ["conversation", "message", "draft", "run", "delivery", "resync"] as const;

const figures = z.object({ precision: z.number(), recall: z.number() });
const comparedTexts = z.object({ texts: z.number(), before: z.number(), after: z.number() });
/** How well messages are read, before and after each training. Counts are texts, `precision` and `recall` are 0 to 1. */
export const readerModels = z.object({
  new_labels: z.number().meta({ description: "Verdicts that no training has looked at yet" }),
  needed_labels: z.number(),
  is_training: z.boolean(),
  starter_in_force: z.boolean(),
  items: z.array(
    z.object({
      id: z.string(),
      state: z.enum(["champion", "challenger", "retired"]),
      labels: z.number(),
      can_use: z.boolean(),
      why: z.string(),
      in_turn: comparedTexts,
      in_time: comparedTexts.nullable(),
      categories: z.array(z.object({ category: z.string(), texts: z.number(), before: figures, after: figures })),
      created_at: time,
      created_by: z.string(),
    }),
  ),
});
export type WireReaderModels = z.infer<typeof readerModels>;

/** Where a workflow stands on the ladder. Rates are 0 to 1, the bounds hold with 95 % confidence at every look. */
export const ladder = z.object({
  mode: z.enum(["off", "shadow", "draft", "auto"]),
  may_promote: z.boolean(),
  audit_share: z.number(),
  standing: z
    .object({
      since: time,
      budget: z.number(),
      reviewed: z.number(),
      wrong: z.number(),
      sent: z.number(),
      known_wrong: z.number(),
      at_most: z.number(),
      at_least: z.number(),
      /** Clean reviews still missing for auto; null when out of reach. */
      missing: z.number().nullable(),
      threshold: z.number().nullable(),
      verdict: z.enum(["promote", "demote", "stay"]),
      why: z.string(),
    })
    .nullable(),
  history: z.array(z.object({ at: time, actor: z.string(), act: z.string(), data: z.record(z.string(), z.unknown()) })),
});
export type WireLadder = z.infer<typeof ladder>;

export const toReview = z.object({
  run_id: z.string(),
  workflow: z.string(),
  conversation_id: z.string(),
  at: time,
  /** What the customer did that makes this reply doubtful; null for one chosen by chance. */
  sign: nullableText,
  question: z.string(),
  reply: z.string(),
});
export type WireToReview = z.infer<typeof toReview>;

/** What a workflow would have done with past tickets; the likeliest mistakes first. Shares and rates are 0 to 1. */
export const backtestReport = z.object({
  tickets: z.number(),
  taken: z.number(),
  outcomes: z.record(z.string(), z.number()),
  coverage: z.number(),
  error: z.object({ judged: z.number(), wrong: z.number(), rate: z.number(), low: z.number(), high: z.number() }).nullable(),
  mean_likeness: z.number().nullable(),
  results: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      is_taken: z.boolean(),
      outcome: z.string(),
      reason: nullableText,
      reply: nullableText,
      human: nullableText,
      category: z.string(),
      confidence: z.number(),
      expected: nullableText,
      is_right: z.boolean().nullable(),
      likeness: z.number().nullable(),
      only_human: z.array(z.string()),
      risk: z.number(),
      facts: z.enum(["then", "today", "none"]),
      /** When the customer wrote; null where the ticket does not say. */
      at: time.nullable(),
      /** The run of this desk that said the very same, is not reviewed yet, and which a verdict here is a verdict on. */
      run_id: nullableText,
    }),
  ),
});
export type WireBacktest = z.infer<typeof backtestReport>;

export const connectorKind = z.enum(["channel", "store", "carrier", "helpdesk", "model"]);
export type WireConnectorKind = z.infer<typeof connectorKind>;
/** One setting of a connector. `path` is dotted; `title` null: the connector names none. `list`: texts, one a line. */
export const settingField = z.object({
  path: z.string(),
  type: z.enum(["text", "secret", "address", "number", "switch", "choice", "list", "json"]),
  title: nullableText,
  description: nullableText,
  is_required: z.boolean(),
  /** What holds when it is left out. */
  default: z.unknown().optional(),
  choices: z.array(z.string()).optional(),
  /** A secret of our own choice: any long random text will do. */
  can_make: z.boolean().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
});
export type WireSettingField = z.infer<typeof settingField>;
/** Settings that belong together, like those of one mail server; path "" for those of the connection itself. */
export const settingGroup = z.object({ path: z.string(), title: nullableText, description: nullableText, fields: z.array(settingField) });
export type WireSettingGroup = z.infer<typeof settingGroup>;
/** Something that can be connected. `guide`: how, as HTML without scripts, pictures or other markup than Markdown's. */
export const connector = z.object({
  kind: connectorKind,
  id: z.string(),
  title: z.string(),
  groups: z.array(settingGroup),
  guide: z.object({ en: nullableText, de: nullableText }),
});
export type WireConnector = z.infer<typeof connector>;
/** What is wrong, in a sentence, and what mends it. `code`: of the error, or "check". */
export const connectionFault = z.object({ code: z.string(), say: z.string(), mend: nullableText });
export type WireConnectionFault = z.infer<typeof connectionFault>;
export const connection = z.object({
  id: z.string(),
  kind: connectorKind,
  connector: z.string(),
  connector_title: z.string(),
  title: z.string(),
  /** Without secrets; `kept` names those that are stored. */
  settings: z.record(z.string(), z.unknown()),
  kept: z.array(z.string()),
  is_demo: z.boolean(),
  is_enabled: z.boolean(),
  /** Belongs to the desk itself: neither switched off nor taken away. */
  is_fixed: z.boolean(),
  can_check: z.boolean(),
  /** Where the vendor's web hooks go; null when it sends none. */
  hook_url: nullableText,
  /**
   * `works`: its last call was answered; `failing`: it was not; `resting`: several were not, and it is left alone until
   * `rest_until`; `unknown`: nobody has called it yet; `closed`: its settings cannot be opened; `off`: it is switched off.
   */
  state: z.enum(["works", "failing", "resting", "unknown", "closed", "off"]),
  answered_at: time.nullable(),
  /** The newest one; over when `answered_at` is later. */
  fault: connectionFault.extend({ at: time }).nullable(),
  failing_since: time.nullable(),
  rest_until: time.nullable(),
  /** The copy of a store's orders; null for what has none. `whole_at`: when a reading last reached the end. */
  sync: z
    .object({
      imported: z.number(),
      total: z.number().nullable(),
      imported_at: time.nullable(),
      whole_at: time.nullable(),
      is_running: z.boolean(),
      /** The store tells us when orders change. */
      has_hooks: z.boolean(),
      fault: nullableText,
    })
    .nullable(),
});
export type WireConnection = z.infer<typeof connection>;

/** What a new desk does first. Each ticks itself off from what there really is. */
export const firstStep = z.object({
  id: z.enum(["shop", "mailbox", "tickets", "backtest", "draft"]),
  is_done: z.boolean(),
  /** There is one, but of the demo. */
  is_demo: z.boolean(),
});
/** `workflow`: one whose page has a backtest to look at; null when there is none. */
export const firstSteps = z.object({ is_dismissed: z.boolean(), steps: z.array(firstStep), workflow: nullableText });
export type WireFirstSteps = z.infer<typeof firstSteps>;
/** What a workflow file may hold: the steps with the JSON Schema of their settings, and the names it may use. */
export const workflowVocabulary = z.object({
  steps: z.array(z.object({ id: z.string(), summary: z.string(), ends: z.boolean(), schema: z.record(z.string(), z.unknown()) })),
  templates: z.array(z.string()),
  teams: z.array(z.string()),
  workflows: z.array(z.string()),
  categories: z.array(z.string()),
});
export type WireWorkflowVocabulary = z.infer<typeof workflowVocabulary>;

/**
 * What a workflow does with one message, step by step; nothing was stored or sent. `is_this` false: another workflow takes it,
 * and the rest is what that one does. `path` as in a trace, "steps/3/choose/1"; values of reads are JSON, cut.
 */
export const workflowTrial = z.object({
  text: z.string(),
  is_this: z.boolean(),
  workflow: nullableText,
  understanding: z.object({
    category: z.string(),
    confidence: z.number(),
    abstain: z.boolean(),
    language: z.string(),
    sentiment: z.string(),
    signals: z.array(z.string()),
  }),
  steps: z.array(
    z.object({ path: z.string(), step: z.string(), why: z.string(), read: z.array(z.object({ key: z.string(), value: z.string() })) }),
  ),
  replies: z.array(z.object({ text: z.string(), language: z.string(), evidence: z.array(evidence), unsourced: z.array(span) })),
  outcome,
  /** Why the replies would wait for a person in spite of the mode auto; null where nothing holds them. */
  held: nullableText,
});
export type WireWorkflowTrial = z.infer<typeof workflowTrial>;
