/** One conversation whole, as the API and the desk show it. */
import type { Queryable } from "../../db/pool.ts";
import { wishInWords, type ActionDetails, type ActionKind, type Verdict } from "../../domain/action.ts";
import { AppError } from "../../domain/errors.ts";
import { isId } from "../../domain/ids.ts";
import type { WireConversation, WireDraft, WireHold, WireLeaving, WireMessage, WirePromise, WireShopAction } from "../../domain/wire.ts";
import type { ActionWish } from "../../domain/hold.ts";
import { runColumns, toRunSummary, type RunRow } from "./run.ts";
import { safeHtml } from "./safe-html.ts";
import { iso, summaryColumns, summaryJoins, toSummary, type SummaryRow } from "./summary.ts";

/** A thread longer than this is shown from its newest message back. */
const maxMessages = 1_000;
/** HTML of one conversation that is made safe per request, in characters: cleaning takes time. Older mails beyond show their text. */
const maxHtml = 600_000;

type MessageRow = {
  id: string;
  external_id: string | null;
  direction: WireMessage["direction"];
  author_kind: WireMessage["author"]["kind"];
  author_id: string | null;
  author_name: string | null;
  sender: { proof?: "proven" | "reply_address" | "none" } | null;
  subject: string | null;
  text: string;
  html: string | null;
  quoted: string | null;
  automatic: string | null;
  attachments: WireMessage["attachments"] | null;
  at: Date;
  delivery: WireMessage["delivery"];
  delivery_reason: string | null;
  translations: WireMessage["translations"] | null;
};
type HoldRow = Omit<WireHold, "question" | "created_at" | "expires_at"> & {
  request: { question: string } | ActionWish | Record<string, never>;
  expires_at: Date;
  created_at: Date;
};
type LeavingRow = Omit<WireLeaving, "leaves_at"> & { leaves_at: Date };
type DraftRow = Omit<WireDraft, "created_at"> & { created_at: Date };

const messagesOf = `
select m.id, m.external_id, m.direction, m.author_kind, m.author_id, m.author_name, m.sender, m.subject, m.text, left(m.html, 200000) as html, m.quoted,
  m.automatic, m.at, m.delivery, m.delivery_reason,
  (select json_agg(json_build_object('id', f.id, 'name', f.name, 'content_type', f.content_type, 'size', f.size, 'inline_id', f.inline_id) order by f.id)
    from attachment f where f.message_id = m.id) as attachments,
  (select json_agg(json_build_object('language', t.language, 'text', t.text, 'is_original', t.model is null, 'lacks', t.lacks) order by t.language)
    from message_translation t where t.message_id = m.id) as translations
from message m where m.conversation_id = $1 order by m.seq desc limit ${maxMessages}`;

const draftsOf = `
select id, run_id, text, language, template, evidence, unsourced, state, sent_text, created_at
from draft where conversation_id = $1 order by created_at, id`;

type PromiseRow = Omit<WirePromise, "due_at" | "created_at"> & { due_at: Date; created_at: Date };
type ActionRow = Omit<WireShopAction, "kind" | "what" | "explanation" | "created_at"> & {
  kind: ActionKind;
  request: { details?: ActionDetails };
  verdict: Verdict;
  order_number: string;
  created_at: Date;
};

const promisesOf = `
select id, kind, text, due_at, state, created_at from promise where conversation_id = $1 and state <> 'dropped' order by created_at, id limit 100`;

const actionsOf = `
select id, kind, request, verdict, state, requested_by, agreed, created_at, coalesce(request->>'number', target) as order_number
from action where conversation_id = $1 and run_id is null order by created_at, id limit 100`;

type MoveRow = Omit<WireConversation["moves"][number], "at"> & { at: Date };
const movesOf = `
select id, kind, from_id = $1 as is_source, case when from_id = $1 then to_id else from_id end as other, cardinality(message_ids) as messages, moved_at as at
from conversation_move where (from_id = $1 or to_id = $1) and undone_at is null order by moved_at desc limit 20`;

const holdsOf = `
select id, run_id, workflow, kind, request, needs_approval, people, jsonb_array_length(agreed) as agreed, state, decided_by, note, expires_at, created_at
from hold where conversation_id = $1 order by created_at, id`;

const leavingOf = `
select l.id, json_build_object('id', l.user_id, 'name', l.user_name) as by, l.draft_id, l.text, l.actions, l.leaves_at, l.problem,
  coalesce((select json_agg(json_build_object('id', f.id, 'name', f.name, 'content_type', f.content_type, 'size', f.size) order by f.id)
    from upload f where f.id = any(l.files)), '[]') as files
from leaving l where l.conversation_id = $1 order by l.leaves_at, l.id`;

