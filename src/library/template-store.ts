/** Templates as they stand in the database: every text they ever had, and the one in force. Named like their files, without the ending. */
import { createHash } from "node:crypto";
import type { Template } from "../answer/templates.ts";
import type { Queryable } from "../db/pool.ts";

export type TemplateKey = { name: string; language: string; tone: string };

/** "order-on-its-way.de" or "order-on-its-way.de.casual". */
export const templateId = ({ name, language, tone }: TemplateKey): string => `${name}.${language}${tone === "" ? "" : `.${tone}`}`;

/** Null when it is not the name of a template. */
export function parseTemplateId(id: string): TemplateKey | null {
  const match = /^([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\.([a-z]{2,3})(?:\.(formal|casual))?$/.exec(id);
  return match ? { name: match[1]!, language: match[2]!, tone: match[3] ?? "" } : null;
}

export const templateVersion = (source: string): string => createHash("sha256").update(source).digest("hex").slice(0, 12);

export async function readTemplateFiles(db: Queryable): Promise<{ file: string; source: string }[]> {
  const { rows } = await db.query("select name, language, tone, source from template order by name, language, tone");
  return rows.map((row) => ({ file: `${templateId(row)}.liquid`, source: row.source }));
}

/** Puts a text that was checked into force and keeps it as a version. */
export async function storeTemplate(client: Queryable, { name, language, tone, source }: Template, by: string): Promise<void> {
  await client.query(
    "insert into template_version (name, language, tone, version, source, created_by) values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
    [name, language, tone ?? "", templateVersion(source), source, by],
  );
  await client.query(
    `insert into template (name, language, tone, source) values ($1, $2, $3, $4)
    on conflict (name, language, tone) do update set source = $4, updated_at = clock_timestamp() where template.source <> $4`,
    [name, language, tone ?? "", source],
  );
}

export async function templateVersions(
  db: Queryable,
  { name, language, tone }: TemplateKey,
): Promise<{ version: string; created_by: string; created_at: string }[]> {
  const { rows } = await db.query(
    "select version, created_by, created_at from template_version where name = $1 and language = $2 and tone = $3 order by created_at desc",
    [name, language, tone],
  );
  return rows.map((row) => ({ ...row, created_at: row.created_at.toISOString() }));
}

export async function templateSource(db: Queryable, { name, language, tone }: TemplateKey, version: string | null): Promise<string | null> {
  const { rows } =
    version === null
      ? await db.query("select source from template where name = $1 and language = $2 and tone = $3", [name, language, tone])
      : await db.query("select source from template_version where name = $1 and language = $2 and tone = $3 and version = $4", [
          name,
          language,
          tone,
          version,
        ]);
  return rows[0]?.source ?? null;
}
