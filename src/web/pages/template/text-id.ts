/** A text of a template is named like its file without the ending: order-on-its-way.de, or order-on-its-way.de.casual. */
import { languageName } from "../../ui/words.ts";

export type TextId = { name: string; language: string; tone: string | null };

/** Null when it is no name of a text. */
export function parseTextId(id: string): TextId | null {
  const match = /^([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\.([a-z]{2,3})(?:\.(formal|casual))?$/.exec(id);
  return match ? { name: match[1]!, language: match[2]!, tone: match[3] ?? null } : null;
}

export const textId = ({ name, language, tone }: TextId): string => `${name}.${language}${tone ? `.${tone}` : ""}`;

/** "German", or "German, casual". */
export function textLabel(id: string): string {
  const parts = parseTextId(id);
  if (!parts) return id;
  return parts.tone ? `${languageName(parts.language)}, ${parts.tone}` : languageName(parts.language);
}
