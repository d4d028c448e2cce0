/** Texts as vectors, in which near ones mean something similar. Personal data is hidden; it would say little about the meaning anyway. */
import { cacheKey, findCached, keepAnswer } from "./cache.ts";
import { boundOf } from "./money.ts";
import { createPlaceholders } from "./placeholders.ts";
import { purposes, type WhyNot } from "./purposes.ts";
import { askIn, maxChars, type EmbedAnswer, type EmbedRequest, type Session } from "./questions.ts";

export async function runEmbed(session: Session, request: EmbedRequest): Promise<EmbedAnswer | { why: WhyNot }> {
  const { model, prices, now, db } = session;
  if (!model.embed || model.embeddingId === undefined) return { why: "cannot" };
  session.seen.model = model.embeddingId;
  const price = prices.get(model.embeddingId);
  if (!price) return { why: "no_price" };
  if (request.texts.join("").length > maxChars) return { why: "too_long" };
  const placeholders = createPlaceholders(request.known ?? {}, request.language ?? "en", now());
  const texts = request.texts.map((text) => placeholders.mask(text));
  const key = cacheKey([session.connectionId, model.embeddingId, texts]);
  const kept = await findCached(db, key, now());
  if (Array.isArray(kept)) {
    session.seen.isCached = true;
    return { ok: true, vectors: kept as number[][], model: model.embeddingId, isCached: true };
  }
  const call = async () => {
    const { vectors, inputTokens } = await model.embed!(texts, session.signal);
    return { value: vectors, usage: { inputTokens, outputTokens: 0 } };
  };
  const asked = await askIn(session, { price, bound: boundOf(texts, 0), call });
  if ("why" in asked) return asked;
  await keepAnswer(db, key, request.conversationId, asked.value, new Date(now().getTime() + purposes.embed.keepMs)).catch(
    (error: unknown) => session.log.warn({ err: error }, "Vectors could not be kept"),
  );
  return { ok: true, vectors: asked.value, model: model.embeddingId, isCached: false };
}
