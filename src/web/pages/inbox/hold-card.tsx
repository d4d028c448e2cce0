import { Check, Hand, X } from "lucide-react";
import { useState } from "react";
import type { WireHold } from "../../../domain/wire.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { dayTime } from "../../ui/time.ts";
import { inWords } from "../../ui/words.ts";
import type { Inbox } from "./use-inbox.ts";

/** What a workflow asks a person: yes or no, with a note for colleagues. The run goes on by itself after that. */
export function HoldCard({ inbox, hold }: { inbox: Inbox; hold: WireHold }) {
  const [note, setNote] = useState("");
  const { isBusy } = inbox.commands;
  const answer = (verb: "approve" | "refuse") =>
    inbox.commands.run({
      path: `holds/${hold.id}/${verb}`,
      body: note.trim() === "" ? {} : { note: note.trim() },
      done:
        verb === "approve"
          ? hold.agreed + 1 < hold.people
            ? "Noted. Somebody else has to say yes, too."
            : "Yes. The workflow goes on."
          : "No. The workflow takes its other way.",
    });
  return (
    <section
      aria-label="A workflow asks"
      className="rounded-2xl border-2 border-dashed border-auto-line bg-auto-soft px-3 py-3 md:ml-10 md:px-4"
    >
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <Hand size={18} aria-hidden className="text-auto" />
        <h3 className="text-[13px] font-semibold text-auto">{hold.workflow ? inWords(hold.workflow) : "A workflow"} asks</h3>
        <Badge tone="auto">until {dayTime(hold.expires_at, true)}</Badge>
      </div>
      <p className="break-words">{hold.question}</p>
      {hold.people > 1 && (
        <p className="mt-1 text-[13px] text-ink-2">
          {hold.people} people have to say yes{hold.agreed > 0 ? `; ${hold.agreed} has` : ""}.
        </p>
      )}
      <Field
        label="Note for colleagues"
        name={`note-${hold.id}`}
        value={note}
        maxLength={2_000}
        onChange={(event) => setNote(event.target.value)}
        className="mt-2 max-w-md"
      />
      <div className="mt-3 flex flex-wrap gap-2">
        <Button look="primary" disabled={isBusy} onClick={() => answer("approve")}>
          <Check size={14} aria-hidden /> Yes
        </Button>
        <Button disabled={isBusy} onClick={() => answer("refuse")}>
          <X size={14} aria-hidden /> No
        </Button>
      </div>
    </section>
  );
}

const underWay: Partial<Record<WireHold["state"], string>> = {
  approved: "A person said yes; the shop is asked next.",
  running: "The shop is being asked. The customer hears of it when it is done.",
  unknown: "It is not known what became of it. Look into the shop before you answer.",
};

/** What is under way or went another way than hoped; nothing for what simply worked. */
export function HoldLine({ hold }: { hold: WireHold }) {
  const words =
    underWay[hold.state] ?? (["denied", "failed", "refused"].includes(hold.state) ? `${inWords(hold.state)}. ${hold.note ?? ""}` : null);
  if (!words) return null;
  return (
    <p className="text-[13px] text-ink-2 md:ml-10">
      {hold.question} {words}
    </p>
  );
}
