/** Who does something at the desk: a person who signed in, a program with a key, or Handrail itself. */
export type Actor = { kind: "user" | "key" | "system"; id: string; name: string };

export const system: Actor = { kind: "system", id: "", name: "Handrail" };

/** "user:<id>", "key:<id>" or "system", as the audit log writes it. */
export function actorText({ kind, id }: Actor): string {
  return kind === "system" ? kind : `${kind}:${id}`;
}
