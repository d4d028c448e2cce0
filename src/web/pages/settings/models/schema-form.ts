/** The fields of a connector's settings, out of their JSON Schema, and what was typed into them. */
type Base = {
  name: string;
  hint: string | null;
  isRequired: boolean;
  standard: unknown;
  /** Shown without opening anything. */ isFirst: boolean;
};
export type SettingField = Base & ({ kind: "text" | "secret" | "address" | "number" | "json" } | { kind: "choice"; choices: string[] });

type Node = { type?: string; format?: string; enum?: unknown[]; description?: string; default?: unknown; secret?: boolean };

/** In the schema's order, what has to be given first. */
export function settingsIn(schema: Record<string, unknown>): SettingField[] {
  const { properties = {}, required = [] } = schema as { properties?: Record<string, Node>; required?: string[] };
  const fields = Object.entries(properties).map(([name, node]): SettingField => {
    const isRequired = required.includes(name);
    const isSecret = node.secret === true;
    const base = { name, hint: node.description ?? null, isRequired, standard: node.default, isFirst: isRequired || isSecret };
    return node.enum ? { ...base, kind: "choice", choices: node.enum.map(String) } : { ...base, kind: kindOf(node, isSecret) };
  });
  // A connector that asks for nothing shows everything: there would be a form without fields.
  const hasFirst = fields.some(({ isFirst }) => isFirst);
  return fields
    .map((field) => ({ ...field, isFirst: field.isFirst || !hasFirst }))
    .sort((a, b) => Number(b.isRequired) - Number(a.isRequired));
}

function kindOf({ type, format }: Node, isSecret: boolean): Exclude<SettingField["kind"], "choice"> {
  if (isSecret) return "secret";
  if (type === "integer" || type === "number") return "number";
  if (type === "array" || type === "object") return "json";
  return format === "uri" ? "address" : "text";
}

/** What is empty is left out: the connector's own standard holds, and a stored secret stays. `wrong`: the field that is not JSON. */
export function readForm(
  fields: readonly SettingField[],
  data: Pick<FormData, "get">,
): { settings: Record<string, unknown> } | { wrong: string } {
  const settings: Record<string, unknown> = {};
  for (const { name, kind } of fields) {
    const typed = String(data.get(name) ?? "");
    if (typed.trim() === "") continue;
    if (kind === "number") settings[name] = Number(typed);
    else if (kind === "json") {
      try {
        settings[name] = JSON.parse(typed);
      } catch {
        return { wrong: name };
      }
    } else settings[name] = kind === "secret" ? typed.trim() : typed;
  }
  return { settings };
}
