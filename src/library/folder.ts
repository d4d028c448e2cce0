/**
 * Workflows, templates and the rules of a desk as a folder of files: what the starter pack is, what `handrail export` writes and
 * `handrail apply` reads. Everything is checked before anything is written; the result says what changes.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTemplates, loadTemplates, type Template } from "../answer/templates.ts";
import { loadArticle, type Article } from "../knowledge/article.ts";
import { storeArticle } from "../knowledge/store-article.ts";
import { writeAudit } from "../db/audit.ts";
import { transaction, type Db } from "../db/pool.ts";
import { AppError, problemsError, type Problem } from "../domain/errors.ts";
import type { Workflow } from "../workflow/engine/workflow.ts";
import { loadWorkflow, type Known } from "../workflow/load.ts";
import { readFiles } from "./files.ts";
import { storeWorkflow } from "./library.ts";
import { readTemplateFiles, storeTemplate } from "./template-store.ts";
import { checkRules, readRules, ruleFiles, storeRules, type RuleFile } from "./rules.ts";

export type Change = { kind: "workflow" | "template" | "rules" | "article"; name: string; change: "new" | "changed" };
export type Folder = { workflows: Workflow[]; templates: Template[]; rules: { name: RuleFile; source: string }[]; articles: Article[] };

/** Throws AppError with every problem of every file; templates of the desk that the folder does not bring stay usable. */
export async function readFolder(
  dir: string,
  steps: Known["steps"],
  stored: readonly { file: string; source: string }[] = [],
): Promise<Folder> {
  const templateFiles = await readFiles(join(dir, "templates"), ".liquid");
  const brought = new Set(templateFiles.map(({ file }) => file));
  const { templates, problems } = loadTemplates([...templateFiles, ...stored.filter(({ file }) => !brought.has(file))]);
  const known = { steps, templates: createTemplates(templates) };
  const workflows: Workflow[] = [];
  const mistakes: Problem[] = [...problems];
  const workflowFiles = await readFiles(join(dir, "workflows"), ".yaml");
  for (const { file, source } of workflowFiles) {
    const loaded = loadWorkflow(source, file, known);
    if ("workflow" in loaded) workflows.push(loaded.workflow);
    else mistakes.push(...loaded.problems);
  }
  const articleFiles = await readFiles(join(dir, "articles"), ".md");
  const articles = articleFiles.flatMap(({ file, source }) => {
    const loaded = loadArticle(source, file);
    if ("article" in loaded) return [loaded.article];
    mistakes.push(...loaded.problems);
    return [];
  });
  const rules = await readRuleFiles(dir);
  mistakes.push(...rules.flatMap(({ name, source }) => checkRules(name, source)));
  if (mistakes.length > 0) throw problemsError("workflow_invalid", mistakes);
  if (workflowFiles.length + templateFiles.length + rules.length + articleFiles.length === 0) {
    throw new AppError(
      "usage",
      `There is nothing to apply in ${dir}. It should have the folders workflows/ (*.yaml), templates/ (*.liquid) or articles/ (*.md), or one of the files ${ruleFiles.map((name) => `${name}.yaml`).join(", ")}.`,
    );
  }
  return { workflows, templates: templates.filter(({ file }) => brought.has(file)), rules, articles };
}

/** `dryRun`: only say what would change. */
export async function applyFolder(
  db: Db,
  dir: string,
  steps: Known["steps"],
  by: string,
  options: { dryRun?: boolean } = {},
): Promise<Change[]> {
  const storedFiles = await readTemplateFiles(db);
  const folder = await readFolder(dir, steps, storedFiles);
  return transaction(db, async (client) => {
    const changes: Change[] = [];
    const currentVersions = new Map((await client.query("select name, version from workflow")).rows.map((row) => [row.name, row.version]));
    const currentTemplates = new Map(storedFiles.map(({ file, source }) => [file, source]));
    for (const workflow of folder.workflows) note(changes, "workflow", workflow.name, currentVersions.get(workflow.name), workflow.version);
    for (const { file, source } of folder.templates)
      note(changes, "template", file.replace(/\.liquid$/, ""), currentTemplates.get(file), source);
    const currentArticles = new Map(
      (await client.query("select name, language, source from article")).rows.map((row) => [`${row.name}.${row.language}`, row.source]),
    );
    for (const { name, language, source } of folder.articles)
      note(changes, "article", `${name}.${language}`, currentArticles.get(`${name}.${language}`), source);
    for (const { name, source } of folder.rules) note(changes, "rules", name, (await readRules(client, name)) ?? undefined, source);
    if (options.dryRun || changes.length === 0) return changes;
    for (const workflow of folder.workflows) await storeWorkflow(client, workflow, by);
    for (const template of folder.templates) await storeTemplate(client, template, by);
    for (const { name, source } of folder.rules) await storeRules(client, name, source);
    for (const article of folder.articles)
      if (currentArticles.get(`${article.name}.${article.language}`) !== article.source) await storeArticle(client, article);
    await writeAudit(client, { actor: by, act: "folder.apply", data: { changes: changes.map((one) => `${one.kind} ${one.name}`) } });
    return changes;
  });
}

function note(changes: Change[], kind: Change["kind"], name: string, before: string | undefined, now: string): void {
  if (before !== now) changes.push({ kind, name, change: before === undefined ? "new" : "changed" });
}

/** Writes the desk's workflows, templates and rules; resolves to the files written, relative to `dir`. */
export async function exportFolder(db: Db, dir: string): Promise<string[]> {
  const workflows = await db.query(
    "select w.name, v.source from workflow w join workflow_version v on v.name = w.name and v.version = w.version order by 1",
  );
  const templates = await readTemplateFiles(db);
  const articles = await db.query("select name, language, source from article order by 1, 2");
  const rules = await Promise.all(ruleFiles.map(async (name) => ({ name, source: await readRules(db, name) })));
  const files: [string, string][] = [
    ...workflows.rows.map((row): [string, string] => [join("workflows", `${row.name}.yaml`), row.source]),
    ...templates.map(({ file, source }): [string, string] => [join("templates", file), source]),
    ...rules.flatMap(({ name, source }): [string, string][] => (source === null ? [] : [[`${name}.yaml`, source]])),
  ];
  files.push(...articles.rows.map((row): [string, string] => [join("articles", `${row.name}.${row.language}.md`), row.source]));
  if (articles.rows.length > 0) await mkdir(join(dir, "articles"), { recursive: true });
  await mkdir(join(dir, "workflows"), { recursive: true });
  await mkdir(join(dir, "templates"), { recursive: true });
  for (const [file, content] of files) await writeFile(join(dir, file), content);
  return files.map(([file]) => file);
}

async function readRuleFiles(dir: string): Promise<Folder["rules"]> {
  const found = await Promise.all(
    ruleFiles.map(async (name) => ({ name, source: await readFile(join(dir, `${name}.yaml`), "utf8").catch(() => null) })),
  );
  return found.flatMap(({ name, source }) => (source === null ? [] : [{ name, source }]));
}
