import { useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { templateQuery } from "../../queries.ts";
import { Button } from "../../ui/button.tsx";
import { SelectField } from "../../ui/field.tsx";
import { Modal } from "../../ui/modal.tsx";
import { languageChoices } from "../../ui/words.ts";
import type { Edits } from "./page.tsx";
import { parseTextId, textId, textLabel } from "./text-id.ts";

type TextSwitchProps = {
  name: string;
  chosen: string;
  /** Ids of the texts that are stored. */
  saved: readonly string[];
  edits: Edits;
  canChange: boolean;
  choose(id: string): void;
  edit(id: string, text: string): void;
};

/** Which language and tone is open, and the way to one more. */
export function TextSwitch({ name, chosen, saved, edits, canChange, choose, edit }: TextSwitchProps) {
  const [isAdding, setIsAdding] = useState(false);
  const ids = [...new Set([...saved, ...Object.keys(edits), chosen])].sort();
  const queryClient = useQueryClient();
  const add = (id: string, isCopy: boolean): void => {
    setIsAdding(false);
    const open = edits[chosen] ?? queryClient.getQueryData(templateQuery(chosen).queryKey)?.source;
    if (isCopy && open !== undefined && !ids.includes(id)) edit(id, open);
    choose(id);
  };
  return (
    <div role="group" aria-label="Language and tone" className="mb-4 flex flex-wrap gap-1">
      {ids.map((id) => (
        <button
          key={id}
          type="button"
          aria-pressed={id === chosen}
          onClick={() => choose(id)}
          className={`inline-flex h-8 items-center gap-1.5 rounded-lg px-2.5 text-[13px] font-medium max-md:h-11 ${id === chosen ? "bg-selected text-ink" : "text-ink-2 hover:bg-hover"}`}
        >
          {textLabel(id)}
          {(edits[id] !== undefined || !saved.includes(id)) && (
            <span className="size-2 rounded-full bg-accent">
              <span className="sr-only">, not saved</span>
            </span>
          )}
        </button>
      ))}
      {canChange && (
        <Button look="quiet" onClick={() => setIsAdding(true)}>
          <Plus size={14} aria-hidden /> Add a language or tone
        </Button>
      )}
      <Modal title="Add a language or tone" open={isAdding} onClose={() => setIsAdding(false)}>
        <AddText name={name} chosen={chosen} taken={ids} add={add} />
      </Modal>
    </div>
  );
}

const tones = [
  { value: "", label: "Any tone" },
  { value: "formal", label: "Formal (Sie, vous, usted)" },
  { value: "casual", label: "Casual (du, tu, tú)" },
];

type AddTextProps = { name: string; chosen: string; taken: readonly string[]; add(id: string, isCopy: boolean): void };

function AddText({ name, chosen, taken, add }: AddTextProps) {
  const [language, setLanguage] = useState(parseTextId(chosen)?.language ?? "en");
  const [tone, setTone] = useState("");
  const [isCopy, setIsCopy] = useState(true);
  const id = textId({ name, language, tone: tone === "" ? null : tone });
  const isTaken = taken.includes(id);
  return (
    <form
      className="space-y-4 p-5"
      onSubmit={(event) => {
        event.preventDefault();
        add(id, isCopy);
      }}
    >
      <SelectField label="Language" options={languageChoices} value={language} onChange={(event) => setLanguage(event.target.value)} />
      <SelectField label="Tone" options={tones} value={tone} onChange={(event) => setTone(event.target.value)} />
      <label className="flex items-center gap-2 max-md:min-h-11">
        <input type="checkbox" checked={isCopy} onChange={(event) => setIsCopy(event.target.checked)} className="size-4" />
        Begin with the text in {textLabel(chosen)}
      </label>
      <p role="status" className="min-h-5 text-[13px] text-ink-2">
        {isTaken ? `${textLabel(id)} is there already.` : `It becomes ${id}.liquid once it is saved.`}
      </p>
      <Button look="primary" type="submit" className="w-full justify-center">
        {isTaken ? "Open it" : "Write it"}
      </Button>
    </form>
  );
}
