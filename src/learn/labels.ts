/** People's verdicts as training texts. */
import { unpackTrace } from "../db/trace.ts";
import type { Db } from "../db/pool.ts";
import * as sql from "./queries.ts";

/** What a customer wrote and the category that was right. `at` is when a person said so. */
export type Label = { text: string; label: string; language: string; at: Date };

/** Longest text of one label: what a customer wants is said before this. */
const maxChars = 20_000;
/** More would take longer and hardly teach more. */
const mostUnlabelled = 4_000;

/** Oldest first. Runs whose text or category cannot be read any more are left out. */
export async function readLabels(db: Db): Promise<Label[]> {
  const { rows } = await db.query(sql.readVerdicts);
  return rows.flatMap(({ text, category, trace, language, at }) => {
    const label = category ?? confirmed(trace);
    return text?.trim() && label ? [{ text: text.slice(0, maxChars).toWellFormed(), label, language: language ?? "en", at }] : [];
  });
}

/** The newest messages nobody has judged, oldest first: a model learns the customers' words from them. */
export async function readUnlabelled(db: Db): Promise<string[]> {
  const { rows } = await db.query(sql.readUnjudged, [mostUnlabelled]);
  return rows.map(({ text }) => String(text).toWellFormed());
}

/** What an approval confirms: the category that was read, unless the reader itself was not sure of it. */
function confirmed(trace: Buffer): string | null {
  try {
    const { category, abstain, needs_more } = unpackTrace(trace).understanding;
    return abstain || needs_more ? null : category;
  } catch {
    return null;
  }
}
