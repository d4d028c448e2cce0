/** What stands around a text under way: places to fill in, another version of it elsewhere, and what happens once it is sent. */
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { blanksIn, type Blank } from "../../../domain/blanks.ts";
import type { AfterSend } from "../../../domain/after-send.ts";
import { teamsQuery } from "../../queries.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { useWords } from "../../ui/tongue.ts";
import { inWords } from "../../ui/words.ts";
import { composeWords } from "./compose-words.ts";
import type { AskedMacro } from "./use-composing.ts";
import type { UsedKept } from "./use-kept.ts";

/** Each leads to its place. */
export function BlanksLine({ blanks, go }: { blanks: readonly Blank[]; go(blank: Blank): void }) {
  const words = useWords(composeWords);
  if (blanks.length === 0) return null;
  return (
    <p id="composer-blanks" lang={words.lang} className="flex flex-wrap items-center gap-1.5 text-[13px] text-danger">
      {words.toFillIn}
      {blanks.map((blank) => (
        <button
          key={blank.start}
          type="button"
          onClick={() => go(blank)}
          className="inline-flex items-center rounded-md border border-danger-line bg-danger-soft px-1.5 leading-5 font-medium text-danger underline decoration-wavy underline-offset-2 max-md:min-h-11"
        >
          {blank.name}
        </button>
      ))}
    </p>
  );
}

export function ConflictBar({ used: { theirs, keepMine, takeTheirs } }: { used: UsedKept }) {
  const words = useWords(composeWords);
  if (theirs === undefined) return null;
  return (
    <div role="alert" className="space-y-2 rounded-xl border border-line bg-warn-soft px-3 py-2 text-[13px] text-warn">
      <p lang={words.lang}>{theirs ? words.conflictChanged : words.conflictGone}</p>
      {theirs && (
        <p dir="auto" className="own-direction max-h-24 overflow-y-auto whitespace-pre-wrap break-words text-ink">
          {theirs.text}
        </p>
      )}
      <div lang={words.lang} className="flex flex-wrap gap-2">
        <Button onClick={keepMine}>{words.keepMine}</Button>
        <Button onClick={takeTheirs}>{theirs ? words.takeTheirs : words.takeEmpty}</Button>
      </div>
    </div>
  );
}

function useActionWords(): (action: AfterSend) => string {
  const words = useWords(composeWords);
  const { data: teams } = useQuery(teamsQuery);
  return (action) => words.action(action, (name) => teams?.find((team) => team.name === name)?.title ?? inWords(name));
}

export function AfterLine({ actions, change }: { actions: readonly AfterSend[]; change(next: readonly AfterSend[]): void }) {
  const words = useWords(composeWords);
  const inActionWords = useActionWords();
  if (actions.length === 0) return null;
  return (
    <ul lang={words.lang} aria-label={words.also} className="flex flex-wrap items-center gap-1.5 text-[13px] text-ink-2">
      <li>{words.also}</li>
      {actions.map((action, index) => (
        <li key={index} className="flex items-center rounded-lg bg-accent-soft ps-2 text-accent-strong">
          {inActionWords(action)}
          <IconButton label={words.dropAction(inActionWords(action))} onClick={() => change(actions.toSpliced(index, 1))}>
            <X size={14} aria-hidden />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}

/** A snippet that also does something: what, before it is agreed to. */
export function MacroQuestion({ macro, answer }: { macro: AskedMacro | null; answer(withActions: boolean): void }) {
  const words = useWords(composeWords);
  const inActionWords = useActionWords();
  return (
    <Confirm
      title={macro ? words.macroTitle(macro.name) : ""}
      open={macro !== null}
      yes={words.macroYes}
      no={words.macroNo}
      onYes={() => answer(true)}
      onNo={() => answer(false)}
    >
      <div lang={words.lang}>
        <p>{words.macroLead}</p>
        <ul className="mt-1 list-disc ps-5">
          {macro?.filled.actions.map((action, index) => (
            <li key={index}>{inActionWords(action)}</li>
          ))}
        </ul>
        {macro && blanksIn(macro.filled.text).length > 0 && (
          <p className="mt-2">
            {words.toFillIn} {macro.filled.missing.join(", ")}
          </p>
        )}
      </div>
    </Confirm>
  );
}
