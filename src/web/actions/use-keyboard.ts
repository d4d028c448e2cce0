import { useEffect } from "react";
import { actionForKey, singleKeysOn } from "./keyboard.ts";
import type { KeyPress } from "./keyboard.ts";
import { actionContext, actionList } from "./registry.ts";

/** Listens for the keys of all actions while the component that calls it is on screen. */
export function useKeyboard(): void {
  useEffect(() => {
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

function onKeyDown(event: KeyboardEvent): void {
  const context = actionContext();
  if (!context || event.defaultPrevented) return;
  const action = actionForKey(readPress(event), actionList(), context, singleKeysOn());
  if (!action) return;
  event.preventDefault();
  action.run(context);
}

function readPress(event: KeyboardEvent): KeyPress {
  return {
    key: event.key,
    hasMod: event.ctrlKey || event.metaKey,
    hasAlt: event.altKey,
    // 229: what browsers report for the key press that ends a composition, after isComposing went false again.
    isComposing: event.isComposing || event.keyCode === 229,
    isRepeat: event.repeat,
    place: placeOf(event.target),
    isCovered: document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null,
  };
}

function placeOf(target: EventTarget | null): KeyPress["place"] {
  if (!(target instanceof HTMLElement)) return "page";
  if (target.closest("input, textarea, select, [contenteditable='true']")) return "field";
  return target.closest("button, a, summary, [role='button'], [role='tab'], iframe") ? "control" : "page";
}
