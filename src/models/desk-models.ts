/**
 * The one thing features call when a language model could help. `run` never throws and never stops anything: without a model, money
 * or luck it says why not, and the feature goes on as it would without models. Around every question:
 *
 *   is this purpose switched on, bound to a connection, and the model's price known?
 *   personal data becomes placeholders (placeholders.ts)  ->  asked before? (cache.ts)
 *   the most it can cost is put aside of the day's money  ->  asked, again if that can help  ->  settled (ask.ts)
 *   the answer is checked, placeholders become values again  ->  one row in model_call, without any text
 *
 * In the composition root, beside the connections:
 *
 *   const models = openModels({ db, log, findModel: connections.model });
 *
 *   const answer = await models.run("translate", { system, messages, maxTokens: 800, known: { names: [customer.name] }, conversationId });
 *   if (answer.ok) show(answer.text); else explain(answer.say);
 */
import { setTimeout as wait } from "node:timers/promises";
import type { Db } from "../db/pool.ts";
import type { Log } from "../domain/connection.ts";
import { newId } from "../domain/ids.ts";
import { stopped } from "../http/capped-fetch.ts";
import type { AskParts } from "./ask.ts";
import { createBreaker } from "./breaker.ts";
import { runEmbed } from "./embed-question.ts";
import { readPurpose, readPurposes } from "./model-settings.ts";
import type { OpenModel } from "./model.ts";
import { whyNot, type Purpose, type TextPurpose, type WhyNot } from "./purposes.ts";
import type { EmbedAnswer, EmbedRequest, NoAnswer, Session, TextAnswer, TextRequest } from "./questions.ts";
import { runText } from "./text-question.ts";

export type DeskModels = {
  run<T>(purpose: TextPurpose, request: TextRequest<T>): Promise<TextAnswer<T> | NoAnswer>;
  run(purpose: "embed", request: EmbedRequest): Promise<EmbedAnswer | NoAnswer>;
  /** Whether asking has a chance: switched on and connected. False, too, when the database does not answer. */
  isOn(purpose: Purpose): Promise<boolean>;
  /** Every purpose that is, in one look. */
  whatIsOn(): Promise<Purpose[]>;
};

export type DeskModelsParts = {
  db: Db;
  log: Log;
  findModel(connectionId: string): OpenModel | null;
  now?: () => Date;
  sleep?: AskParts["sleep"];
};

export function openModels(parts: DeskModelsParts): DeskModels {
  const { db, log, findModel } = parts;
  const shared: AskParts = { db, log, breaker: createBreaker(), now: parts.now ?? (() => new Date()), sleep: parts.sleep ?? sleep };

  async function run(purpose: Purpose, request: TextRequest | EmbedRequest): Promise<TextAnswer | EmbedAnswer | NoAnswer> {
    const startedAt = performance.now();
    let session: Session | undefined;
    let result: TextAnswer | EmbedAnswer | { why: WhyNot };
    try {
      const opened = await openSession(shared, findModel, purpose, request.signal);
      if ("why" in opened) return none(opened.why);
      session = opened;
      result = "texts" in request ? await runEmbed(session, request) : await runText(session, request);
    } catch (error) {
      log.error({ err: error, purpose }, "Asking a language model failed in Handrail; the desk goes on without an answer");
      result = { why: "internal" };
    }
    if (session)
      await record(session, "why" in result ? result.why : session.seen.isCached ? "cached" : "ok", performance.now() - startedAt);
    return "why" in result ? none(result.why) : result;
  }

  return {
    run: run as DeskModels["run"],
    async isOn(purpose) {
      const setting = await readPurpose(db, purpose).catch(() => null);
      return setting?.isOn === true && setting.connectionId !== null && findModel(setting.connectionId) !== null;
    },
    async whatIsOn() {
      const chosen = await readPurposes(db).catch(() => []);
      return chosen
        .filter(({ isOn, connectionId }) => isOn && connectionId !== null && findModel(connectionId))
        .map(({ purpose }) => purpose);
    },
  };
}

const none = (why: WhyNot): NoAnswer => ({ ok: false, why, say: whyNot[why] });

async function openSession(
  shared: AskParts,
  findModel: DeskModelsParts["findModel"],
  purpose: Purpose,
  caller: AbortSignal | undefined,
): Promise<Session | { why: WhyNot }> {
  const { isOn, connectionId, timeoutMs, prices } = await readPurpose(shared.db, purpose);
  if (!isOn) return { why: "off" };
  const open = connectionId === null ? null : findModel(connectionId);
  if (!open) return { why: "no_connection" };
  if (caller?.aborted) return { why: stopped("", caller).code === "vendor_timeout" ? "timeout" : "stopped" };
  const deadline = AbortSignal.timeout(timeoutMs);
  return {
    ...shared,
    purpose,
    connectionId: open.id,
    model: open.model,
    prices,
    signal: caller ? AbortSignal.any([deadline, caller]) : deadline,
    endsAt: shared.now().getTime() + timeoutMs,
    tally: { attempts: 0, inputTokens: null, outputTokens: null, costMicros: 0 },
    seen: { model: null, isCached: false },
  };
}

async function record(session: Session, outcome: string, ms: number): Promise<void> {
  const { db, log, purpose, connectionId, tally, seen, now } = session;
  const values = [newId(), purpose, connectionId, seen.model, tally.attempts, tally.inputTokens, tally.outputTokens, tally.costMicros];
  const text = `insert into model_call (id, purpose, connection_id, model, attempts, input_tokens, output_tokens, cost_micros, ms, outcome, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;
  await db
    .query(text, [...values, Math.round(ms), outcome, now()])
    .catch((error: unknown) => log.warn({ err: error, purpose, outcome }, "A question to a language model could not be recorded"));
}

/** Wakes early, without an error, when nobody waits any more. */
async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}
