import { z } from "zod";

type SchemaNode = { secret?: unknown; properties?: Record<string, SchemaNode> };

/** The dotted paths of the settings marked `.meta({ secret: true })`, nested objects included. */
export function secretFields(settings: z.ZodType): string[] {
  return settingFields(settings)
    .filter((field) => field.isSecret)
    .map((field) => field.path);
}

/** Every setting by its dotted path, objects and what is in them. */
export function settingFields(settings: z.ZodType): { path: string; isSecret: boolean }[] {
  return fieldsBelow(z.toJSONSchema(settings, { io: "input", unrepresentable: "any" }) as SchemaNode, "");
}

function fieldsBelow(node: SchemaNode, prefix: string): { path: string; isSecret: boolean }[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const path = prefix + name;
    return [{ path, isSecret: child.secret === true }, ...fieldsBelow(child, `${path}.`)];
  });
}
