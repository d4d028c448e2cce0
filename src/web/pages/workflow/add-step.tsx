import type { WireWorkflowVocabulary } from "../../../domain/wire.ts";
import { Modal } from "../../ui/modal.tsx";
import { inWords } from "../../ui/words.ts";
import type { WorkflowWords } from "./words.ts";

type AddStepProps = {
  open: boolean;
  lead: string;
  steps: WireWorkflowVocabulary["steps"];
  words: WorkflowWords;
  onClose(): void;
  choose(step: WireWorkflowVocabulary["steps"][number]): void;
};

/** Every step there is, each with what it does in a line. */
export function AddStep({ open, lead, steps, words, onClose, choose }: AddStepProps) {
  return (
    <Modal title={words.addTitle} open={open} onClose={onClose} size="md">
      <div className="p-3" lang={words.lang}>
        <p className="px-2 pb-2 text-[13px] text-ink-2">{lead}</p>
        <ul>
          {steps.map((step) => (
            <li key={step.id}>
              <button
                type="button"
                onClick={() => choose(step)}
                className="block w-full rounded-lg px-2 py-1.5 text-left hover:bg-hover max-md:py-2.5"
              >
                <span className="font-medium">{inWords(step.id)}</span>
                <span lang={words.steps[step.id] ? words.lang : "en"} className="block text-[13px] text-ink-2">
                  {words.steps[step.id] ?? step.summary}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Modal>
  );
}
