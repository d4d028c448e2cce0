/** Which language the reader of a conversation reads, and whether the conversation is in another one. */
import type { Me, WireConversation, WireMessage } from "../../../domain/wire.ts";

export type Reading = {
  /** ISO 639-1: into which translations are made. */
  language: string;
  /** The customer's language is none of the reader's. */
  isForeign: boolean;
};

/** By the languages of the user; by the desk's own when nobody has set any. */
export function readingOf(mine: readonly string[], deskLanguage: string, language: string | null): Reading {
  const known = mine.length > 0 ? mine : [deskLanguage];
  return { language: known[0]!, isForeign: language !== null && /^[a-z]{2}$/.test(language) && !known.includes(language) };
}

/** The other side of a message for this reader, if there is one; a person's original words first for whoever understands the message. */
export function otherSide({ translations }: Pick<WireMessage, "translations">, { language, isForeign }: Reading) {
  const original = translations.find((one) => one.is_original);
  if (!isForeign) return original;
  return translations.find((one) => one.language === language) ?? original;
}

/** How many messages this reader would like to see translated and cannot yet. */
export function untranslated({ messages }: Pick<WireConversation, "messages">, { language, isForeign }: Reading): number {
  if (!isForeign) return 0;
  return messages.filter(
    ({ direction, text, automatic, translations }) =>
      direction !== "note" && text !== "" && automatic === null && !translations.some((one) => one.language === language),
  ).length;
}

export const isConnectedFor = (me: Me | undefined, purpose: "translate" | "rewrite" | "summarise"): boolean =>
  me?.desk.models.includes(purpose) ?? false;
