/** /api/docs: every operation and every error code, as one page of plain HTML. */

type Schema = {
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  description?: string;
  items?: Schema;
  enum?: unknown[];
  format?: string;
  anyOf?: Schema[];
  const?: unknown;
};
type Operation = {
  summary?: string;
  description?: string;
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: Schema }[];
  requestBody?: { content: Record<string, { schema?: Schema }> };
  responses?: Record<string, { description?: string; content?: Record<string, { schema?: Schema }> }>;
};
export type ApiDocument = {
  info: { title: string; version: string; description?: string };
  paths: Record<string, Record<string, Operation>>;
};

export const docsStyle = `
:root { color-scheme: light dark; font: 15px/1.55 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem } h2 { font-size: 1.15rem; margin-top: 2.5rem }
details { border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: .5rem; margin: .4rem 0; padding: .5rem .8rem }
summary { cursor: pointer } code { font-family: ui-monospace, monospace; font-size: .92em }
.method { display: inline-block; min-width: 4.2rem; font-weight: 600 }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .25rem .8rem .25rem 0 }
`;

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const text = (value: unknown): string => String(value ?? "").replace(/[&<>"]/g, (character) => escapes[character]!);

export function docsPage(api: ApiDocument, errors: Record<string, { status: number; title: string }>): string {
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationHtml(method, path, operation)),
  );
  const codes = Object.entries(errors).map(
    ([code, { status, title }]) =>
      `<tr id="${text(code)}"><td><code>${text(code)}</code></td><td>${status}</td><td>${text(title)}</td></tr>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${text(api.info.title)} API</title><style>${docsStyle}</style></head><body><main>
<h1>${text(api.info.title)} API ${text(api.info.version)}</h1><p>${text(api.info.description)}</p><p>Machine-readable: <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI 3.1).</p>
<h2>Operations</h2>${operations.join("\n")}
<h2>Errors</h2><table><thead><tr><th>code</th><th>status</th><th>meaning</th></tr></thead><tbody>${codes.join("\n")}</tbody></table>
</main></body></html>`;
}

function operationHtml(
  method: string,
  path: string,
  { summary, description, parameters = [], requestBody, responses = {} }: Operation,
): string {
  const body = Object.values(requestBody?.content ?? {})[0]?.schema;
  const parameterRows = parameters.map(({ name, in: where, required, description: about, schema }) =>
    row(name, `${where}, ${typeOf(schema)}${required ? "" : ", optional"}`, about ?? schema?.description),
  );
  const answers = Object.entries(responses).map(([status, { content = {} }]) =>
    row(status, "", fieldsOf(Object.values(content)[0]?.schema)),
  );
  return `<details><summary><span class="method">${text(method.toUpperCase())}</span> <code>${text(path)}</code> ${text(summary)}</summary>
${description ? `<p>${text(description)}</p>` : ""}${section("Parameters", parameterRows)}${section("Body", bodyRows(body))}${section("Answers", answers)}</details>`;
}

function bodyRows(schema: Schema | undefined): string[] {
  if (!schema) return [];
  return Object.entries(schema.properties ?? {}).map(([name, field]) =>
    row(name, `${typeOf(field)}${schema.required?.includes(name) ? "" : ", optional"}`, field.description ?? fieldsOf(field)),
  );
}

const section = (title: string, rows: string[]): string =>
  rows.length === 0 ? "" : `<h3>${title}</h3><table><tbody>${rows.join("")}</tbody></table>`;
const row = (name: string, type: string, about: string | undefined): string =>
  `<tr><td><code>${text(name)}</code></td><td>${text(type)}</td><td>${text(about)}</td></tr>`;

function typeOf(schema: Schema | undefined): string {
  if (!schema) return "";
  if (schema.enum) return schema.enum.map(String).join(" | ");
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(" | ");
  if (schema.items) return `list of ${typeOf(schema.items) || "anything"}`;
  return [schema.type].flat().filter(Boolean).join(" | ") + (schema.format ? ` (${schema.format})` : "");
}

function fieldsOf(schema: Schema | undefined): string {
  const fields = Object.keys(schema?.properties ?? schema?.items?.properties ?? {});
  return fields.length === 0 ? typeOf(schema) : `{ ${fields.join(", ")} }`;
}
