import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { WireConversation, WireDraft } from "../../../domain/wire.ts";
import type { InboxControls } from "../../actions/action.ts";
import { setInboxControls } from "../../actions/registry.ts";
import { meQuery } from "../../queries.ts";
import { say } from "../../ui/notices.tsx";
import { saySent, useUndo } from "./undo.ts";
import type { Inbox } from "./use-inbox.ts";

/** The draft that waits for a person: the newest pending one, while no reply is on its way. */
export function pendingDraft(conversation: WireConversation | null): WireDraft | null {
  // Nobody answers twice: what is on its way answers the same message.
  if (conversation?.leaving.some(({ problem }) => problem === null)) return null;
  return conversation?.drafts.findLast((draft) => draft.state === "pending") ?? null;
}

/** Hands the inbox to keys, buttons and the palette while it is on screen. */
export function useControls(inbox: Inbox): void {
  const latest = useRef(inbox);
  latest.current = inbox;
  const { conversation } = inbox;
  const selected = inbox.selection.count;
  const { data: me } = useQuery(meQuery);
  const undo = useUndo((id) => latest.current.go({ id }));
  const calling = useRef({ undo, myId: me?.user.id });
  calling.current = { undo, myId: me?.user.id };
  useEffect(
    () =>
      setInboxControls(
        controlsOf(
          () => latest.current,
          () => calling.current,
          conversation,
          selected,
        ),
      ),
    [conversation, selected],
  );
  useEffect(() => () => setInboxControls(null), []);
}

type Calling = { undo(leavingId: string): void; myId: string | undefined };

function controlsOf(inbox: () => Inbox, calling: () => Calling, conversation: WireConversation | null, selected: number): InboxControls {
  const draft = pendingDraft(conversation);
  const path = `conversations/${conversation?.id}`;
  const goOn = (): void => inbox().go({ id: inbox().nextId() }, true);
  return {
    conversation,
    draft,
    move: (by) => inbox().move(by),
    openThread: () => (inbox().id === undefined ? inbox().move(1) : document.getElementById("thread")?.focus()),
    focusSearch: () => document.getElementById("inbox-search")?.focus(),
    refresh: () => inbox().list.showArrivals(),
    compose: (kind) => inbox().change({ compose: { kind, at: Date.now() }, isContextOpen: false }),
    useTool: (tool) => inbox().change({ tool: { tool, at: Date.now() } }),
    sumUp: () => inbox().change({ summaryAt: Date.now() }),
    approveDraft: () => {
      // While somebody edits, the approve key would send the text they are changing in its old form.
      if (inbox().ui.isEditing) return say("You are editing this draft. Send your version, or go back to the draft first.");
      if (draft && conversation) approve(inbox(), calling(), conversation, draft);
    },
    editDraft: () => inbox().change({ isEditing: true }),
    rejectDraft: () => inbox().change({ isRejecting: true }),
    assign: (userId) =>
      inbox().commands.run({ path: `${path}/assign`, body: { user_id: userId }, done: userId ? "Assigned." : "Unassigned." }),
    openAssign: () => (selected > 0 ? inbox().openDialog("assign") : inbox().change({ menu: "assign" })),
    openSnooze: () => (selected > 0 ? inbox().openDialog("snooze") : inbox().change({ menu: "snooze" })),
    openTags: () => (selected > 0 ? inbox().openDialog("tags") : inbox().change({ menu: "tags" })),
    openMerge: () => inbox().change({ menu: "merge" }),
    openSplit: () => inbox().change({ menu: "split" }),
    selected,
    select: (range) => {
      const { id, list, selection } = inbox();
      const at = id ?? list.rows[0]?.id;
      if (at !== undefined) (range ? selection.range : selection.toggle)(at);
    },
    selectAll: () => inbox().selection.all(),
    clearSelection: () => inbox().selection.clear(),
    markSpam: () => {
      if (selected > 0) return inbox().bulk.run({ act: "spam" });
      if (conversation) inbox().bulk.one(conversation.id, { act: "spam" });
    },
    openCategory: () => inbox().change({ menu: "category" }),
    close: () =>
      selected > 0
        ? inbox().bulk.run({ act: "close" })
        : inbox().commands.run({ path: `${path}/close`, body: {}, done: "Closed.", after: goOn }),
    reopen: () => inbox().commands.run({ path: `${path}/reopen`, body: {}, done: "Reopened." }),
    pause: (paused) =>
      inbox().commands.run({
        path: `${path}/pause`,
        body: { paused },
        done: paused ? "Automation is paused in this conversation." : "Automation may act here again.",
      }),
    undoSend: () => {
      const mine = conversation?.leaving.findLast(({ by }) => by.id === calling().myId);
      if (mine) calling().undo(mine.id);
    },
    explain: () => inbox().change({ why: draft?.run_id ?? conversation?.runs.at(-1)?.id ?? null }),
  };
}

/** Sends the draft as it stands. While approving one draft after the other, the next one opens at once. */
function approve(inbox: Inbox, { undo, myId }: Calling, conversation: WireConversation, draft: WireDraft): void {
  const next = inbox.filter.view === "drafts" ? inbox.nextId() : undefined;
  inbox.commands.run({
    path: `conversations/${conversation.id}/send`,
    body: { slot: draft.id, text: draft.text, expected_revision: conversation.revision },
    after: (now) => {
      saySent(now, myId, "Approved and sent.", undo);
      if (next !== undefined) inbox.go({ id: next }, true);
    },
  });
}
