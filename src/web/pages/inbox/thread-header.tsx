import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, CircleCheck, Clock, PanelRight, Pause, Play, RotateCcw, Tag, UserPlus } from "lucide-react";
import type { WireConversation } from "../../../domain/wire.ts";
import { ActionButton, ActionIcon } from "../../actions/action-button.tsx";
import { closeConversation } from "../../actions/close-conversation.ts";
import { pauseAutomation } from "../../actions/pause-automation.ts";
import { reopenConversation } from "../../actions/reopen-conversation.ts";
import { isStopped, resumeAutomation } from "../../actions/resume-automation.ts";
import { Badge } from "../../ui/badge.tsx";
import { IconButton } from "../../ui/button.tsx";
import { hoursQuery } from "../../queries.ts";
import { Isolated } from "../../ui/isolated.tsx";
import { dayTime, fullTime, workLeft } from "../../ui/time.ts";
import { useWords } from "../../ui/tongue.ts";
import { inWords, languageName } from "../../ui/words.ts";
import { listWords } from "./list-words.ts";
import { MoveLines } from "./move-lines.tsx";
import { ThreadDialogs } from "./thread-dialogs.tsx";
import { AssignMenu, CategoryMenu, MoreMenu } from "./thread-menus.tsx";
import type { Inbox } from "./use-inbox.ts";

type ThreadHeaderProps = { inbox: Inbox; conversation: WireConversation; now: Date };

/** Who and what, where it stands, and what can be done with it. */
export function ThreadHeader({ inbox, conversation, now }: ThreadHeaderProps) {
  const isBusy = inbox.commands.isBusy;
  const name = conversation.customer?.name || "Unknown visitor";
  return (
    <header className="border-b border-line px-2 py-2 md:px-4">
      <div className="flex items-center gap-1">
        <IconButton label="Back to the list" className="md:hidden" onClick={() => inbox.go({ id: null })}>
          <ArrowLeft size={18} />
        </IconButton>
        <div className="min-w-0 flex-1 px-1">
          {/* Cut at its own end, whichever side that is, and kept where the eye looks for it. */}
          <h2 dir="auto" className="truncate text-left text-[15px] font-semibold">
            <Isolated text={conversation.subject || name} />
          </h2>
        </div>
        <AssignMenu inbox={inbox} conversation={conversation} icon={<UserPlus size={16} />} />
        <IconButton label="Snooze" title="Snooze (Z)" className="max-md:hidden" onClick={() => inbox.change({ menu: "snooze" })}>
          <Clock size={16} />
        </IconButton>
        <MoreMenu inbox={inbox} />
        <div className="max-md:hidden">
          <ActionIcon action={isStopped(conversation) ? resumeAutomation : pauseAutomation} disabled={isBusy}>
            {isStopped(conversation) ? <Play size={16} /> : <Pause size={16} />}
          </ActionIcon>
        </div>
        <div className="max-md:hidden">
          {conversation.status === "closed" ? (
            <ActionButton action={reopenConversation} disabled={isBusy} icon={<RotateCcw size={14} aria-hidden />} />
          ) : (
            <ActionButton action={closeConversation} disabled={isBusy} icon={<CircleCheck size={14} aria-hidden />} />
          )}
        </div>
        <div className="md:hidden">
          <ActionIcon action={conversation.status === "closed" ? reopenConversation : closeConversation} disabled={isBusy}>
            {conversation.status === "closed" ? <RotateCcw size={18} /> : <CircleCheck size={18} />}
          </ActionIcon>
        </div>
        <IconButton
          label="Customer and orders"
          className="xl:hidden"
          aria-expanded={inbox.ui.isContextOpen}
          onClick={() => inbox.change({ isContextOpen: !inbox.ui.isContextOpen })}
        >
          <PanelRight size={16} />
        </IconButton>
      </div>
      <Facts inbox={inbox} conversation={conversation} now={now} />
      <MoveLines inbox={inbox} conversation={conversation} />
      <ThreadDialogs inbox={inbox} conversation={conversation} />
    </header>
  );
}

function Facts({ inbox, conversation, now }: ThreadHeaderProps) {
  const { data: hours } = useQuery(hoursQuery);
  const words = useWords(listWords);
  const due = conversation.due_at ? workLeft(conversation.due_at, now, hours, conversation.team) : null;
  return (
    <div className="mt-1 flex flex-wrap items-center gap-1.5 px-1">
      <Badge>{inWords(conversation.status)}</Badge>
      {conversation.status === "snoozed" && conversation.snoozed_until && (
        <Badge>
          {conversation.snoozed_order ? `until the parcel of ${conversation.snoozed_order} moves, or ` : "until "}
          {dayTime(conversation.snoozed_until, true)}
        </Badge>
      )}
      {due && conversation.due_at && (
        <Badge tone={due.isLate ? "danger" : due.isSoon ? "warn" : "neutral"} title={fullTime(conversation.due_at)}>
          {due.text}
        </Badge>
      )}
      <Badge tone={conversation.assignee ? "accent" : "neutral"}>
        <bdi>{conversation.assignee?.name ?? "Unassigned"}</bdi>
      </Badge>
      {conversation.team && <Badge>{inWords(conversation.team)}</Badge>}
      <CategoryMenu inbox={inbox} conversation={conversation} />
      {conversation.language && conversation.language !== "en" && <Badge>{languageName(conversation.language)}</Badge>}
      <Badge>{conversation.channel.title}</Badge>
      {conversation.paused && <Badge tone="warn">Automation paused</Badge>}
      {!conversation.paused && isStopped(conversation) && (
        <Badge tone="warn" title="A person has answered here. Automation stays out until you let it continue.">
          Automation stopped
        </Badge>
      )}
      {conversation.tags
        .filter((tag) => tag !== conversation.category)
        .map((tag) => (
          <Badge key={tag}>{tag}</Badge>
        ))}
      <button
        type="button"
        title="Tags (L)"
        lang={words.lang}
        onClick={() => inbox.change({ menu: "tags" })}
        className="inline-flex shrink-0 cursor-pointer items-center gap-1 rounded-md bg-hover px-1.5 text-[12px] leading-5 font-medium text-ink-2 hover:text-ink max-md:min-h-11 max-md:px-3"
      >
        <Tag size={12} aria-hidden /> {words.tags}
      </button>
    </div>
  );
}
