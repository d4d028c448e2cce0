/** Keeps secret settings apart from the rest, at any depth of nested objects. */

type Settings = Record<string, unknown>;

/** The settings without their secrets, and the secrets as an object of the same nesting that can be laid over them. */
export function splitSecrets(settings: Settings, paths: string[]): { open: Settings; secret: Settings } {
  const open = structuredClone(settings);
  const secret: Settings = {};
  for (const path of paths) {
    const names = path.split(".");
    const last = names.pop()!;
    const holder = names.reduce<Settings | undefined>((at, name) => at?.[name] as Settings | undefined, open);
    if (!holder || !(last in holder)) continue;
    const target = names.reduce<Settings>((at, name) => (at[name] ??= {}) as Settings, secret);
    target[last] = holder[last];
    delete holder[last];
  }
  return { open, secret };
}

/** Lays secrets over the open settings, nested objects merged. */
export function joinSecrets(open: Settings, secret: Settings): Settings {
  const joined = { ...open };
  for (const [name, value] of Object.entries(secret)) {
    const below = joined[name];
    const isNested = typeof value === "object" && value !== null && !Array.isArray(value) && typeof below === "object" && below !== null;
    joined[name] = isNested ? joinSecrets(below as Settings, value as Settings) : value;
  }
  return joined;
}
