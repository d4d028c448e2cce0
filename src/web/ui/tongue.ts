/** The language this browser's desk is in, where a page has been translated. What has not stays English. */
import { useSyncExternalStore } from "react";

export type Tongue = "en" | "de";
export const tongues: readonly { value: Tongue; label: string }[] = [
  { value: "en", label: "English" },
  { value: "de", label: "Deutsch" },
];
const key = "handrail.language";
const listeners = new Set<() => void>();

export const currentTongue = (): Tongue => (localStorage.getItem(key) === "de" ? "de" : "en");

export function setTongue(tongue: Tongue): void {
  localStorage.setItem(key, tongue);
  for (const listen of listeners) listen();
}

/** For whoever has to follow a change of it; gives the way to stop. */
export const onTongue = (listen: () => void) => (listeners.add(listen), () => void listeners.delete(listen));

/** `words` holds the same strings once per language. `lang` belongs on the element around them. */
export function useWords<Words>(words: Record<Tongue, Words>): Words & { lang: Tongue } {
  const lang = useSyncExternalStore(onTongue, currentTongue);
  return { ...words[lang], lang };
}
