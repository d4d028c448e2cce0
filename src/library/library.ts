/**
 * The workflows and templates of this desk, as they stand in the database: checked, compiled and kept in memory. Versions
 * are immutable and named by their content; what changes is which one is current, and its mode.
 */
import { createTemplates, loadTemplates, type Template, type Templates } from "../answer/templates.ts";
import { readVoice } from "../answer/voice/voice.ts";
import { writeAudit } from "../db/audit.ts";
import { transaction, type Db, type Queryable } from "../db/pool.ts";
import type { Log } from "../domain/connection.ts";
import { AppError, problemsError, type Problem } from "../domain/errors.ts";
import type { Mode } from "../domain/run.ts";
import type { Workflow } from "../workflow/engine/workflow.ts";
import {
  parseTemplateId,
  readTemplateFiles,
  storeTemplate,
  templateId,
  templateSource,
  templateVersion,
  templateVersions,
} from "./template-store.ts";
import { loadWorkflow, type Known } from "../workflow/load.ts";

export type LibraryItem = { name: string; title: string; version: string; mode: Mode; categories: readonly string[] | "any" };
export type LibraryDetail = LibraryItem & { source: string; versions: { version: string; created_by: string; created_at: string }[] };

export type TemplateItem = { name: string; texts: { id: string; language: string; tone: string | null; updated_at: string }[] };

export type Library = {
  /** Current versions with their modes; those that no longer load are left out and reported. */
  workflows(): readonly Workflow[];
  templates(): Templates;
  /** Every text of them. */
  allTemplates(): readonly Template[];
  /** How far messages of a category may go at most, whatever their workflow may. */
  limits(): Readonly<Record<string, Mode>>;
  /** `mode` null takes the limit away. */
  setLimit(category: string, mode: Mode | null, by: string): Promise<void>;
  /** A version a waiting run is pinned to; null when it does not load any more. */
  version(name: string, version: string): Promise<Workflow | null>;
  list(): LibraryItem[];
  get(name: string): Promise<LibraryDetail | null>;
  /** Checks and publishes. Throws AppError workflow_invalid with every problem; nothing is changed then. */
  save(name: string, source: string, by: string): Promise<LibraryItem>;
  setMode(name: string, mode: Mode, by: string): Promise<void>;
  /** A file as it would be saved, without saving it. Throws AppError workflow_invalid with every problem. */
  check(name: string, source: string): Workflow;
  /** The file of a version as it was stored; null when there is no such version. */
  source(name: string, version: string): Promise<string | null>;
  /** Puts an earlier version in force again. AppError `not_found`, and `workflow_invalid` when it does not load any more. */
  publish(name: string, version: string, by: string): Promise<LibraryItem>;
  /** Takes it out of force; its versions stay, for the runs that were made with them. AppError `not_found`. */
  remove(name: string, by: string): Promise<void>;
  /** Templates by name, each with the languages and tones it is written in. */
  listTemplates(): Promise<TemplateItem[]>;
  /** `id` is the file's name without its ending, "order-on-its-way.de". Null when there is none. */
  getTemplate(
    id: string,
  ): Promise<{ source: string; version: string; versions: { version: string; created_by: string; created_at: string }[] } | null>;
  /** The text of one version; null when there is none. */
  templateSource(id: string, version: string): Promise<string | null>;
  /** Every mistake of a text; [] when it could be saved. Also when a workflow could not do with it. */
  checkTemplate(id: string, source: string): Problem[];
  /** AppError `template_invalid` with every problem; nothing is changed then. */
  saveTemplate(id: string, source: string, by: string): Promise<void>;
  /** Reads again what other processes changed. True when anything was. */
  reload(): Promise<boolean>;
};

type Stored = {
  workflows: Workflow[];
  templates: Templates;
  /** The same, one by one. */ all: Template[];
  limits: Record<string, Mode>;
  problems: Problem[];
};

