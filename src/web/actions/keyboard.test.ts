import assert from "node:assert/strict";
import { test } from "node:test";
import type { Action, ActionContext } from "./action.ts";
import { actions } from "./all.ts";
import { actionForKey, keyLabel } from "./keyboard.ts";
import type { KeyPress } from "./keyboard.ts";
import { rankActions } from "./rank.ts";

const draft = { id: "d1" };
const open = { status: "open", paused: false, assignee: null, runs: [{ id: "r1" }], leaving: [{ by: { id: "u1" } }] };
function contextWith(conversation: object | null, pending: object | null): ActionContext {
  const inbox = { conversation, draft: pending };
  return { me: { user: { id: "u1" } }, inbox } as unknown as ActionContext;
}
const withDraft = contextWith(open, draft);
const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({
  key,
  hasMod: false,
  hasAlt: false,
  isComposing: false,
  isRepeat: false,
  place: "page",
  isCovered: false,
  ...change,
});
const idFor = (change: Partial<KeyPress> & { key: string }, context = withDraft, singleKeys = true): string | null =>
  actionForKey(press(change.key, change), actions, context, singleKeys)?.id ?? null;

test("one key approves, edits or rejects the draft that waits", () => {
  assert.deepEqual(
    ["a", "e", "d"].map((key) => idFor({ key })),
    ["approve-draft", "edit-draft", "reject-draft"],
  );
});

test("without a draft the approve key does nothing, so that it can never send something else", () => {
  assert.equal(idFor({ key: "a" }, contextWith(open, null)), null);
});

test("keys are dead while typing, while an input method composes, and while a window is open", () => {
  assert.equal(idFor({ key: "a", place: "field" }), null);
  assert.equal(idFor({ key: "a", isComposing: true }), null);
  assert.equal(idFor({ key: "a", isCovered: true }), null);
  assert.equal(idFor({ key: "a", hasAlt: true }), null);
});

test("a held key approves one draft, not a row of them, but moves through the list", () => {
  assert.equal(idFor({ key: "a", isRepeat: true }), null);
  assert.equal(idFor({ key: "j", isRepeat: true }), "next-conversation");
});

test("switched off, single keys do nothing, and the command palette still opens, even from a field", () => {
  assert.equal(idFor({ key: "a" }, withDraft, false), null);
  assert.equal(idFor({ key: "k", hasMod: true, place: "field" }, withDraft, false), "show-palette");
});

test("Enter on a button presses the button and does not open the conversation too", () => {
  assert.equal(idFor({ key: "Enter", place: "control" }), null);
  assert.equal(idFor({ key: "Enter" }), "open-thread");
});

test("no two actions that can apply at once share a key, and ids are unique", () => {
  for (const conversation of [null, open, { ...open, paused: true }, { ...open, status: "closed" }]) {
    const context = contextWith(conversation, conversation && draft);
    const keys = actions.filter((action) => action.key && action.when(context)).map((action) => action.key);
    assert.equal(new Set(keys).size, keys.length);
  }
  assert.equal(new Set(actions.map((action) => action.id)).size, actions.length);
});

test("keys are written as they stand on the keyboard", () => {
  assert.equal(keyLabel("Mod+k", true), "⌘ K");
  assert.equal(keyLabel("Mod+k", false), "Ctrl K");
  assert.equal(keyLabel("Enter", false), "Enter");
});

test("the palette finds actions by the beginnings of words, best first", () => {
  const found = (text: string): string[] => rankActions(actions as Action[], text).map((action) => action.id);
  assert.equal(found("ass")[0], "assign-to-me");
  assert.equal(found("dark")[0], "use-dark-theme");
  assert.equal(found("send")[0], "approve-draft");
  assert.deepEqual(found("qqq"), []);
  assert.equal(found("").length, actions.length);
});
