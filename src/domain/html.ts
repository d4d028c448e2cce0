/** Text that is already HTML. Everything else put into `html` is escaped. */
export type Html = { readonly markup: string };
type Part = Html | string | number | null | undefined | false | readonly Part[];

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function show(part: Part): string {
  if (part === null || part === undefined || part === false) return "";
  if (typeof part === "string" || typeof part === "number") return String(part).replace(/[&<>"']/g, (character) => entities[character]!);
  return "markup" in part ? part.markup : part.map(show).join("");
}

/** A template whose holes are escaped; lists are joined, null and false leave nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return { markup: strings.reduce((text, piece, index) => text + show(parts[index - 1]) + piece) };
}
