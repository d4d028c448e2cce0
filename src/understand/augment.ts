import { familyNames, givenNames, wrappings } from "./augment-words.ts";

/**
 * The same wish as somebody else would type it: with a slip of the finger, a word left out, or in the middle of a greeting, a name,
 * an address and thanks. Training on these teaches a model that none of it matters. The same numbers from `random` give the same text.
 */
export function augment(text: string, language: string, random: () => number): string {
  let changed = text.slice(0, 2000);
  if (random() < 0.35) changed = dropWord(changed, random);
  if (random() < 0.35) changed = slip(changed, random);
  return random() < 0.75 ? wrap(changed, language, random) : changed;
}

function wrap(text: string, language: string, random: () => number): string {
  const around = wrappings[language] ?? wrappings.en!;
  const parts = [text];
  if (random() < 0.6) parts.unshift(fill(pick(around.before, random), random));
  if (random() < 0.7) parts.push(fill(pick(around.after, random), random));
  if (random() < 0.3) parts.push(fill(pick(around.after, random), random));
  return parts.join(" ");
}

function fill(phrase: string, random: () => number): string {
  const given = pick(givenNames, random),
    family = pick(familyNames, random);
  const digits = (count: number) => String(Math.floor(random() * 10 ** count)).padStart(count, "0");
  return phrase
    .replace("-", random() < 0.5 ? given : `${given} ${family}`)
    .replace("#", random() < 0.5 ? digits(4 + Math.floor(random() * 6)) : `${family.slice(0, 3).toUpperCase()}${digits(6)}`)
    .replace("@", `${given.toLowerCase()}${family[0]!.toLowerCase()}${digits(3)}@${random() < 0.5 ? "email" : "mail"}.com`);
}

function dropWord(text: string, random: () => number): string {
  const words = text.split(" ");
  if (words.length < 5) return text;
  words.splice(Math.floor(random() * words.length), 1);
  return words.join(" ");
}

/** One letter inside a word lost, doubled, or changed places with the next. */
function slip(text: string, random: () => number): string {
  if (text.length < 12) return text;
  const at = 1 + Math.floor(random() * (text.length - 3)),
    kind = random();
  if (!/\p{L}\p{L}\p{L}/u.test(text.slice(at - 1, at + 2))) return text;
  if (kind < 0.4) return text.slice(0, at) + text.slice(at + 1);
  if (kind < 0.6) return text.slice(0, at) + text[at]! + text.slice(at);
  return text.slice(0, at) + text[at + 1]! + text[at]! + text.slice(at + 2);
}

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)]!;
}
