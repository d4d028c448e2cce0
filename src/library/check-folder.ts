/**
 * Everything that is wrong with a folder of workflows and templates, and everything that looks wrong: what each file says is
 * right by itself, and together two take the same message, or a reply speaks one language only.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createTemplates, loadTemplates, type Template } from "../answer/templates.ts";
import type { Problem } from "../domain/errors.ts";
import { loadArticle } from "../knowledge/article.ts";
import type { Workflow } from "../workflow/engine/workflow.ts";
import type { CompiledSteps } from "../workflow/engine/workflow.ts";
import { loadWorkflow, type Known } from "../workflow/load.ts";
import { readYaml } from "../workflow/yaml-source.ts";
import { readFiles } from "./files.ts";
import { checkRules, ruleFiles } from "./rules.ts";

export type FolderCheck = { files: number; workflows: number; templates: number; problems: Problem[] };

/** Reads files only. Problems in the order of files and lines. */
export async function checkFolder(dir: string, steps: Known["steps"]): Promise<FolderCheck> {
  const templateFiles = await readFiles(join(dir, "templates"), ".liquid");
  const workflowFiles = await readFiles(join(dir, "workflows"), ".yaml");
  const { templates, problems } = loadTemplates(templateFiles);
  const loaded: { workflow: Workflow; file: string; source: string }[] = [];
  const found: Problem[] = problems.map((problem) => ({ ...problem, file: inFolder("templates", problem.file) }));
  const known: Known = {
    steps,
    templates: createTemplates(templates),
    workflows: workflowFiles.flatMap(({ source, file }) => nameIn(source, file)),
  };
  for (const { file, source } of workflowFiles) {
    const place = `workflows/${file}`;
    const one = loadWorkflow(source, place, known);
    if ("problems" in one) found.push(...one.problems);
    else loaded.push({ workflow: one.workflow, file: place, source });
  }
  for (const { file, source } of await readFiles(join(dir, "articles"), ".md")) {
    const article = loadArticle(source, `${file}`);
    if ("problems" in article) found.push(...article.problems.map((problem) => ({ ...problem, file: inFolder("articles", problem.file) })));
  }
  for (const name of ruleFiles) {
    const source = await readFile(join(dir, `${name}.yaml`), "utf8").catch(() => null);
    if (source !== null) found.push(...checkRules(name, source));
  }
  found.push(
    ...sharedClaims(loaded),
    ...sameNames(loaded),
    ...missingLanguages(templates),
    ...unusedTemplates(loaded, templates, problems.length === 0),
  );
  return {
    files: templateFiles.length + workflowFiles.length,
    workflows: workflowFiles.length,
    templates: templateFiles.length,
    problems: found.sort(byPlace),
  };
}

function nameIn(source: string, file: string): string[] {
  const name = (readYaml(source, file).value as { workflow?: unknown } | null)?.workflow;
  return typeof name === "string" ? [name] : [];
}

type Loaded = { workflow: Workflow; file: string; source: string };

/** Of two that take the same messages only the first by name ever runs. Those that are off take none. */
function sharedClaims(loaded: Loaded[]): Problem[] {
  const claims = new Map<string, Loaded>();
  const byName = [...loaded].sort((a, b) => (a.workflow.name < b.workflow.name ? -1 : 1));
  return byName.flatMap((one) => {
    if (one.workflow.mode === "off") return [];
    return claimsOf(one.workflow).flatMap(({ claim, what }) => {
      const first = claims.get(claim);
      if (!first) {
        claims.set(claim, one);
        return [];
      }
      return [
        readYaml(one.source, one.file).problem(
          ["when"],
          `${what} is taken by "${first.workflow.name}" already (${first.file}), so "${one.workflow.name}" never gets it`,
          "Take it out of one of the two, or switch one off.",
        ),
      ];
    });
  });
}

function claimsOf({ categories, trigger }: Workflow): { claim: string; what: string }[] {
  if (trigger.kind === "closed") return [{ claim: "closed", what: "The end of a conversation" }];
  if (categories === "any") return [{ claim: "any", what: "What nobody else takes" }];
  return categories.map((category) => ({ claim: `category ${category}`, what: `The category ${category}` }));
}

function sameNames(loaded: Loaded[]): Problem[] {
  const first = new Map<string, string>();
  return loaded.flatMap(({ workflow: { name }, file, source }) => {
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, file);
      return [];
    }
    return [
      readYaml(source, file).problem(
        ["workflow"],
        `"${name}" is the name of the workflow in ${earlier} already`,
        "Give one of them another name.",
      ),
    ];
  });
}

/** A language that some replies are written in is one the shop answers in. */
function missingLanguages(templates: readonly Template[]): Problem[] {
  const languages = [...new Set(templates.map(({ language }) => language))].sort();
  const byName = Map.groupBy(templates, ({ name }) => name);
  return [...byName].flatMap(([name, versions]) => {
    const missing = languages.filter((language) => !versions.some((one) => one.language === language));
    if (missing.length === 0) return [];
    return [
      {
        file: inFolder("templates", versions[0]!.file)!,
        line: 1,
        column: 1,
        message: `"${name}" is not written in ${missing.join(", ")}, which other templates are`,
        mend: missing.map((language) => `Write ${name}.${language}.liquid`).join("; ") + ".",
      },
    ];
  });
}

/** Templates whose workflow has a mistake are not called unused: nobody knows yet. */
function unusedTemplates(loaded: Loaded[], templates: readonly Template[], areAllWhole: boolean): Problem[] {
  if (!areAllWhole || loaded.length === 0) return [];
  const used = new Set(loaded.flatMap(({ workflow }) => templatesIn(workflow.steps)));
  return [...Map.groupBy(templates, ({ name }) => name)].flatMap(([name, versions]) =>
    used.has(name)
      ? []
      : [
          {
            file: inFolder("templates", versions[0]!.file)!,
            line: 1,
            column: 1,
            message: `No workflow uses "${name}"`,
            mend: "Remove it, or use it in a workflow.",
          },
        ],
  );
}

function templatesIn({ steps }: CompiledSteps): string[] {
  return steps.flatMap(({ definition, settings, branches }) => [
    ...(definition.templates?.(settings) ?? []).map(({ name }) => name),
    ...[...branches.values()].flatMap(templatesIn),
  ]);
}

const inFolder = (folder: string, file: string | undefined) =>
  file === undefined ? folder : `${folder}/${file.slice(file.lastIndexOf("/") + 1)}`;

function byPlace(a: Problem, b: Problem): number {
  if (a.file !== b.file) return (a.file ?? "") < (b.file ?? "") ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
