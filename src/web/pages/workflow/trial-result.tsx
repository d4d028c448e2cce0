import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { SourcedText, Unsourced } from "../../ui/sourced-text.tsx";
import { categoryName, inWords, lookupWords, percent, shortValue } from "../../ui/words.ts";
import type { Trial } from "./try-it.tsx";
import type { WorkflowWords } from "./words.ts";

type TrialResultProps = { trial: Trial; isStale: boolean; words: WorkflowWords; insist: (() => void) | null };

/** What it did with the message: how it read it, each step with its reads, what it would say, how it ended. */
export function TrialResult({ trial: { result }, isStale, words, insist }: TrialResultProps) {
  const { understanding, outcome } = result;
  return (
    <section aria-label={words.path} className="space-y-4 rounded-2xl border border-line p-4 text-[13px]">
      {isStale && <p className="rounded-lg bg-warn-soft px-3 py-2 text-warn">{words.stale}</p>}
      {!result.is_this && (
        <div className="space-y-2 rounded-lg bg-note-soft px-3 py-2 text-note">
          <p>{result.workflow === null ? words.noWorkflow : words.notThis(inWords(result.workflow))}</p>
          {insist && <Button onClick={insist}>{words.insist}</Button>}
        </div>
      )}
      <p className="flex flex-wrap items-center gap-2">
        {words.understood} <Badge tone="accent">{categoryName(understanding.category)}</Badge>
        <span className="text-ink-2">
          {words.sure(percent(understanding.confidence))} · {understanding.language} · {inWords(understanding.sentiment)}
        </span>
        {understanding.signals.map((signal) => (
          <Badge key={signal} tone="warn">
            {inWords(signal)}
          </Badge>
        ))}
      </p>
      <div>
        <h3 className="font-semibold">{words.path}</h3>
        <ol lang="en" className="mt-1 list-decimal space-y-1.5 pl-5">
          {result.steps.map(({ path, step, why, read }) => (
            <li key={`${path}:${step}`} className="break-words">
              <span className="font-semibold">{step}:</span> {why}
              {read.length > 0 && (
                <details>
                  <summary lang={words.lang} className="w-fit rounded text-ink-2 max-md:py-2">
                    {words.whatItRead}
                  </summary>
                  <dl className="space-y-1 pl-3">
                    {read.map(({ key, value }) => (
                      <div key={key}>
                        <dt className="text-ink-2">{lookupWords(key)}</dt>
                        <dd className="font-mono text-[12px] break-words">{shortValue(value)}</dd>
                      </div>
                    ))}
                  </dl>
                </details>
              )}
            </li>
          ))}
        </ol>
      </div>
      <div>
        <h3 className="font-semibold">{words.reply}</h3>
        {result.replies.length === 0 && <p className="text-ink-2">{words.noReply}</p>}
        {result.replies.map((reply) => (
          <div key={reply.text} className="mt-1 border-s-2 border-auto-line ps-3">
            <SourcedText reply={reply} />
            <Unsourced reply={reply} warning={words.noSourceWarning} />
          </div>
        ))}
      </div>
      <p>
        <span className="font-semibold">{words.outcome}:</span> {words.outcomeNames[outcome.kind]}
        {outcome.team && ` (${inWords(outcome.team)})`}
        {outcome.reason && <span lang="en">. {outcome.reason}</span>}
      </p>
      {result.held !== null && outcome.kind !== "drafted" && (
        <p className="text-ink-2">
          {words.held} <span lang="en">{result.held}</span>
        </p>
      )}
    </section>
  );
}
