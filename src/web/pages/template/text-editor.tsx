import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Problem } from "../../../domain/errors.ts";
import { sentence } from "../../api.ts";
import { putTemplate } from "../../queries.ts";
import { Button } from "../../ui/button.tsx";
import { CodeField } from "../../ui/code-field.tsx";
import { say } from "../../ui/notices.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { refreshTemplate } from "./refresh-template.ts";

type TextEditorProps = {
  id: string;
  text: string;
  isEdited: boolean;
  isNew: boolean;
  problems: readonly Problem[];
  change(text: string): void;
  /** Back to what is stored; null when nothing was typed. */
  giveUp: (() => void) | null;
  canChange: boolean;
};

/** The text as it is written, with its facts. Mistakes are named while it is typed. */
export function TextEditor({ id, text, isEdited, isNew, problems, change, giveUp, canChange }: TextEditorProps) {
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: () => putTemplate(id, text, false),
    onSuccess: async (answer) => {
      if (answer.problems.length > 0) return;
      await refreshTemplate(queryClient, id);
      giveUp?.();
      say("Saved. The next replies are written with it.");
    },
  });
  return (
    <Part title="Text" lead={canChange ? leads.write : leads.read}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <CodeField
          label={`${id}.liquid`}
          isProse
          value={text}
          readOnly={!canChange}
          onChange={change}
          problems={problems}
          fault={save.error ? sentence(save.error) : null}
        />
        {canChange && (
          <div className="mt-3 flex flex-wrap gap-2">
            <Button look="primary" type="submit" disabled={save.isPending || !isEdited || problems.length > 0}>
              Save
            </Button>
            {giveUp && (
              <Button onClick={giveUp} disabled={save.isPending}>
                {isNew ? "Begin anew" : "Undo my changes"}
              </Button>
            )}
          </div>
        )}
      </form>
    </Part>
  );
}

const leads = {
  write: "Facts stand in double braces, like {{ order.number }}. Mistakes are named with their line while you type.",
  read: "Only an admin changes templates.",
};
