import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useId, useState } from "react";
import type { KeyboardEvent } from "react";
import { tagsQuery } from "../../queries.ts";
import { Modal } from "../../ui/modal.tsx";
import { useWords } from "../../ui/tongue.ts";
import { useDebounced } from "../../ui/use-debounced.ts";
import { listWords } from "./list-words.ts";

type TagDialogProps = {
  /** Those it has; of several conversations nobody can say. */
  tags: readonly string[];
  onAdd(tag: string): void;
  onRemove(tag: string): void;
  onClose(): void;
};

/** Tags are found by their first letters; Enter adds, and creates what is not there. */
export function TagDialog({ tags, onAdd, onRemove, onClose }: TagDialogProps) {
  const words = useWords(listWords);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const id = useId();
  const name = typed.trim().toLowerCase().replace(/\s+/g, " ").replaceAll(/[",]/g, "");
  const known = useQuery({ ...tagsQuery(useDebounced(name, 120)), placeholderData: (before) => before }).data ?? [];
  const fitting = known.filter((tag) => tag.startsWith(name) && !tags.includes(tag));
  const choices = [...fitting, ...(name !== "" && !known.includes(name) && !tags.includes(name) ? [name] : [])];
  const add = (tag: string | undefined): void => {
    if (tag === undefined) return;
    onAdd(tag);
    setTyped("");
    setAt(0);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") setAt(Math.min(at + 1, choices.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
    else if (event.key === "Enter") add(choices[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Modal title={words.tags} open onClose={onClose}>
      <div lang={words.lang} className="space-y-3 p-4">
        {tags.length > 0 && (
          <ul className="flex flex-wrap gap-1.5">
            {tags.map((tag) => (
              <li key={tag}>
                <button
                  type="button"
                  aria-label={words.removeTag(tag)}
                  onClick={() => onRemove(tag)}
                  className="inline-flex min-h-7 max-w-full items-center gap-1 rounded-full bg-hover px-2.5 text-[12px] font-medium max-md:min-h-11"
                >
                  <span className="truncate">{tag}</span> <X size={12} aria-hidden />
                </button>
              </li>
            ))}
          </ul>
        )}
        <input
          autoFocus
          role="combobox"
          aria-expanded={choices.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={choices[at] === undefined ? undefined : `${id}-${at}`}
          aria-label={words.addTag}
          placeholder={words.addTag}
          maxLength={60}
          className="h-9 w-full rounded-lg border border-line-strong bg-surface px-3 placeholder:text-ink-2 max-md:h-11"
          value={typed}
          onChange={(event) => (setTyped(event.target.value), setAt(0))}
          onKeyDown={onKeyDown}
        />
        <div id={`${id}-list`} role="listbox" aria-label={words.tags}>
          {choices.map((tag, index) => (
            <div
              key={tag}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              onClick={() => add(tag)}
              className={`flex min-h-9 items-center gap-2 rounded-lg px-3 max-md:min-h-11 ${index === at ? "bg-selected" : "hover:bg-hover"}`}
            >
              {known.includes(tag) ? (
                tag
              ) : (
                <>
                  <Plus size={14} aria-hidden /> {words.createTag(tag)}
                </>
              )}
            </div>
          ))}
        </div>
        {choices.length === 0 && name === "" && tags.length === 0 && <p className="text-[13px] text-ink-2">{words.noTags}</p>}
      </div>
    </Modal>
  );
}
