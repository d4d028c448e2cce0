/** What is asked again before a text leaves, wherever it is sent from. */
import { AppError } from "../domain/errors.ts";
import { isId } from "../domain/ids.ts";
import type { CheckpointParts } from "./route-parts.ts";

/** AppError `invalid` with what differs, in words; null: nothing does. */
export function refuseChangedFacts(changed: string | null): void {
  if (changed === null) return;
  throw new AppError("invalid", `The translation ${changed}. Compare both texts, then mend one or send it all the same.`, {
    details: { problems: [{ path: "original", message: changed, mend: "Mend the text, or send accept_changed_facts: true." }] },
  });
}

/** Approving says "this is true": it is asked again whether it is. AppError `conflict` when the draft was written anew. */
export async function refuseChangedDraft({ refreshDraft }: Pick<CheckpointParts, "refreshDraft">, draftId: string): Promise<void> {
  if (!isId(draftId) || (await refreshDraft(draftId)) !== "changed") return;
  throw new AppError("conflict", "The facts have changed since this draft was written, so it was written anew. Read it again.", {
    details: { state: "stale" },
  });
}