export async function openLibrary(db: Db, steps: Known["steps"], log: Log): Promise<Library> {
  let mark = "";
  let current: Stored = { workflows: [], templates: createTemplates([]), all: [], limits: {}, problems: [] };
  const pinned = new Map<string, Workflow | null>();

  async function reload(): Promise<boolean> {
    const now = await readMark(db);
    if (now === mark) return false;
    current = await readAll(db, steps);
    mark = now;
    pinned.clear();
    for (const problem of current.problems)
      log.error({ problem }, "A stored workflow or template has a mistake and is left out until it is mended");
    return true;
  }

  function check(name: string, source: string): Workflow {
    const workflow = checkWorkflow(source, `${name}.yaml`, { steps, templates: current.templates });
    if (workflow.name === name) return workflow;
    throw new AppError(
      "workflow_invalid",
      `The file names its workflow "${workflow.name}", and it was saved as "${name}". Make them the same.`,
    );
  }

  /** With the text in place of the one in force, each workflow must still load: a new fact it needs may not be known there. */
  function checkTemplate(id: string, source: string): { template: Template | null; problems: Problem[] } {
    if (!parseTemplateId(id))
      throw new AppError("invalid", `"${id}" is no name of a template. It is like order-on-its-way.de or order-on-its-way.de.casual.`);
    const {
      templates: [template = null],
      problems,
    } = loadTemplates([{ file: `${id}.liquid`, source }]);
    if (!template) return { template, problems };
    const others = current.all.filter((one) => one.file !== template.file);
    const templates = createTemplates([...others, template]);
    for (const workflow of current.workflows) {
      const loaded = loadWorkflow(workflow.source, `${workflow.name}.yaml`, { steps, templates });
      if ("problems" in loaded) problems.push(...loaded.problems);
    }
    return { template, problems };
  }

  const itemOf = ({ name, title, version, mode, categories }: Workflow): LibraryItem => ({ name, title, version, mode, categories });
  async function save(name: string, source: string, by: string): Promise<LibraryItem> {
    const workflow = check(name, source);
    await transaction(db, async (client) => {
      await storeWorkflow(client, workflow, by);
      await writeAudit(client, { actor: by, act: "workflow.publish", target: `workflow:${name}`, data: { version: workflow.version } });
    });
    await reload();
    return itemOf(current.workflows.find((one) => one.name === name)!);
  }

  await reload();
  return {
    workflows: () => current.workflows,
    limits: () => current.limits,
    async setLimit(category, mode, by) {
      await transaction(db, async (client) => {
        await client.query(
          `insert into setting (key, value) values ('category_modes', jsonb_strip_nulls($1::jsonb))
          on conflict (key) do update set value = jsonb_strip_nulls(setting.value || $1::jsonb)`,
          [JSON.stringify({ [category]: mode })],
        );
        await writeAudit(client, { actor: by, act: "category.mode", target: `category:${category}`, data: { mode } });
      });
      await reload();
    },
    templates: () => current.templates,
    allTemplates: () => current.all,
    async listTemplates() {
      const { rows } = await db.query("select name, language, tone, updated_at from template order by name, language, tone");
      const texts = rows.map((row) => ({
        name: row.name as string,
        id: templateId(row),
        language: row.language,
        tone: row.tone || null,
        updated_at: row.updated_at.toISOString(),
      }));
      return [...Map.groupBy(texts, ({ name }) => name)].map(([name, group]) => ({
        name,
        texts: group.map(({ id, language, tone, updated_at }) => ({ id, language, tone, updated_at })),
      }));
    },
    async getTemplate(id) {
      const key = parseTemplateId(id);
      const source = key && (await templateSource(db, key, null));
      return source === null ? null : { source, version: templateVersion(source), versions: await templateVersions(db, key!) };
    },
    async templateSource(id, version) {
      const key = parseTemplateId(id);
      return key && templateSource(db, key, version);
    },
    checkTemplate: (id, source) => checkTemplate(id, source).problems,
    async saveTemplate(id, source, by) {
      const { template, problems } = checkTemplate(id, source);
      if (!template || problems.length > 0) throw problemsError("template_invalid", problems);
      await transaction(db, async (client) => {
        await storeTemplate(client, template, by);
        await writeAudit(client, { actor: by, act: "template.save", target: `template:${id}`, data: { version: templateVersion(source) } });
      });
      await reload();
    },
    list: () => current.workflows.map(itemOf),
    reload,
    async version(name, version) {
      const now = current.workflows.find((one) => one.name === name);
      if (now?.version === version) return now;
      const key = `${name}@${version}`;
      if (!pinned.has(key)) pinned.set(key, await readVersion(db, name, version, { steps, templates: current.templates }, now?.mode));
      return pinned.get(key)!;
    },
    async get(name) {
      const workflow = current.workflows.find((one) => one.name === name);
      if (!workflow) return null;
      const { rows } = await db.query(
        "select version, created_by, created_at from workflow_version where name = $1 order by created_at desc",
        [name],
      );
      return {
        ...itemOf(workflow),
        source: workflow.source,
        versions: rows.map((row) => ({ ...row, created_at: row.created_at.toISOString() })),
      };
    },
    save,
    check,
    source: (name, version) => readSource(db, name, version),
    async publish(name, version, by) {
      const source = await readSource(db, name, version);
      if (source === null) throw new AppError("not_found", `The workflow "${name}" has no version ${version}.`);
      return save(name, source, by);
    },
    async remove(name, by) {
      await transaction(db, async (client) => {
        const gone = await client.query("delete from workflow where name = $1 returning version", [name]);
        if (gone.rowCount === 0) throw new AppError("not_found", `There is no workflow named "${name}".`);
        await writeAudit(client, {
          actor: by,
          act: "workflow.remove",
          target: `workflow:${name}`,
          data: { version: gone.rows[0].version },
        });
      });
      await reload();
    },
    async setMode(name, mode, by) {
      await transaction(db, async (client) => {
        const changed = await client.query(setMode, [name, mode]);
        if (changed.rowCount === 0) throw new AppError("not_found", `There is no workflow named "${name}".`);
        await writeAudit(client, { actor: by, act: "workflow.mode", target: `workflow:${name}`, data: { mode } });
      });
      await reload();
    },
  };
}

