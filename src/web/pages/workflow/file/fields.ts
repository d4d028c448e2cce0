/** The form of a step, drawn from the JSON Schema of its settings. */
export type Schema = {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  description?: string;
  default?: unknown;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  /** What is to be chosen from: template, team or workflow. */
  names?: string;
  /** It holds steps. */
  steps?: boolean;
};

export type Field = {
  /** Keys below the step: ["hand_over", "team"]. */
  path: string[];
  about: string | null;
  isRequired: boolean;
} & (
  | { kind: "text"; isLong: boolean; names: string | null }
  | { kind: "number"; least: number | null; most: number | null }
  | { kind: "choice"; choices: string[]; standard: string | null }
  /** true, or not there. */
  | { kind: "flag" }
  | { kind: "yes_no"; standard: boolean | null }
  | { kind: "list" }
  | { kind: "group"; fields: Field[] }
  /** One of several forms. */
  | { kind: "either"; forms: { label: string; field: Field | null; value: unknown; fits(value: unknown): boolean }[] }
);

export type NestedKey = { key: string; isList: boolean };

export function nestedKeys({ properties = {} }: Schema): NestedKey[] {
  return Object.entries(properties)
    .filter(([, { steps, items }]) => steps || items?.steps)
    .map(([key, { steps }]) => ({ key, isList: !steps }));
}

/** The step's own key first, as the schema has it. What holds steps is no field: that is the graph. */
export function fieldsOf(schema: Schema, path: readonly string[] = []): Field[] {
  const nested = nestedKeys(schema).map(({ key }) => key);
  return Object.entries(schema.properties ?? {})
    .filter(([key]) => !nested.includes(key))
    .map(([key, one]) => fieldOf(one, [...path, key], schema.required?.includes(key) ?? false));
}

function fieldOf(schema: Schema, path: string[], isRequired: boolean): Field {
  const base = { path, about: schema.description ?? null, isRequired };
  const { type, anyOf, default: standard } = schema;
  if (anyOf) return { ...base, kind: "either", forms: anyOf.map((one) => formOf(one, path)) };
  if (schema.const === true) return { ...base, kind: "flag" };
  const choices = schema.enum ?? (schema.const === undefined ? null : [schema.const]);
  if (choices) return { ...base, kind: "choice", choices: choices.map(String), standard: standard === undefined ? null : String(standard) };
  if (type === "boolean") return { ...base, kind: "yes_no", standard: typeof standard === "boolean" ? standard : null };
  if (type === "integer" || type === "number")
    return { ...base, kind: "number", least: schema.minimum ?? null, most: schema.maximum ?? null };
  if (type === "array") return { ...base, kind: "list" };
  if (type === "object") return { ...base, kind: "group", fields: fieldsOf(schema, path) };
  return { ...base, kind: "text", isLong: (schema.maxLength ?? 0) > 200, names: schema.names ?? null };
}

/** `value`: what it begins with when somebody chooses this form. */
function formOf(schema: Schema, path: string[]): Extract<Field, { kind: "either" }>["forms"][number] {
  if (schema.const !== undefined)
    return { label: schema.description ?? String(schema.const), field: null, value: schema.const, fits: (value) => value === schema.const };
  const field = fieldOf(schema, path, true);
  const isObject = schema.type === "object";
  return {
    label: schema.description ?? (isObject ? Object.keys(schema.properties ?? {}).join(", ") : (schema.type ?? "")),
    field,
    value: startOf(schema),
    fits: (value) => (isObject ? value !== null && typeof value === "object" : typeof value === schema.type),
  };
}

/** The least a value of this schema can be: what is required, empty or the first choice, for a person to fill in. */
export function startOf(schema: Schema): unknown {
  if (schema.anyOf) return startOf(schema.anyOf[0]!);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.type === "object")
    return Object.fromEntries((schema.required ?? []).map((key) => [key, startOf(schema.properties?.[key] ?? {})]));
  if (schema.type === "array") return schema.items?.steps ? [lastBranch] : [];
  if (schema.type === "boolean") return true;
  return schema.type === "integer" || schema.type === "number" ? (schema.minimum ?? 0) : "";
}
/** A list of branches ends with the one that takes the rest. */
const lastBranch = { else: true, hand_over: { reason: "" } };

/** The value at a path of the data; undefined where there is none. */
export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (now, part) => (now !== null && typeof now === "object" ? (now as Record<string | number, unknown>)[part] : undefined),
    value,
  );
}

/** Which key of `when` starts it; "message" while nothing is said. */
export function startedBy({ when }: Record<string, unknown>): "message" | "event" | "schedule" | "conversation" {
  return (["event", "schedule", "conversation"] as const).find((key) => valueAt(when, [key]) !== undefined) ?? "message";
}
