/**
 * Packages that bring programs for each platform name them as optional dependencies. When one of a release's platforms was
 * published late, the lockfile lacks it and `npm ci` installs nothing there without a word: the fault shows at somebody else's.
 */

export type Lockfile = { packages: Record<string, LockedPackage> };
type LockedPackage = {
  version?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
  optionalDependencies?: Record<string, string>;
};

/**
 * One sentence per optional dependency without an entry that says which version it is and what is in it. An address (`resolved`) is
 * not asked for: npm can be told to leave it out, and takes it from the registry then.
 */
export function lockfileProblems(lockfile: Lockfile): string[] {
  return Object.entries(lockfile.packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).flatMap((name) => {
      const entry = lookUp(lockfile, path, name);
      const owner = path === "" ? "package.json" : path;
      if (!entry) return [`${owner} names ${name}, which the lockfile does not have: npm ci fails, or installs nothing there.`];
      return entry.version && entry.integrity ? [] : [`${name} (for ${owner}) has no version or checksum in the lockfile.`];
    }),
  );
}

/** As Node looks for it: in the package's own node_modules, then in each one further up. */
function lookUp(lockfile: Lockfile, from: string, name: string): LockedPackage | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1))) {
    const entry = lockfile.packages[`${folder === "" ? "" : `${folder}/`}node_modules/${name}`];
    if (entry || folder === "") return entry;
  }
}