/** AppError `not_found`. An erased conversation is still there, without its words. */
export async function readConversation(db: Queryable, id: string): Promise<WireConversation> {
  if (!isId(id)) throw unknown(id);
  const [heads, messages, runs, drafts, holds, promises, actions, moves, leaving] = await Promise.all([
    db.query<SummaryRow & { revision: number | null; merged_into: string | null; snoozed_order: string | null }>({
      name: "conversation-head",
      text: `select ${summaryColumns}, b.revision, v.merged_into, v.snoozed_order from conversation v ${summaryJoins} left join mailbox b on b.conversation_id = v.id where v.id = $1`,
      values: [id],
    }),
    db.query<MessageRow>({ name: "conversation-messages", text: messagesOf, values: [id] }),
    db.query<RunRow>({
      name: "conversation-runs",
      text: `select ${runColumns} from run where conversation_id = $1 order by started_at, id`,
      values: [id],
    }),
    db.query<DraftRow>({ name: "conversation-drafts", text: draftsOf, values: [id] }),
    db.query<HoldRow>({ name: "conversation-holds", text: holdsOf, values: [id] }),
    db.query<PromiseRow>({ name: "conversation-promises", text: promisesOf, values: [id] }),
    db.query<ActionRow>({ name: "conversation-actions", text: actionsOf, values: [id] }),
    db.query<MoveRow>({ name: "conversation-moves", text: movesOf, values: [id] }),
    db.query<LeavingRow>({ name: "conversation-leaving", text: leavingOf, values: [id] }),
  ]);
  const head = heads.rows[0];
  if (!head) throw unknown(id);
  return {
    ...toSummary(head),
    revision: head.revision ?? 0,
    handover_reason: head.handover_reason,
    messages: toMessages(messages.rows),
    runs: runs.rows.map(toRunSummary),
    drafts: drafts.rows.map((row) => ({ ...row, created_at: iso(row.created_at) })),
    holds: holds.rows.map(({ request, ...row }) => ({
      ...row,
      question: questionOf(request),
      expires_at: iso(row.expires_at),
      created_at: iso(row.created_at),
    })),
    promises: promises.rows.map((row) => ({ ...row, due_at: iso(row.due_at), created_at: iso(row.created_at) })),
    actions: actions.rows.map(({ request, verdict, order_number, ...row }) => ({
      ...row,
      what: wishInWords(row.kind, request.details ?? {}, order_number),
      explanation: verdict.explanation,
      created_at: iso(row.created_at),
    })),
    merged_into: head.merged_into,
    snoozed_order: head.snoozed_order,
    moves: moves.rows.map((row) => ({ ...row, at: iso(row.at) })),
    leaving: leaving.rows.map((row) => ({ ...row, leaves_at: iso(row.leaves_at) })),
  };
}

/** Of a write in the words of a person who has to say yes or no to it. Of an erased customer nothing is left to say. */
function questionOf(request: HoldRow["request"]): string {
  if ("question" in request) return request.question;
  if (!("kind" in request)) return "";
  const { kind, orderNumber, details, reason } = request;
  return `May the workflow ${wishInWords(kind, details, orderNumber)}? ${reason}`;
}

function unknown(id: string): AppError {
  return new AppError("not_found", `There is no conversation ${id.slice(0, 60)}.`);
}

/** Rows come newest first, so that the newest mails get their HTML. */
function toMessages(rows: MessageRow[]): WireMessage[] {
  let left = maxHtml;
  return rows
    .map((row): WireMessage => {
      const hasHtml = row.html !== null && row.html.length <= left;
      if (hasHtml) left -= row.html!.length;
      return {
        id: row.id,
        external_id: row.external_id,
        direction: row.direction,
        author: { kind: row.author_kind, id: row.author_id, name: row.author_name },
        proof: row.direction === "in" ? (row.sender?.proof ?? "none") : null,
        subject: row.subject,
        text: row.text,
        html: hasHtml ? safeHtml(row.html!) : null,
        quoted: row.quoted,
        automatic: row.automatic,
        attachments: row.attachments ?? [],
        at: iso(row.at),
        delivery: row.delivery,
        delivery_reason: row.delivery_reason,
        translations: row.translations ?? [],
      };
    })
    .reverse();
}
