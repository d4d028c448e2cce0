/** Which action a key press means. Pure, so that the rules (dead in fields, dead while composing) are tested without a browser. */
import type { Action, ActionContext } from "./action.ts";

/** What of a KeyboardEvent counts, and where it happened. */
export type KeyPress = {
  key: string;
  hasMod: boolean;
  hasAlt: boolean;
  /** An input method is still composing a character. */
  isComposing: boolean;
  isRepeat: boolean;
  /** Where it was pressed: in a field one types into; on a control that Enter or Space works by itself; or on the page. */
  place: "field" | "control" | "page";
  /** A window or menu is open above the page. */
  isCovered: boolean;
};

/** Keys that may be held down. All others act once per press: a held "a" must not approve a row of drafts. */
const repeatable = new Set(["j", "k"]);

export function actionForKey(press: KeyPress, actions: readonly Action[], context: ActionContext, singleKeys: boolean): Action | null {
  if (press.isComposing || press.hasAlt || press.isCovered) return null;
  if (!press.hasMod && (press.place === "field" || !singleKeys)) return null;
  if (press.place === "control" && (press.key === "Enter" || press.key === " ")) return null;
  if (press.isRepeat && !repeatable.has(press.key)) return null;
  const wanted = press.hasMod ? `Mod+${press.key.toLowerCase()}` : press.key;
  return actions.find((action) => action.key === wanted && action.when(context)) ?? null;
}

/** How a key is written: "Ctrl K", on a Mac "⌘ K"; "A" for a, "Shift A" for A. */
export function keyLabel(key: string, isMac: boolean): string {
  const name = key.startsWith("Mod+") ? key.slice(4) : key;
  const isCapital = name.length === 1 && name !== name.toLowerCase();
  const shown = isCapital ? `Shift ${name}` : name.length === 1 ? name.toUpperCase() : name;
  return key.startsWith("Mod+") ? `${isMac ? "⌘" : "Ctrl"} ${shown}` : shown;
}

/** The same in the notation of aria-keyshortcuts. */
export function ariaKey(key: string): string {
  if (key.length === 1 && key !== key.toLowerCase()) return `Shift+${key}`;
  return key.replace("Mod+", "Control+");
}

const storageKey = "handrail.single-keys";
/** Whether keys without Ctrl act at all; people who dictate or type by accident switch them off (WCAG 2.1.4). */
export function singleKeysOn(): boolean {
  return localStorage.getItem(storageKey) !== "off";
}
export function setSingleKeys(on: boolean): void {
  localStorage.setItem(storageKey, on ? "on" : "off");
}
