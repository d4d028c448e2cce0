import { Check, Handshake, X } from "lucide-react";
import type { WirePromise } from "../../../domain/wire.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { dayTime } from "../../ui/time.ts";
import type { Inbox } from "./use-inbox.ts";

/** What we have promised and not yet kept. */
export function PromiseLine({ inbox, promise }: { inbox: Inbox; promise: WirePromise }) {
  const isBroken = promise.state === "broken";
  const { isBusy } = inbox.commands;
  return (
    <section aria-label="A promise" className="flex flex-wrap items-center gap-2 rounded-xl border border-line px-3 py-2 md:ml-10">
      <Handshake size={16} aria-hidden className="text-ink-2" />
      <span className="min-w-0 break-words">“{promise.text}”</span>
      <Badge tone={isBroken ? "danger" : "warn"}>
        {isBroken ? "Not kept by" : "Promised until"} {dayTime(promise.due_at, true)}
      </Badge>
      <span className="ml-auto flex gap-2">
        <Button
          disabled={isBusy}
          onClick={() => inbox.commands.run({ path: `promises/${promise.id}/keep`, body: {}, done: "Noted: it was kept." })}
        >
          <Check size={14} aria-hidden /> Kept
        </Button>
        <Button
          disabled={isBusy}
          onClick={() => inbox.commands.run({ path: `promises/${promise.id}/drop`, body: {}, done: "Noted: it is no promise." })}
        >
          <X size={14} aria-hidden /> No promise
        </Button>
      </span>
    </section>
  );
}
