import { Check, Pause, PenLine, Star, User } from "lucide-react";
import { memo } from "react";
import type { ConversationSummary, WirePresence, WireWorkHours } from "../../../domain/wire.ts";
import { Badge } from "../../ui/badge.tsx";
import { Isolated } from "../../ui/isolated.tsx";
import { fullTime, shortTime, workLeft } from "../../ui/time.ts";
import { categoryName, inWords } from "../../ui/words.ts";
import { PresenceBadge } from "./presence.tsx";

export const rowHeight = 92;

type ListRowProps = {
  row: ConversationSummary;
  isChosen: boolean;
  now: Date;
  isMarked: boolean;
  /** Somebody is selecting: every row shows where. */
  isMarking: boolean;
  onMark(id: string, range: boolean): void;
  hours: WireWorkHours | undefined;
  /** Colleagues who are in it now. */
  here: readonly WirePresence[];
};

/** One conversation in the list: who, what about, what it needs. */
export const ListRow = memo(function ListRow({ row, isChosen, now, isMarked, isMarking, onMark, hours, here }: ListRowProps) {
  const name = row.customer?.name || "Unknown visitor";
  return (
    <div
      className={`group relative flex h-full flex-col gap-0.5 border-b border-line py-2.5 pr-4 ${isMarking ? "pl-11" : "pl-4"} ${isMarked ? "bg-accent-soft" : ""} ${isChosen ? "bg-selected shadow-[inset_3px_0_0_var(--accent)]" : "hover:bg-hover"}`}
    >
      {/* For the mouse and the finger; keys and screen readers have X and the row's own state. */}
      <span
        aria-hidden
        onClick={(event) => (event.stopPropagation(), onMark(row.id, event.shiftKey))}
        className={`absolute inset-y-0 left-0 flex w-11 cursor-pointer justify-center pt-3 ${isMarking ? "" : "pointer-events-none opacity-0 md:pointer-events-auto md:w-4"}`}
      >
        <span
          className={`flex size-4.5 items-center justify-center rounded border ${isMarked ? "border-accent bg-accent text-on-accent" : "border-line-strong bg-surface"}`}
        >
          {isMarked && <Check size={13} />}
        </span>
      </span>
      <div className="flex items-center gap-1.5">
        <bdi className={`truncate ${row.needs_person || row.has_draft ? "font-semibold" : "font-medium"}`}>{name}</bdi>
        {row.customer?.is_vip && <Star size={12} aria-label="VIP" className="shrink-0 fill-current text-warn" />}
        <time
          dateTime={row.last_message_at}
          title={fullTime(row.last_message_at)}
          className="ml-auto shrink-0 text-[12px] text-ink-2 tabular-nums"
        >
          {shortTime(row.last_message_at, now)}
        </time>
      </div>
      <p dir="auto" {...(row.language ? { lang: row.language } : {})} className="truncate text-[13px] text-ink-2">
        {row.subject && (
          <>
            <bdi className="text-ink">{row.subject}</bdi>{" "}
          </>
        )}
        <Isolated text={row.preview} />
      </p>
      <RowBadges row={row} now={now} hours={hours} here={here} />
    </div>
  );
});

function RowBadges({ row, now, hours, here }: Pick<ListRowProps, "row" | "now" | "hours" | "here">) {
  const due = row.due_at ? workLeft(row.due_at, now, hours, row.team) : null;
  const shownTags = row.tags.filter((tag) => tag !== row.category).slice(0, 2);
  return (
    <div className="mt-auto flex items-center gap-1.5 overflow-hidden">
      <PresenceBadge here={here} />
      {row.has_draft && (
        <Badge tone="auto">
          <PenLine size={11} aria-hidden /> Draft
        </Badge>
      )}
      {row.needs_person && row.status === "open" && !row.has_draft && (
        <Badge tone="accent">
          <User size={11} aria-hidden /> Needs a person
        </Badge>
      )}
      {due && <Badge tone={due.isLate ? "danger" : due.isSoon ? "warn" : "neutral"}>{due.text}</Badge>}
      {(row.priority === "urgent" || row.priority === "high") && (
        <Badge tone={row.priority === "urgent" ? "danger" : "warn"}>{inWords(row.priority)}</Badge>
      )}
      {row.sentiment === "angry" && <Badge tone="danger">Angry</Badge>}
      {row.status !== "open" && <Badge>{inWords(row.status)}</Badge>}
      {row.paused && (
        <Badge>
          <Pause size={11} aria-label="Automation paused" />
        </Badge>
      )}
      {shownTags.map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
      {row.category && <span className="min-w-0 truncate text-[12px] text-ink-2">{categoryName(row.category)}</span>}
    </div>
  );
}
