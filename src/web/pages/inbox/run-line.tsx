import { CornerDownRight } from "lucide-react";
import type { RunSummary, WireDraft } from "../../../domain/wire.ts";
import { runWords } from "../../ui/words.ts";

/** What Handrail did with the message above, and the way to its reasons. */
export function RunLine({ run, draft, explain }: { run: RunSummary; draft: WireDraft | undefined; explain(): void }) {
  return (
    <p className="flex flex-wrap items-center gap-x-1.5 pl-4 text-[12px] text-ink-2">
      <CornerDownRight size={12} aria-hidden />
      <span>{runWords(run, draft?.state)}</span>
      <span aria-hidden>·</span>
      <button type="button" onClick={explain} className="rounded underline underline-offset-2 hover:text-ink max-md:min-h-11 max-md:px-2">
        why?
      </button>
    </p>
  );
}
