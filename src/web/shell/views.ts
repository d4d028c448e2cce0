import { AlarmClock, CircleUserRound, Clock, Hourglass, Inbox, Layers, PenLine, CircleCheck, UserRoundX } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import type { Counts } from "../../domain/wire.ts";

/** The ways to look at the inbox; ids are what the API calls `view`. `empty` teaches what the view is for. */
export type View = { id: keyof Counts | "all"; label: string; icon: LucideIcon; empty: string };

export const views: readonly View[] = [
  {
    id: "open",
    label: "Open",
    icon: Inbox,
    empty: "Nothing is open. New messages appear here by themselves as soon as a customer writes.",
  },
  { id: "mine", label: "Mine", icon: CircleUserRound, empty: "Nothing is assigned to you. Open a conversation and press I to take it." },
  { id: "unassigned", label: "Unassigned", icon: UserRoundX, empty: "Every open conversation has an owner." },
  {
    id: "drafts",
    label: "Drafts",
    icon: PenLine,
    empty: "No draft is waiting. Workflows in draft mode put their replies here for a person to approve.",
  },
  {
    id: "due",
    label: "Due soon",
    icon: AlarmClock,
    empty: "Nothing is due within four hours, and nothing is overdue.",
  },
  { id: "waiting", label: "Waiting", icon: Hourglass, empty: "No conversation waits for a customer's answer." },
  {
    id: "snoozed",
    label: "Snoozed",
    icon: Clock,
    empty: "Nothing is snoozed. Snoozed conversations come back at their time, or when the customer writes.",
  },
  { id: "closed", label: "Closed", icon: CircleCheck, empty: "Nothing was closed yet." },
  { id: "all", label: "All", icon: Layers, empty: "Nobody has written yet." },
];

export function viewOf(id: string): View {
  return views.find((view) => view.id === id) ?? views[0]!;
}
