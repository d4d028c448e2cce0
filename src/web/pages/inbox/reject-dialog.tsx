import { useState } from "react";
import { starterCategories } from "../../../domain/understanding.ts";
import type { WireDraft } from "../../../domain/wire.ts";
import { Button } from "../../ui/button.tsx";
import { Field, SelectField } from "../../ui/field.tsx";
import { Modal } from "../../ui/modal.tsx";
import { categoryName } from "../../ui/words.ts";
import type { Inbox } from "./use-inbox.ts";

const categories = [
  { value: "", label: "The category was right" },
  ...starterCategories.map((name) => ({ value: name, label: categoryName(name) })),
];

/** Rejecting teaches: what was wrong, and whether the message was misread. Both are optional. */
export function RejectDialog({ inbox, draft }: { inbox: Inbox; draft: WireDraft }) {
  const [reason, setReason] = useState("");
  const [category, setCategory] = useState("");
  const close = (): void => inbox.change({ isRejecting: false });
  const reject = (): void =>
    inbox.commands.run({
      path: `drafts/${draft.id}/reject`,
      body: { ...(reason.trim() ? { reason: reason.trim() } : {}), ...(category ? { category } : {}) },
      done: "Rejected. Nothing was sent.",
      after: () => inbox.change({ isRejecting: false, compose: { kind: "reply", at: Date.now() } }),
    });
  return (
    <Modal title="Reject this draft" open={inbox.ui.isRejecting} onClose={close}>
      <form onSubmit={(event) => (event.preventDefault(), reject())} className="space-y-4 p-5">
        <p className="text-ink-2">Nothing is sent, and the conversation is yours to answer.</p>
        <Field
          label="What is wrong with it? (optional)"
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <SelectField
          label="What was the message about?"
          options={categories}
          value={category}
          onChange={(event) => setCategory(event.target.value)}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={close}>Keep the draft</Button>
          <Button look="danger" type="submit" disabled={inbox.commands.isBusy}>
            Reject
          </Button>
        </div>
      </form>
    </Modal>
  );
}
