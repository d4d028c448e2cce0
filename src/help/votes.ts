/** "Was this helpful?": counted by article and day. Who said it is nowhere kept, only that this address has, and that not for long. */
import { createHash, randomBytes } from "node:crypto";
import type { Db } from "../db/pool.ts";
import { addressKey } from "../domain/rate-limit.ts";

/** Resolves to whether it was counted: the first of an address for an article on a day is. */
export type Vote = (article: { name: string; language: string }, isHelpful: boolean, address: string) => Promise<boolean>;

const maxKept = 100_000;

export function createVotes(db: Db, now: () => Date): Vote {
  // Drawn at every start and never stored: nobody can find out later whose hash it was, by trying all addresses.
  const salt = randomBytes(32);
  const seen = new Set<string>();
  let seenDay = "";
  return async ({ name, language }, isHelpful, address) => {
    const day = now().toISOString().slice(0, 10);
    if (day !== seenDay) seen.clear();
    seenDay = day;
    const key = createHash("sha256")
      .update(salt)
      .update(`${addressKey(address)}\n${name}\n${language}`)
      .digest("base64");
    // With the memory full nothing is counted until tomorrow: forgetting the oldest would let a flood count again and again.
    if (seen.has(key) || seen.size >= maxKept) return false;
    seen.add(key);
    await db.query(
      `insert into article_feedback (name, language, day, yes, no) select name, language, $3, $4, $5 from article where name = $1 and language = $2
      on conflict (name, language, day) do update set yes = article_feedback.yes + excluded.yes, no = article_feedback.no + excluded.no`,
      [name, language, day, isHelpful ? 1 : 0, isHelpful ? 0 : 1],
    );
    return true;
  };
}
