/** Everything that is to be looked at in the articles, each with the passages it is about. What somebody has looked at stays away until it changes. */
import { createHash } from "node:crypto";
import { writeAudit } from "../../db/audit.ts";
import { transaction, type Db } from "../../db/pool.ts";
import { AppError } from "../../domain/errors.ts";
import type { WireFinding } from "../../domain/wire.ts";
import type { Gist } from "../../understand/gist.ts";
import { readParts, type StoredPart } from "../store-article.ts";
import { findContradictions, type Contradiction, type Place } from "./contradictions.ts";
import { findAgainstPolicy, findAgainstPrices, type FindProducts, type PolicyFigure, type ShopFinding } from "./shop-figures.ts";
import { findStale, type Stale } from "./stale.ts";

export type CareParts = {
  db: Db;
  gist: Gist | null;
  publicUrl: string;
  /** The limits of the policies in force. */
  policies(): Promise<PolicyFigure[]>;
  products: FindProducts;
  now(): Date;
};

const settingKey = "article_care";
const usualMonths = 12;

export async function readUntouchedMonths(db: Db): Promise<number> {
  const { rows } = await db.query("select value->'untouched_months' as months from setting where key = $1", [settingKey]);
  return typeof rows[0]?.months === "number" ? rows[0].months : usualMonths;
}

export async function setUntouchedMonths(db: Db, months: number, by: string): Promise<void> {
  await transaction(db, async (client) => {
    await client.query("insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = $2", [
      settingKey,
      JSON.stringify({ untouched_months: months }),
    ]);
    await writeAudit(client, { actor: by, act: "article.care", data: { untouched_months: months } });
  });
}

/** What compares articles with each other and the shop is kept while they stay as they are. `products` is asked anew after a while. */
export type Care = { list(): Promise<WireFinding[]>; check(id: string, digest: string, by: string): Promise<void> };
const keepMs = 600_000;

export function createCare(parts: CareParts): Care {
  let kept: { mark: string; until: number; found: Promise<WireFinding[]> } | null = null;

  async function compared(): Promise<WireFinding[]> {
    const { db, now } = parts;
    const limits = await parts.policies();
    const { rows } = await db.query("select concat(count(*), '|', max(updated_at)) as mark from article");
    const mark = JSON.stringify([rows[0].mark, limits, now().toISOString().slice(0, 10)]);
    if (kept?.mark !== mark || now().getTime() > kept.until) {
      const found = compare(parts, limits);
      kept = { mark, until: now().getTime() + keepMs, found };
      found.catch(() => (kept = null));
    }
    return kept.found;
  }

  async function list(): Promise<WireFinding[]> {
    const { db, now, publicUrl } = parts;
    const settings = { untouchedMonths: await readUntouchedMonths(db) };
    const [stale, others] = await Promise.all([findStale(db, settings, publicUrl, now()), compared()]);
    const { rows } = await db.query("select finding, digest from article_check");
    const checked = new Map(rows.map((row) => [row.finding, row.digest]));
    const described = await describeStale(db, stale);
    return [...others, ...described].filter(({ id, digest }) => checked.get(id) !== digest);
  }

  return {
    list,
    async check(id, digest, by) {
      const found = (await list()).find((one) => one.id === id);
      if (!found) throw new AppError("not_found", "There is nothing like that to check any more.");
      if (found.digest !== digest) throw new AppError("conflict", "It has changed since you looked at it. Look again.");
      await transaction(parts.db, async (client) => {
        await client.query(
          "insert into article_check (finding, digest, checked_by) values ($1, $2, $3) on conflict (finding) do update set digest = $2, checked_by = $3, checked_at = now()",
          [id, digest, by],
        );
        await writeAudit(client, {
          actor: by,
          act: "article.checked",
          target: `article:${found.passages[0]!.name}`,
          data: { finding: id },
        });
      });
    },
  };
}

async function compare({ db, gist, products, now }: CareParts, limits: readonly PolicyFigure[]): Promise<WireFinding[]> {
  const day = now().toISOString().slice(0, 10);
  const parts = (await readParts(db, null)).filter(({ until }) => until === null || until >= day);
  const told = parts.filter(({ audience }) => audience === "public");
  const shop = [...(await findAgainstPolicy(db, told, limits, gist)), ...(await findAgainstPrices(told, products))];
  return [...(await findContradictions(db, parts, gist)).map(ofContradiction), ...shop.map(ofShop)];
}

function ofContradiction({ kind, why, places }: Contradiction): WireFinding {
  return finding(kind, places.map(keyOf).join("|"), why, places.map(passageOf), null);
}

function ofShop({ kind, why, place, said }: ShopFinding): WireFinding {
  return finding(kind, keyOf(place), why, [passageOf(place)], said);
}

async function describeStale(db: Db, stale: readonly Stale[]): Promise<WireFinding[]> {
  const { rows } = await db.query("select name, language, title, source from article where name = any($1)", [
    stale.map(({ name }) => name),
  ]);
  return stale.flatMap(({ kind, name, language, why, mark }) => {
    const row = rows.find((one) => one.name === name && one.language === language);
    if (!row) return [];
    const passage = { name, language, title: row.title, heading: null, text: mark ?? "", marks: [] };
    const { digest, ...rest } = finding(kind, `${name}.${language}${mark ? `#${mark}` : ""}`, why, [passage], null);
    return [{ ...rest, digest: digestOf([digest, row.source]) }];
  });
}

function finding(
  kind: WireFinding["kind"],
  about: string,
  why: string,
  passages: WireFinding["passages"],
  said: string | null,
): WireFinding {
  // "3 of 7 readers" becomes "4 of 8" without anything else having changed: what is said of people's doings is no part of it.
  const digest = digestOf([kind, said, ...passages.map(({ heading, text }) => [heading, text])]);
  return { id: `${kind}:${about}`, kind, why, digest, passages, said };
}

const digestOf = (parts: unknown): string => createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
const keyOf = ({ part: { name, language, position } }: Place): string => `${name}.${language}#${position}`;
const passageOf = ({ part, mark }: Place): WireFinding["passages"][number] => ({ ...textOf(part), marks: [mark] });
const textOf = ({ name, language, title, heading, text }: StoredPart) => ({ name, language, title, heading, text });
