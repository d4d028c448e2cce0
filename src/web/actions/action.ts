/** One object per thing a person can do. Buttons, keys, the shortcut sheet and the command palette are drawn from these. */
import type { Me, WireConversation, WireDraft } from "../../domain/wire.ts";
import type { Theme } from "../ui/theme.ts";

/** What the inbox lets actions do to the conversation that is open; the page registers it while it is on screen. */
export type InboxControls = {
  conversation: WireConversation | null;
  /** The draft that waits for a person, if any. */
  draft: WireDraft | null;
  move(by: 1 | -1): void;
  openThread(): void;
  focusSearch(): void;
  refresh(): void;
  compose(kind: "reply" | "note"): void;
  /** Has a language model work on the reply under way. */
  useTool(tool: "voice" | "shorter" | "friendlier" | "translate"): void;
  sumUp(): void;
  approveDraft(): void;
  editDraft(): void;
  rejectDraft(): void;
  assign(userId: string | null): void;
  openAssign(): void;
  openSnooze(): void;
  openTags(): void;
  openMerge(): void;
  openSplit(): void;
  /** How many conversations of the list are selected; what is done then is done to all of them. */
  selected: number;
  /** Selects the open row or takes it out; `range`: everything from the last one on. */
  select(range: boolean): void;
  selectAll(): void;
  clearSelection(): void;
  markSpam(): void;
  openCategory(): void;
  close(): void;
  reopen(): void;
  pause(paused: boolean): void;
  /** Calls back the reader's newest reply that has not left. */
  undoSend(): void;
  explain(): void;
};

export type ActionContext = {
  me: Me;
  inbox: InboxControls | null;
  go(path: string): void;
  show(overlay: "palette" | "shortcuts"): void;
  setTheme(theme: Theme): void;
  signOut(): void;
};

export const actionGroups = ["Draft", "Conversation", "Write", "Move", "Go to", "Desk"] as const;

/** `key` is one key as KeyboardEvent.key names it, or "Mod+…" for Ctrl (⌘ on a Mac). */
export type Action = {
  id: string;
  label: string;
  group: (typeof actionGroups)[number];
  key?: string;
  when(context: ActionContext): boolean;
  run(context: ActionContext): void;
};
