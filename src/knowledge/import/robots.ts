/** robots.txt (RFC 9309): what a site asks programs not to read, how fast it wants to be read, and where its sitemaps are. */
const agent = "handrail";
const maxLength = 500_000;
const maxRules = 2_000;

export type Robots = { mayRead(path: string): boolean; delayMs: number; sitemaps: string[] };
type Rule = { isAllowed: boolean; path: string };
type Group = { rules: Rule[]; delayMs: number };

export const allAllowed: Robots = { mayRead: () => true, delayMs: 0, sitemaps: [] };

export function readRobots(text: string): Robots {
  const groups = new Map<string, Group>();
  const sitemaps: string[] = [];
  let names: string[] = [];
  let isNaming = false;
  for (const line of text.slice(0, maxLength).split(/\r\n|\r|\n/)) {
    const [, key = "", value = ""] = /^\s{0,20}([a-z-]{1,30})\s{0,20}:(.{0,2000})/i.exec(line) ?? [];
    const said = (value.split("#")[0] ?? "").trim();
    const field = key.toLowerCase();
    if (field === "sitemap") sitemaps.push(value.trim());
    if (field === "user-agent") {
      names = isNaming ? [...names, said.toLowerCase()] : [said.toLowerCase()];
      isNaming = true;
      for (const name of names) if (!groups.has(name)) groups.set(name, { rules: [], delayMs: 0 });
    } else if (field !== "" && field !== "sitemap") {
      isNaming = false;
      for (const name of names) addRule(groups.get(name)!, field, said);
    }
  }
  const group = groups.get(agent) ?? groups.get("*") ?? { rules: [], delayMs: 0 };
  return { mayRead: (path) => mayRead(group.rules, path), delayMs: group.delayMs, sitemaps: sitemaps.slice(0, 50) };
}

function addRule(group: Group, field: string, value: string): void {
  if (field === "crawl-delay") group.delayMs = Math.min(10_000, Math.max(0, Number(value) * 1_000 || 0));
  if ((field === "allow" || field === "disallow") && value !== "" && group.rules.length < maxRules)
    group.rules.push({ isAllowed: field === "allow", path: value });
}

/** The longest rule that fits counts; of two as long, the one that allows. */
function mayRead(rules: Rule[], path: string): boolean {
  const best = rules
    .filter((rule) => fits(rule.path, path))
    .reduce<Rule | null>((one, other) => {
      if (!one || other.path.length > one.path.length) return other;
      return other.path.length === one.path.length && other.isAllowed ? other : one;
    }, null);
  return best?.isAllowed ?? true;
}

/** `*` is anything, `$` the end. Piece by piece, the first place each: no pattern of a stranger takes longer than the path is long. */
function fits(pattern: string, path: string): boolean {
  const isEnd = pattern.endsWith("$");
  const [first = "", ...pieces] = (isEnd ? pattern.slice(0, -1) : pattern).split("*");
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (const [nth, piece] of pieces.entries()) {
    if (isEnd && nth === pieces.length - 1) return path.length - piece.length >= at && path.endsWith(piece);
    const place = path.indexOf(piece, at);
    if (place < 0) return false;
    at = place + piece.length;
  }
  return !isEnd || at === path.length;
}
