/**
 * Both sides of a conversation for people who do not speak the customer's language. Each message is translated once per language and
 * kept beside it; the newest ones come first, several in one question to the model.
 */
import type { Db } from "../../db/pool.ts";
import type { TranslateRequest, Written } from "../../domain/written.ts";
import { compareFacts } from "../grounding/compare.ts";

type Translate = {
  translate(request: TranslateRequest): Promise<Written>;
  translateAll(
    request: Omit<TranslateRequest, "text"> & { texts: readonly string[] },
  ): Promise<{ ok: true; texts: string[]; model: string } | { ok: false; say: string }>;
};

/** `left`: messages that have none yet. `say`: why nothing was translated although something could be; null otherwise. */
export type TranslatedBatch = { translated: number; left: number; say: string | null };

const maxAtOnce = 12;
const maxCharsAtOnce = 8_000;

const findMissing = `
select m.id, m.direction, m.text from message m
where m.conversation_id = $1 and m.direction <> 'note' and m.text <> '' and m.automatic is null
  and not exists (select from message_translation t where t.message_id = m.id and t.language = $2)
order by m.seq desc limit 1000`;

/** Not for a conversation that was erased meanwhile: its row is locked, so either the erasure sees this, or this the erasure. */
const keep = `
insert into message_translation (message_id, language, conversation_id, text, model, lacks)
select x.id, $2, $1, x.text, $3, array(select jsonb_array_elements_text(x.lacks))
from jsonb_to_recordset($4) as x(id uuid, text text, lacks jsonb)
where exists (select from conversation where id = $1 and status <> 'erased' for share)
on conflict (message_id, language) do nothing`;

type Row = { id: string; direction: "in" | "out"; text: string };

/** Translates the newest messages that have no translation into `language` yet, as many as one question holds. Never throws for a model's sake. */
export async function translateMessages(
  db: Db,
  writer: Translate,
  on: { conversationId: string; from: string; language: string; customerName: string | null },
): Promise<TranslatedBatch> {
  const { conversationId, from, language, customerName } = on;
  const { rows: missing } = await db.query<Row>(findMissing, [conversationId, language]);
  const batch = firstOf(missing);
  if (batch.length === 0) return { translated: 0, left: 0, say: null };
  const request = { from, to: language, customerName, conversationId };
  const texts = batch.map(({ text }) => text);
  const answer =
    batch.length === 1 ? oneOf(await writer.translate({ ...request, text: texts[0]! })) : await writer.translateAll({ ...request, texts });
  if (!answer.ok) return { translated: 0, left: missing.length, say: answer.say };
  const made = batch.map(({ id, text }, index) => {
    const { lost } = compareFacts({ text, language: from }, { text: answer.texts[index]!, language });
    return { id, text: answer.texts[index]!, lacks: lost.map((one) => one.text) };
  });
  await db.query(keep, [conversationId, language, answer.model, JSON.stringify(made)]);
  return { translated: batch.length, left: missing.length - batch.length, say: null };
}

function firstOf(missing: Row[]): Row[] {
  const batch: Row[] = [];
  let chars = 0;
  for (const row of missing) {
    chars += row.text.length;
    if (batch.length > 0 && (batch.length === maxAtOnce || chars > maxCharsAtOnce)) break;
    batch.push(row);
  }
  return batch;
}

const oneOf = (answer: Written) => (answer.ok ? { ok: true as const, texts: [answer.text], model: answer.model } : answer);
