/** docs/workflow-reference.md and docs/rules-reference.md: the files a shop writes, from the schemas and tables the program itself checks by. */
import { z } from "zod";
import { actionKinds } from "../src/domain/action.ts";
import { hoursFile, teamsFile } from "../src/domain/desk-rules.ts";
import { factGroups, handoverFields, knownEvents, listItems, singleFacts, wishFields, type FactField } from "../src/domain/fact-catalog.ts";
import { filters } from "../src/answer/filters.ts";
import { policyFile } from "../src/policy/schema.ts";
import { policyVocabulary } from "../src/policy/vocabulary.ts";
import { voiceFile } from "../src/answer/voice/schema.ts";
import { workflowFile } from "../src/workflow/schema.ts";
import { allSteps } from "../src/workflow/steps/all.ts";

type JsonSchema = {
  type?: string | string[];
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  items?: JsonSchema;
  default?: unknown;
  propertyNames?: { pattern?: string };
};

export function workflowReference(): string {
  const file = z.toJSONSchema(workflowFile, { io: "input", unrepresentable: "any" }) as JsonSchema;
  return [
    "# The workflow file",
    "",
    "One YAML file per workflow. `handrail workflows check DIR` says what is wrong with a folder of them, `handrail apply DIR` puts it into force,",
    "`handrail backtest NAME --tickets FILE` tries one on past tickets. Editors complete it with [workflow.schema.json](workflow.schema.json).",
    "This page is made from the schemas the program checks by.",
    "",
    "## The file",
    "",
    ...fieldTable(file),
    "## Steps",
    "",
    ...allSteps.flatMap(({ id, summary, settings }) => [
      `### \`${id}\``,
      "",
      summary,
      "",
      ...fieldTable(z.toJSONSchema(settings as z.ZodType, { io: "input", unrepresentable: "any" }) as JsonSchema),
    ]),
    "## Facts",
    "",
    "What conditions and templates may use. A type with `?` may be unknown: `order.promised_by != null` says whether it is. Times are ISO 8601 in UTC and",
    "compare as text; amounts have `value` (major units) and `currency`.",
    "",
    ...Object.entries(factGroups).flatMap(([name, { about, from, fields }]) => [
      `### \`${name}\``,
      "",
      `${about} Known: ${from}.`,
      "",
      ...factTable(fields),
    ]),
    "### Single facts",
    "",
    ...factTable(singleFacts),
    "### `handover`",
    "",
    "Known in the reply of `hand_over` only.",
    "",
    ...factTable(handoverFields),
    "### `wish`",
    "",
    "Known in the question of `act` with `confirm` only.",
    "",
    ...factTable(wishFields),
    "### Elements of lists",
    "",
    ...Object.entries(listItems).flatMap(([name, fields]) => [`#### \`list<${name}>\``, "", ...factTable(fields)]),
    "## Conditions",
    "",
    "[CEL](https://cel.dev): `&&`, `||`, `!`, `==`, `!=`, `<`, `in`, `size()`, `exists()`, `all()`, `contains()`, and of our own `days_between(from, to)` (days",
    "from one time to another) and `text.matchesRe(pattern)` (RE2). They are checked when the file is loaded: a fact that does not exist, or that is not known",
    "at that place, is a mistake with its line.",
    "",
    "## Events",
    "",
    "Begin a workflow with `when: { event: … }`. The shop tells them with `POST /api/v1/shop-events`; one of the shop's own is named `custom.<name>`.",
    "",
    "| event | what happened |",
    "|---|---|",
    ...Object.entries(knownEvents).map(([name, about]) => `| \`${name}\` | ${about} |`),
    "",
    "## Templates",
    "",
    "`templates/<name>.<language>.liquid`, Liquid with `if`, `unless`, `case`, `for` and `comment`. Each fact keeps its source in the reply; a number, day, link",
    "or address without one keeps a reply from leaving by itself. Filters:",
    "",
    "| filter | what it does |",
    "|---|---|",
    ...Object.entries(filters).map(([name, { about }]) => `| \`${name}\` | ${cell(about)} |`),
    "",
  ].join("\n");
}

