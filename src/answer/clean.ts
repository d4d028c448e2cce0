const maxFactChars = 300;
// Controls, private use, invisible and direction-changing characters: none of them is part of a fact, all can fake one.
const unwanted = /[\p{Cc}\p{Co}\p{Cs}\u200b\u200e\u200f\u202a-\u202e\u2028\u2029\u2060-\u2069\ufeff]/u;
const unwantedAll = new RegExp(unwanted, "gu");

/** A fact as it may stand in a sentence: one line, nothing invisible, not endless. */
export function clean(text: string, maxChars: number = maxFactChars): string {
  const short = text.length > maxChars ? `${text.slice(0, maxChars)}…` : text;
  if (!unwanted.test(short)) return short.trim();
  return short.replace(unwantedAll, " ").split(/ +/).join(" ").trim();
}

/** An address a customer may click; null for anything but http and https. */
export function safeUrl(text: string): string | null {
  if (text.length > 2_000 || !URL.canParse(text)) return null;
  const url = new URL(text);
  return (url.protocol === "https:" || url.protocol === "http:") && url.username === "" && url.password === "" ? url.href : null;
}
