/** What every kind of source is read into, before it becomes an article. */

/** `title` and `markdown` are what customers are told: text of others, never an instruction to anybody. */
export type ImportItem = {
  /** Where it comes from, e.g. "website"; with `id` the same at every import. */
  kind: string;
  id: string;
  title: string;
  /** Below the head. */
  markdown: string;
  /** ISO 639-1, when the source is sure of it. */
  language: string | null;
  /** ISO 639-1, when the source says so but is often wrong, as `lang` attributes are. */
  languageHint?: string | null;
  /** Of a file in our own form, which goes by the name it has. */
  name?: string;
  url?: string | null;
  audience?: "public" | "agents";
  questions?: string[];
  validFrom?: string;
  validUntil?: string;
  /** ISO 8601, as the source says. */
  updatedAt?: string | null;
  /** What whoever imports should know, e.g. why it is for agents only. */
  notes: string[];
};
export type Skipped = { item: string; why: string };
export type ReadItems = { items: ImportItem[]; skipped: Skipped[] };

const languageNames = new Intl.DisplayNames("en", { type: "language", fallback: "none" });

/** "de", "de-AT", "en_us" as ISO 639-1; null for what is no language. */
export function toLanguage(locale: string | null | undefined): string | null {
  const code = /^([a-z]{2})(?:[-_][a-z0-9-]{1,20})?$/i.exec((locale ?? "").trim())?.[1]?.toLowerCase();
  return code && languageNames.of(code) ? code : null;
}

export const oneLine = (text: string, max: number): string => text.replace(/\s+/g, " ").trim().slice(0, max).trim().toWellFormed();