export function rulesReference(): string {
  const schemaOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
  const entry = schemaOf(policyFile).properties!["policies"]!.properties!["refund"]!;
  const own = Object.entries(policyVocabulary.groups).filter(([name]) => name !== "order");
  const order = Object.entries(policyVocabulary.groups["order"]!.fields).filter(([name]) => !(name in factGroups.order.fields));
  return [
    "# Rules of a desk",
    "",
    "Three files beside workflows and templates: `policies.yaml`, `hours.yaml` and `teams.yaml`. They are edited in Settings, Rules, or moved as files with",
    "`handrail export DIR` and `handrail apply DIR`; `handrail workflows check DIR` names every mistake with its line. Examples: [starter/examples](../starter/examples).",
    "This page is made from the schemas the program checks by.",
    "",
    "## policies.yaml",
    "",
    "What may be done to an order in the shop. A kind without an entry is refused. Amounts are in major units (49.90) and worked out from the order as the",
    "shop tells it at that moment; a refusal names its rule and what would be allowed.",
    "",
    "| kind | what it does |",
    "|---|---|",
    ...Object.entries(actionKinds).map(([kind, about]) => `| \`${kind}\` | ${cell(about)} |`),
    "",
    "### An entry",
    "",
    ...fieldTable(entry),
    "### Facts of rules",
    "",
    "Conditions are the same language as in [workflows](workflow-reference.md), over these facts. What customers wrote is not among them.",
    "",
    ...own.flatMap(([name, { about, fields }]) => [`#### \`${name}\``, "", about, "", ...factTable(fields)]),
    "#### `order`",
    "",
    "As in [workflows](workflow-reference.md#order), and:",
    "",
    ...factTable(Object.fromEntries(order)),
    ...["action_line", "payment"].flatMap((name) => [`#### \`list<${name}>\``, "", ...factTable(policyVocabulary.items[name]!)]),
    "## hours.yaml",
    "",
    ...fieldTable(schemaOf(hoursFile).properties!["hours"]!),
    "## teams.yaml",
    "",
    "A list of:",
    "",
    ...fieldTable(schemaOf(teamsFile).properties!["teams"]!.items!),
    "## voice.yaml",
    "",
    "How the brand speaks: greetings and sign-offs of templates (`{{ voice.greeting }}`, `{{ voice.sign_off }}`), which text of a template is used, what",
    "the desk says about a draft's tone, and what an automatic reply says of itself.",
    "",
    ...fieldTable(schemaOf(voiceFile).properties!["voice"]!),
    "### `languages`",
    "",
    "By language, e.g. `de`:",
    "",
    ...fieldTable(ownLanguage(schemaOf(voiceFile))),
  ].join("\n");
}

function ownLanguage(file: JsonSchema): JsonSchema {
  const languages = file.properties!["voice"]!.properties!["languages"] as { additionalProperties?: JsonSchema };
  return languages.additionalProperties ?? {};
}

function fieldTable({ properties = {}, required = [] }: JsonSchema): string[] {
  const rows = Object.entries(properties).map(
    ([name, schema]) =>
      `| \`${name}\` | ${cell(typeOf(schema))} | ${required.includes(name) ? "yes" : ""} | ${cell(schema.description ?? inner(schema))} |`,
  );
  return ["| key | value | needed | what it says |", "|---|---|---|---|", ...rows, ""];
}

function typeOf({ type, enum: values, const: only, anyOf, oneOf, items, properties, propertyNames, default: usual }: JsonSchema): string {
  const choices = anyOf ?? oneOf;
  const plain = values
    ? values.map((value) => `\`${String(value)}\``).join(", ")
    : only !== undefined
      ? `\`${String(only)}\``
      : choices
        ? [...new Set(choices.map((one) => typeOf(one)))].join(" or ")
        : type === "array"
          ? `list of ${typeOf(items ?? {})}`
          : properties
            ? `mapping: ${Object.keys(properties)
                .map((key) => `\`${key}\``)
                .join(", ")}`
            : type === "object"
              ? propertyNames?.pattern
                ? "amounts, e.g. `{ EUR: 50 }`"
                : "steps"
              : ([type ?? "any"].flat().join(" or ").replaceAll("string", "text").replaceAll("boolean", "true or false") as string);
  return usual === undefined || typeof usual === "object" ? plain : `${plain} (${String(usual)})`;
}

/** What the parts of a mapping say, where the mapping itself says nothing. */
function inner({ properties, anyOf, oneOf }: JsonSchema): string {
  const parts = properties ?? Object.assign({}, ...(anyOf ?? oneOf ?? []).map((one) => one.properties ?? {}));
  return Object.entries(parts as Record<string, JsonSchema>)
    .filter(([, { description }]) => description)
    .map(([name, { description }]) => `\`${name}\`: ${description}`)
    .join(" ");
}

function factTable(fields: Record<string, FactField>): string[] {
  return [
    "| fact | type | what it is |",
    "|---|---|---|",
    ...Object.entries(fields).map(([name, [type, about]]) => `| \`${name}\` | ${type} | ${cell(about)} |`),
    "",
  ];
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
