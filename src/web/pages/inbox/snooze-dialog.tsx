import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { readSnooze } from "../../../domain/snooze-words.ts";
import type { WireConversation } from "../../../domain/wire.ts";
import { contextQuery } from "../../queries.ts";
import { Button } from "../../ui/button.tsx";
import { inputClass } from "../../ui/field.tsx";
import { Modal } from "../../ui/modal.tsx";
import { dayTime, snoozeChoices } from "../../ui/time.ts";
import { useWords } from "../../ui/tongue.ts";
import { listWords } from "./list-words.ts";

export type SnoozeWish = { until: Date } | { order: string };
type SnoozeDialogProps = {
  /** One conversation; null for what is selected, which has no order in common. */
  conversation: WireConversation | null;
  onSnooze(wish: SnoozeWish): void;
  onClose(): void;
};

/** Say when in your own words, or choose; what was understood is shown before it counts. */
export function SnoozeDialog({ conversation, onSnooze, onClose }: SnoozeDialogProps) {
  const words = useWords(listWords);
  const [typed, setTyped] = useState("");
  const order = useOrder(conversation);
  const now = new Date();
  const read = typed.trim() === "" ? null : readSnooze(typed, now);
  const choose = (wish: SnoozeWish): void => (onClose(), onSnooze(wish));
  const wish: SnoozeWish | null = read?.kind === "until" ? { until: read.at } : read?.kind === "parcel" && order ? { order } : null;
  const meaning =
    typed.trim() === ""
      ? ""
      : read === null
        ? words.notUnderstood
        : read.kind === "until"
          ? dayTime(read.at.toISOString(), true, words.lang)
          : order
            ? words.parcelMoves(order)
            : words.noOrder;
  return (
    <Modal title={words.snoozeUntil} open onClose={onClose}>
      <form
        lang={words.lang}
        className="space-y-3 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (wish) choose(wish);
        }}
      >
        <input
          autoFocus
          aria-label={words.snoozeUntil}
          aria-describedby="snooze-meaning"
          placeholder={words.snoozeHint}
          className={inputClass}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <div className="flex min-h-8 items-center gap-2 max-md:min-h-11">
          <p id="snooze-meaning" role="status" className={`flex-1 text-[13px] ${wish ? "font-medium" : "text-ink-2"}`}>
            {meaning}
          </p>
          {wish && (
            <Button type="submit" look="primary">
              {words.snooze}
            </Button>
          )}
        </div>
        <ul className="border-t border-line pt-2">
          {order && conversation && <Choice label={words.parcelMoves(order)} hint={words.parcelHint} run={() => choose({ order })} />}
          {snoozeChoices(now, words.lang).map(({ label, until }) => (
            <Choice key={label} label={label} hint={dayTime(until.toISOString(), true, words.lang)} run={() => choose({ until })} />
          ))}
        </ul>
      </form>
    </Modal>
  );
}

function Choice({ label, hint, run }: { label: string; hint: string; run(): void }) {
  return (
    <li>
      <button
        type="button"
        onClick={run}
        className="flex min-h-9 w-full items-center gap-3 rounded-lg px-2 text-left hover:bg-hover max-md:min-h-11"
      >
        <span className="flex-1">{label}</span>
        <span className="text-[12px] text-ink-2">{hint}</span>
      </button>
    </li>
  );
}

/** The order the message names, else the customer's newest. */
function useOrder(conversation: WireConversation | null): string | null {
  const { data } = useQuery({ ...contextQuery(conversation?.id ?? ""), enabled: conversation !== null });
  const order = data?.orders.find(({ mentioned }) => mentioned) ?? data?.orders[0];
  return order?.number ?? null;
}
