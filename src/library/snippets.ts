/**
 * Snippets: texts people put into a reply by their name, in Liquid like templates and with the same facts. What is not known is
 * left as a place to fill in; a person finishes the text before it can be sent.
 */
import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import { createTemplates, loadTemplates, type Template } from "../answer/templates.ts";
import type { Voice } from "../answer/voice/voice.ts";
import { writeAudit } from "../db/audit.ts";
import { transaction, type Db, type Queryable } from "../db/pool.ts";
import { afterSendList, type AfterSend } from "../domain/after-send.ts";
import { blankFor, blanksIn } from "../domain/blanks.ts";
import { languageCode } from "../domain/desk-rules.ts";
import { AppError, problemsError, type Problem } from "../domain/errors.ts";
import { isId, newId } from "../domain/ids.ts";
import type { WireFilledSnippet, WireSnippet } from "../domain/wire.ts";
import { firstName } from "../workflow/facts.ts";
import type { FactSources } from "../workflow/step.ts";
import { factsOf, findOrder } from "./preview.ts";

export const snippetBody = z.strictObject({
  name: z.string().trim().min(1, "is empty").max(80),
  texts: z
    .record(languageCode, z.string().trim().min(1, "is empty").max(20_000))
    .refine((texts) => Object.keys(texts).length > 0, "has no text; write it in at least one language"),
  actions: afterSendList.default([]),
});
export type SnippetBody = z.infer<typeof snippetBody>;

const columns = "id, name, texts, actions, updated_at";
const toWire = ({ updated_at: at, ...row }: Omit<WireSnippet, "updated_at"> & { updated_at: Date }): WireSnippet => ({
  ...row,
  updated_at: at.toISOString(),
});

export async function listSnippets(db: Queryable): Promise<WireSnippet[]> {
  return (await db.query(`select ${columns} from snippet order by lower(name)`)).rows.map(toWire);
}

/** AppError `not_found`. */
export async function getSnippet(db: Queryable, id: string): Promise<WireSnippet> {
  const row = isId(id) ? (await db.query(`select ${columns} from snippet where id = $1`, [id])).rows[0] : null;
  if (!row) throw new AppError("not_found", "There is no such snippet; somebody may have deleted it.");
  return toWire(row);
}

/** Everything wrong with the texts, each with its language as `file`, line and column. */
export function snippetProblems(texts: SnippetBody["texts"]): Problem[] {
  return Object.entries(texts).flatMap(([language, source]) => {
    const loaded = load(language, source);
    return "problems" in loaded ? loaded.problems : [];
  });
}

function load(language: string, source: string): { template: Template } | { problems: Problem[] } {
  const { templates, problems } = loadTemplates([{ file: `snippet.${language.slice(0, 2)}.liquid`, source }]);
  const [template] = templates;
  return template ? { template } : { problems: problems.map((problem) => ({ ...problem, file: language })) };
}

/** AppErrors `template_invalid` with every mistake, `conflict` for a name in use, `not_found`. `id` null: a new one. */
export async function saveSnippet(db: Db, id: string | null, { name, texts, actions }: SnippetBody, by: string): Promise<WireSnippet> {
  const problems = snippetProblems(texts);
  if (problems.length > 0) throw problemsError("template_invalid", problems);
  const saved = id ?? newId();
  await transaction(db, async (client) => {
    const taken = await client.query("select from snippet where lower(name) = lower($1) and id <> $2::uuid", [
      name,
      isId(saved) ? saved : newId(),
    ]);
    if (taken.rowCount) throw new AppError("conflict", `There is a snippet "${name}" already. Choose another name.`);
    const values = [saved, name, JSON.stringify(texts), JSON.stringify(actions), by];
    if (id === null) await client.query("insert into snippet (id, name, texts, actions, updated_by) values ($1, $2, $3, $4, $5)", values);
    else {
      await getSnippet(client, id);
      await client.query(
        "update snippet set name = $2, texts = $3, actions = $4, updated_by = $5, updated_at = now() where id = $1",
        values,
      );
    }
    await writeAudit(client, { actor: by, act: "snippet.save", target: `snippet:${saved}`, data: { name } });
  });
  return getSnippet(db, saved);
}

/** AppError `not_found`. */
export async function deleteSnippet(db: Db, id: string, by: string): Promise<void> {
  const { name } = await getSnippet(db, id);
  await transaction(db, async (client) => {
    await client.query("delete from snippet where id = $1", [id]);
    await writeAudit(client, { actor: by, act: "snippet.delete", target: `snippet:${id}`, data: { name } });
  });
}

export type Filling = {
  /** The customer's, or the one to preview in. */
  language: string | null;
  /** The customer's, as they call themselves; undefined: as the order has it. */
  customerName?: string | null;
  /** As customers write it; without one, its facts are to be filled in. */
  orderNumber?: string | undefined;
};
export type FillParts = { voice: Voice; sources(): FactSources; now(): Date };

/** In the customer's language where it is written in it, else in English, else in its first. AppErrors `not_found`, `template_invalid`. */
export async function fillSnippet(
  snippet: { texts: Record<string, string>; actions: AfterSend[] },
  { language: wanted, customerName, orderNumber }: Filling,
  { voice, sources, now }: FillParts,
): Promise<WireFilledSnippet> {
  const language = chooseLanguage(Object.keys(snippet.texts), wanted);
  const loaded = load(language, snippet.texts[language]!);
  if ("problems" in loaded) throw problemsError("template_invalid", loaded.problems);
  const found = await findOrder(orderNumber, sources());
  const { facts, from } = await factsOf(found, sources(), now().toISOString());
  if (customerName !== undefined)
    facts["customer"] = { ...(facts["customer"] as object), name: customerName, first_name: firstName(customerName) };
  // Nobody has been given it yet: what only a handover knows is not known.
  delete facts["handover"];
  const templates = createTemplates([loaded.template], { voice, blank: blankFor });
  const { text } = templates.render(loaded.template.name, loaded.template.language, facts, from);
  return {
    language,
    text,
    missing: [...new Set(blanksIn(text).map(({ name }) => name))],
    order: found?.order.number ?? null,
    actions: snippet.actions,
  };
}

function chooseLanguage(languages: readonly string[], wanted: string | null): string {
  const of = (code: string | null | undefined) => languages.find((one) => one.slice(0, 2) === code?.slice(0, 2));
  return of(wanted) ?? of("en") ?? languages[0]!;
}

const starterFile = z.strictObject({ snippets: z.array(snippetBody) });

/** Once per database, so that what a shop deletes stays deleted. */
export async function addStarterSnippets(db: Db, path: string): Promise<void> {
  const { rowCount } = await db.query(`insert into setting (key, value) values ('snippets_set_up', 'true') on conflict do nothing`);
  if (rowCount === 0) return;
  const { snippets } = starterFile.parse(parse(await readFile(path, "utf8")));
  for (const snippet of snippets) await saveSnippet(db, null, snippet, "system");
}