/** Evidence counts from when the mode was last changed: what it did in draft says nothing about a later stay in auto. */
const setMode = `
update workflow set mode = $2, updated_at = now(), standing = null, threshold = case when $2 = 'auto' then threshold end,
  mode_since = case when mode is distinct from $2 then now() else mode_since end where name = $1 returning name`;

/** Throws AppError workflow_invalid whose message lists every problem with line and column. */
export function checkWorkflow(source: string, file: string, known: Known): Workflow {
  const loaded = loadWorkflow(source, file, known);
  if ("workflow" in loaded) return loaded.workflow;
  throw problemsError("workflow_invalid", loaded.problems);
}

export async function storeWorkflow(client: Queryable, workflow: Workflow, by: string): Promise<void> {
  await client.query("insert into workflow_version (name, version, source, created_by) values ($1, $2, $3, $4) on conflict do nothing", [
    workflow.name,
    workflow.version,
    workflow.source,
    by,
  ]);
  await client.query(
    `insert into workflow (name, version) values ($1, $2)
     on conflict (name) do update set version = $2, updated_at = now() where workflow.version <> $2`,
    [workflow.name, workflow.version],
  );
}

/** Cheap enough to ask every few seconds: changes whenever a row does. */
async function readMark(db: Db): Promise<string> {
  const { rows } = await db.query(`select concat(
    (select string_agg(concat(name, version, mode, threshold), ',' order by name) from workflow), '|',
    (select concat(count(*), max(updated_at)) from template), '|',
    (select value::text from setting where key = 'category_modes'), '|', (select md5(value::text) from setting where key = 'voice'), '|',
    (select value->'hours'->>'time_zone' from setting where key = 'hours')) as mark`);
  return rows[0].mark;
}

async function readAll(db: Db, steps: Known["steps"]): Promise<Stored> {
  const { templates: loaded, problems } = loadTemplates(await readTemplateFiles(db));
  const templates = createTemplates(loaded, await writingOptions(db));
  const { rows } = await db.query(
    "select w.name, w.mode, w.threshold, v.source from workflow w join workflow_version v on v.name = w.name and v.version = w.version order by w.position, w.name",
  );
  const workflows: Workflow[] = [];
  for (const row of rows) {
    const one = loadWorkflow(row.source, `${row.name}.yaml`, { steps, templates });
    if ("workflow" in one) workflows.push({ ...one.workflow, ...(row.mode ? { mode: row.mode } : {}), threshold: row.threshold });
    else problems.push(...one.problems);
  }
  const limits = (await db.query("select value from setting where key = 'category_modes'")).rows[0]?.value ?? {};
  return { workflows, templates, all: loaded, limits, problems };
}

/** The brand's voice and the zone its days are counted in. A stored voice this version cannot read must not stop replies. */
async function writingOptions(db: Db): Promise<Parameters<typeof createTemplates>[1]> {
  const { rows } = await db.query("select key, value from setting where key in ('voice', 'hours')");
  const value = (key: string) => rows.find((row) => row.key === key)?.value;
  const timeZone: string | undefined = value("hours")?.hours?.time_zone;
  const source: string | undefined = value("voice")?.source;
  return { ...(timeZone ? { timeZone } : {}), ...(source ? { voice: readVoice(source) } : {}) };
}

async function readSource(db: Db, name: string, version: string): Promise<string | null> {
  return (await db.query("select source from workflow_version where name = $1 and version = $2", [name, version])).rows[0]?.source ?? null;
}

async function readVersion(db: Db, name: string, version: string, known: Known, mode: Mode | undefined): Promise<Workflow | null> {
  const source = await readSource(db, name, version);
  if (source === null) return null;
  const loaded = loadWorkflow(source, `${name}.yaml`, known);
  if (!("workflow" in loaded)) return null;
  return mode ? { ...loaded.workflow, mode } : loaded.workflow;
}

export type { Template };
