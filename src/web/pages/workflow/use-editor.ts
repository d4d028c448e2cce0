import { useCallback, useMemo, useReducer } from "react";

/** `burst`: changes of one kind in a row, like typing into one field, are undone together. */
type State = { past: string[]; text: string; future: string[]; burst: string | null };
type Action =
  | { kind: "change"; text: string; burst: string | null }
  | { kind: "undo" }
  | { kind: "redo" }
  | { kind: "begin"; text: string };
const mostSteps = 200;

export type Editor = {
  text: string;
  change(text: string, burst?: string | null): void;
  undo: (() => void) | null;
  redo: (() => void) | null;
  /** Another text from outside; nothing of before can be undone. */
  begin(text: string): void;
};

/** The text of a file with what was done to it, from wherever it was changed. */
export function useEditor(source: string): Editor {
  const [{ past, text, future }, act] = useReducer(next, { past: [], text: source, future: [], burst: null });
  const change = useCallback((to: string, burst: string | null = null) => act({ kind: "change", text: to, burst }), []);
  const undo = useCallback(() => act({ kind: "undo" }), []);
  const redo = useCallback(() => act({ kind: "redo" }), []);
  const begin = useCallback((to: string) => act({ kind: "begin", text: to }), []);
  const [canUndo, canRedo] = [past.length > 0, future.length > 0];
  return useMemo(
    () => ({ text, change, begin, undo: canUndo ? undo : null, redo: canRedo ? redo : null }),
    [text, change, begin, undo, redo, canUndo, canRedo],
  );
}

function next(state: State, action: Action): State {
  const { past, text, future, burst } = state;
  if (action.kind === "begin") return { past: [], text: action.text, future: [], burst: null };
  if (action.kind === "undo") {
    const before = past.at(-1);
    return before === undefined ? state : { past: past.slice(0, -1), text: before, future: [text, ...future], burst: null };
  }
  if (action.kind === "redo") {
    const [after, ...later] = future;
    return after === undefined ? state : { past: [...past, text], text: after, future: later, burst: null };
  }
  if (action.text === text) return state;
  const isSame = action.burst !== null && action.burst === burst;
  return { past: isSame ? past : [...past, text].slice(-mostSteps), text: action.text, future: [], burst: action.burst };
}
