/** A question that is answered with text: hidden, asked, checked, put back. */
import type { z } from "zod";
import type { Asked } from "./ask.ts";
import { cacheKey, findCached, keepAnswer, type CacheKey } from "./cache.ts";
import { jsonIn, schemaText } from "./json-answer.ts";
import type { ModelAnswer, ModelMessage, ModelRequest } from "./model.ts";
import { boundOf, type Price } from "./money.ts";
import { createPlaceholders, type Placeholders } from "./placeholders.ts";
import { purposes, type WhyNot } from "./purposes.ts";
import { askIn, maxChars, type Session, type TextAnswer, type TextRequest } from "./questions.ts";

const again = "That was not JSON of the form asked for. Answer once more, with that JSON alone.";

export async function runText<T>(session: Session, request: TextRequest<T>): Promise<TextAnswer<T> | { why: WhyNot }> {
  const { id } = session.model;
  session.seen.model = id;
  const price = session.prices.get(id);
  if (!price) return { why: "no_price" };
  if ([request.system, ...request.messages.map(({ text }) => text)].join("").length > maxChars) return { why: "too_long" };
  const placeholders = createPlaceholders(request.known ?? {}, request.language ?? "en", session.now());
  const masked = hidden(request, placeholders, session.signal);
  const key = keyOf(session, masked);
  const kept = await keptText(session, key);
  const asked = kept === undefined ? await askForText(session, price, masked) : { value: kept };
  if ("why" in asked) return asked;
  const answer = put(asked.value, masked, placeholders, request.schema);
  if ("why" in answer) return answer;
  session.seen.isCached = kept !== undefined;
  if (kept === undefined) await keepText(session, key, request.conversationId, asked.value);
  return { ok: true, ...answer, model: id, isCached: kept !== undefined };
}

/** As it leaves. */
function hidden<T>(request: TextRequest<T>, placeholders: Placeholders, signal: AbortSignal): ModelRequest {
  const { system, messages, schema, maxTokens, temperature, onText } = request;
  return {
    system: placeholders.mask(system),
    messages: messages.map(({ role, text }) => ({ role, text: placeholders.mask(text) })),
    ...(schema ? { schema } : {}),
    maxTokens,
    ...(temperature === undefined ? {} : { temperature }),
    ...(onText ? { onText: (soFar: string) => onText(placeholders.restoreBeginning(soFar)) } : {}),
    signal,
  };
}

/** JSON of another form is asked for once more, with what was wrong. */
async function askForText(session: Session, price: Price, request: ModelRequest): Promise<Asked<string>> {
  const first = await askOnce(session, price, request);
  if ("why" in first || !request.schema || "json" in first.value) return textOf(first);
  const wrong: ModelMessage[] = [
    { role: "assistant", text: first.value.text || "{}" },
    { role: "user", text: again },
  ];
  const second = await askOnce(session, price, { ...request, messages: [...request.messages, ...wrong] });
  return "why" in second || "json" in second.value ? textOf(second) : { why: "not_json" };
}

const textOf = (asked: Asked<ModelAnswer>): Asked<string> => ("why" in asked ? asked : { value: asked.value.text });

async function askOnce(session: Session, price: Price, request: ModelRequest): Promise<Asked<ModelAnswer>> {
  const texts = [request.system, ...request.messages.map(({ text }) => text)];
  const bound = boundOf(request.schema ? [...texts, schemaText(request.schema)] : texts, request.maxTokens);
  const call = async () => {
    const answer = await session.model.complete(request);
    return { value: answer, usage: answer.usage };
  };
  const asked = await askIn(session, { price, bound, call });
  if ("why" in asked) return asked;
  const { finish, text } = asked.value;
  if (finish === "refusal") return { why: "refusal" };
  if (finish === "length") return { why: "cut_off" };
  return text.trim() === "" ? { why: "empty" } : asked;
}

type Put<T> = { text: string; json?: T; dropped: string[] };

/** The values in the places of their placeholders; not when there is one whose value nobody knows. */
function put<T>(
  answer: string,
  masked: ModelRequest,
  placeholders: Placeholders,
  schema: z.ZodType<T> | undefined,
): Put<T> | { why: WhyNot } {
  const { invented, dropped } = placeholders.compare(masked.messages.at(-1)?.text ?? "", answer);
  if (invented.length > 0) return { why: "invented" };
  const text = placeholders.restore(answer);
  if (!schema) return { text, dropped };
  const json = jsonIn(answer, schema);
  // Checked when it came; it can differ only in what was kept from before a new version.
  if (json === undefined) return { why: "not_json" };
  return { text, json: placeholders.restoreAll(json) as T, dropped };
}

/** Null when answers for this purpose are not given again. Everything in it is as it leaves, so customers' data is not in the key. */
function keyOf({ purpose, connectionId, model }: Session, request: ModelRequest): CacheKey | null {
  if (purposes[purpose].keepMs === null) return null;
  const { system, messages, schema, maxTokens, temperature } = request;
  return cacheKey([purpose, connectionId, model.id, system, messages, schema ? schemaText(schema) : null, maxTokens, temperature ?? null]);
}

async function keptText({ db, now }: Session, key: CacheKey | null): Promise<string | undefined> {
  const kept = key && (await findCached(db, key, now()));
  return typeof kept === "string" ? kept : undefined;
}

async function keepText(
  { db, now, purpose, log }: Session,
  key: CacheKey | null,
  conversationId: string | null,
  text: string,
): Promise<void> {
  const { keepMs } = purposes[purpose];
  if (key === null || keepMs === null) return;
  const until = new Date(now().getTime() + keepMs);
  await keepAnswer(db, key, conversationId, text, until).catch((error: unknown) => log.warn({ err: error }, "An answer could not be kept"));
}
