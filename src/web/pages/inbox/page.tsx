import { useEffect } from "react";
import { viewOf } from "../../shell/views.ts";
import { ContextPane } from "./context-pane.tsx";
import { ListPane } from "./list-pane.tsx";
import { ThreadPane } from "./thread-pane.tsx";
import { useControls } from "./use-controls.ts";
import { useInbox } from "./use-inbox.ts";

/** Three panes on a wide screen, two on a tablet, one at a time on a phone. One h1 at every width. */
export function Page() {
  const inbox = useInbox();
  useControls(inbox);
  const view = viewOf(inbox.filter.view);
  const title = inbox.conversation?.subject ?? inbox.conversation?.customer?.name ?? view.label;
  useEffect(() => void (document.title = `${title} · Handrail`), [title]);
  const isOpen = inbox.id !== undefined;
  return (
    <div className="flex min-h-0 flex-1">
      <h1 className="sr-only">Inbox: {title}</h1>
      <section
        aria-label="Conversations"
        className={`flex w-full flex-col border-r border-line bg-sunken md:w-80 md:shrink-0 xl:w-88 2xl:w-96 ${isOpen ? "max-md:hidden" : ""}`}
      >
        <ListPane inbox={inbox} view={view} />
      </section>
      <section
        aria-label="Conversation"
        id="thread"
        tabIndex={-1}
        className={`flex min-w-0 flex-1 flex-col bg-surface outline-none ${isOpen ? "" : "max-md:hidden"}`}
      >
        <ThreadPane inbox={inbox} />
      </section>
      {isOpen && <ContextPane inbox={inbox} />}
    </div>
  );
}
