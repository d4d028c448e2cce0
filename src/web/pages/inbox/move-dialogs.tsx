import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ConversationSummary, WireConversation } from "../../../domain/wire.ts";
import { fetchList } from "../../queries.ts";
import { Button } from "../../ui/button.tsx";
import { inputClass } from "../../ui/field.tsx";
import { Modal } from "../../ui/modal.tsx";
import { shortTime } from "../../ui/time.ts";
import { useWords } from "../../ui/tongue.ts";
import { useDebounced } from "../../ui/use-debounced.ts";
import { listWords } from "./list-words.ts";
import { useMoves } from "./move-lines.tsx";
import type { Inbox } from "./use-inbox.ts";

type MoveProps = { inbox: Inbox; conversation: WireConversation; onClose(): void };

/** The customer's other conversations first; any other is found by searching. */
export function MergeDialog({ inbox, conversation, onClose }: MoveProps) {
  const words = useWords(listWords);
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<ConversationSummary | null>(null);
  const moves = useMoves(inbox);
  const q = useDebounced(typed.trim(), 200);
  const own = conversation.customer?.name ? `from:"${conversation.customer.name.replaceAll('"', "")}"` : "";
  const search = q === "" ? own : q;
  const { data } = useQuery({
    queryKey: ["merge-search", search],
    queryFn: ({ signal }) => fetchList({ view: "all", q: search, category: "" }, null, signal),
    enabled: search !== "",
    placeholderData: (before) => before,
  });
  const rows = (data?.items ?? [])
    .filter((row) => row.id !== conversation.id && row.channel.connection_id === conversation.channel.connection_id)
    .slice(0, 12);
  const isOther = chosen !== null && chosen.customer?.id !== conversation.customer?.id;
  const title = (row: ConversationSummary): string => row.subject || row.preview || (row.customer?.name ?? "");
  return (
    <Modal title={words.mergeTitle} open onClose={onClose} size="md">
      <div lang={words.lang} className="space-y-3 p-4">
        <p className="text-[13px] text-ink-2">{words.mergeThis}</p>
        <input
          autoFocus
          type="search"
          aria-label={words.mergeHint}
          placeholder={words.mergeHint}
          className={inputClass}
          value={typed}
          onChange={(event) => (setTyped(event.target.value), setChosen(null))}
        />
        {q === "" && rows.length > 0 && <h3 className="text-[12px] font-semibold text-ink-2">{words.others}</h3>}
        <ul className="space-y-1">
          {rows.map((row) => (
            <li key={row.id}>
              <button
                type="button"
                aria-pressed={chosen?.id === row.id}
                aria-label={words.mergeInto(title(row))}
                onClick={() => setChosen(row)}
                className={`flex min-h-9 w-full items-center gap-3 rounded-lg px-2 text-left max-md:min-h-11 ${chosen?.id === row.id ? "bg-selected" : "hover:bg-hover"}`}
              >
                <bdi className="min-w-0 flex-1 truncate">{title(row)}</bdi>
                <bdi className="max-w-40 truncate text-[12px] text-ink-2">{row.customer?.name}</bdi>
                <span className="text-[12px] text-ink-2">{shortTime(row.last_message_at, new Date())}</span>
              </button>
            </li>
          ))}
        </ul>
        {isOther && (
          <p role="alert" className="rounded-lg bg-warn-soft px-3 py-2 text-[13px] text-warn">
            {words.otherCustomer}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button
            look="primary"
            disabled={!chosen || moves.isBusy}
            onClick={() => {
              onClose();
              moves.run({
                path: `conversations/${conversation.id}/merge`,
                body: { into: chosen?.id, other_customer: isOther },
                done: words.merged,
              });
            }}
          >
            {words.merge}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

export function SplitDialog({ inbox, conversation, onClose }: MoveProps) {
  const words = useWords(listWords);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const moves = useMoves(inbox);
  const toggle = (id: string): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <Modal title={words.splitTitle} open onClose={onClose} size="md">
      <div lang={words.lang} className="space-y-3 p-4">
        <p className="text-[13px] text-ink-2">{words.splitHint}</p>
        <ul className="space-y-1">
          {conversation.messages.map((message) => (
            <li key={message.id}>
              <label className="flex min-h-9 cursor-pointer items-center gap-3 rounded-lg px-2 hover:bg-hover max-md:min-h-11">
                <input
                  type="checkbox"
                  className="size-4 accent-accent"
                  checked={chosen.has(message.id)}
                  onChange={() => toggle(message.id)}
                />
                <bdi className="min-w-0 flex-1 truncate">{message.text}</bdi>
                <bdi className="max-w-32 truncate text-[12px] text-ink-2">{message.author.name}</bdi>
              </label>
            </li>
          ))}
        </ul>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button
            look="primary"
            disabled={chosen.size === 0 || moves.isBusy}
            onClick={() => {
              onClose();
              moves.run({ path: `conversations/${conversation.id}/split`, body: { message_ids: [...chosen] }, done: words.splitDone });
            }}
          >
            {words.split}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
