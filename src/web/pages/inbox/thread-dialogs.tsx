import { lazy, Suspense } from "react";
import type { WireConversation } from "../../../domain/wire.ts";
import { dayTime } from "../../ui/time.ts";
import { useWords } from "../../ui/tongue.ts";
import { listWords } from "./list-words.ts";
import { SnoozeDialog, type SnoozeWish } from "./snooze-dialog.tsx";
import { TagDialog } from "./tag-dialog.tsx";
import type { Inbox } from "./use-inbox.ts";

// Seldom opened: not in the first download.
const MergeDialog = lazy(() => import("./move-dialogs.tsx").then((loaded) => ({ default: loaded.MergeDialog })));
const SplitDialog = lazy(() => import("./move-dialogs.tsx").then((loaded) => ({ default: loaded.SplitDialog })));

/** The windows over one conversation. */
export function ThreadDialogs({ inbox, conversation }: { inbox: Inbox; conversation: WireConversation }) {
  const words = useWords(listWords);
  const { menu } = inbox.ui;
  const close = (): void => inbox.change({ menu: null });
  const path = `conversations/${conversation.id}`;
  const snooze = (wish: SnoozeWish): void => {
    const next = inbox.nextId();
    inbox.commands.run({
      path: `${path}/snooze`,
      body: "until" in wish ? { until: wish.until.toISOString() } : wish,
      done: "until" in wish ? words.snoozedUntil(dayTime(wish.until.toISOString(), true, words.lang)) : words.snoozedParcel,
      after: () => inbox.go({ id: next }, true),
    });
  };
  const tag = (change: object): void => inbox.commands.run({ path: `${path}/tags`, body: change });
  return (
    <Suspense fallback={null}>
      {menu === "snooze" && <SnoozeDialog conversation={conversation} onSnooze={snooze} onClose={close} />}
      {menu === "tags" && (
        <TagDialog
          tags={conversation.tags}
          onAdd={(name) => tag({ add: [name] })}
          onRemove={(name) => tag({ remove: [name] })}
          onClose={close}
        />
      )}
      {menu === "merge" && <MergeDialog inbox={inbox} conversation={conversation} onClose={close} />}
      {menu === "split" && <SplitDialog inbox={inbox} conversation={conversation} onClose={close} />}
    </Suspense>
  );
}

/** The windows over all that is selected. */
export function BulkDialogs({ inbox }: { inbox: Inbox }) {
  const { dialog, bulk } = inbox;
  const close = (): void => inbox.openDialog(null);
  if (dialog === "snooze")
    return (
      <SnoozeDialog
        conversation={null}
        onSnooze={(wish) => "until" in wish && bulk.run({ act: "snooze", until: wish.until.toISOString() })}
        onClose={close}
      />
    );
  if (dialog === "tags")
    return (
      <TagDialog
        tags={[]}
        onAdd={(name) => (close(), bulk.run({ act: "tag", add: [name], remove: [] }))}
        onRemove={() => undefined}
        onClose={close}
      />
    );
  return null;
}
