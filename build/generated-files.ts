/**
 * The files that are made from code, so that they cannot say anything else: `npm run generate` writes them, `npm run check`
 * compares them. A new one is one line in `generatedFiles`.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { configMarkdown } from "../src/config/config.ts";
import { errorCodes } from "../src/domain/errors.ts";
import { policyJsonSchema } from "../src/policy/schema.ts";
import { shipModels, staleModels } from "../src/understand/load-reader.ts";
import { workflowJsonSchema } from "../src/workflow/schema.ts";
import { allSteps } from "../src/workflow/steps/all.ts";
import { conformanceMarkdown } from "./conformance.ts";
import { rulesReference, workflowReference } from "./reference.ts";

const root = join(import.meta.dirname, "..");

/** `path` is relative to the project. */
export const generatedFiles: readonly { path: string; text(): string }[] = [
  { path: "docs/config.md", text: configMarkdown },
  { path: "docs/errors.md", text: errorsMarkdown },
  { path: "docs/workflow-reference.md", text: workflowReference },
  { path: "docs/rules-reference.md", text: rulesReference },
  { path: "docs/conformance.md", text: conformanceMarkdown },
  { path: "docs/policies.schema.json", text: () => `${JSON.stringify(policyJsonSchema(), null, 2)}\n` },
  { path: "docs/workflow.schema.json", text: () => `${JSON.stringify(workflowJsonSchema(allSteps), null, 2)}\n` },
];

const labels = join(root, "starter", "labels");
const models = join(root, "starter", "models");

/** The shipped models that were not made from the labels beside them. A model names the labels it was made from. */
export async function staleModelFiles(): Promise<string[]> {
  return (await staleModels(labels, models)).map((kind) => `starter/models/starter-${kind}.model`);
}

/** The paths of files that differ from what the code says now. */
export function staleFiles(): string[] {
  return generatedFiles.filter(({ path, text }) => readOrEmpty(path) !== text()).map(({ path }) => path);
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch {
    return "";
  }
}

function errorsMarkdown(): string {
  const rows = Object.entries(errorCodes).map(
    ([code, { status, retry, title }]) => `| \`${code}\` | ${status} | ${retry ? "yes" : "no"} | ${title}. |`,
  );
  return `# Errors

Every error Handrail raises on purpose has one of these codes. Over HTTP it arrives as \`application/problem+json\` with the code, the
status and a sentence about this very case, and with a list of problems when there are several. On the command line the sentence goes to standard
error and the exit code is 1, or 2 for \`usage\`.
This page is made from \`src/domain/errors.ts\`.

| code | HTTP status | can trying again help | what it means |
|---|---|---|---|
${rows.join("\n")}
`;
}

if (import.meta.main) {
  for (const path of await shipModels(labels, models)) console.log(`wrote ${path}`);
  for (const path of staleFiles()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), generatedFiles.find((file) => file.path === path)?.text() ?? "");
    console.log(`wrote ${path}`);
  }
}
