import { useMutation } from "@tanstack/react-query";
import { Check, X } from "lucide-react";
import { useState } from "react";
import type { WireBacktest } from "../../../domain/wire.ts";
import { api } from "../../api.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { sayFault } from "../../ui/notices.tsx";
import { categoryName } from "../../ui/words.ts";
import type { WorkflowWords } from "./words.ts";

type Result = WireBacktest["results"][number];
type Verdict = "right" | "wrong";
const shownAtFirst = 10;

/**
 * Each would-be reply beside the person's, to be called right or wrong. Where the desk's own run said just this, the verdict is a
 * review of that run; the others are counted here only.
 */
export function ReviewTable({ results, words }: { results: readonly Result[]; words: WorkflowWords }) {
  const [all, setAll] = useState(false);
  const [verdicts, setVerdicts] = useState<ReadonlyMap<string, Verdict>>(new Map());
  const review = useMutation({
    mutationFn: ({ run_id, verdict }: { run_id: string; verdict: Verdict }) => api("/api/v1/reviews", { body: { run_id, verdict } }),
    onError: sayFault,
  });
  const judge = (one: Result, verdict: Verdict): void => {
    if (verdicts.get(one.id) === verdict) return;
    setVerdicts(new Map(verdicts).set(one.id, verdict));
    if (one.run_id !== null) review.mutate({ run_id: one.run_id, verdict });
  };
  const given = [...verdicts.values()];
  const reviews = results.filter(({ id, run_id }) => run_id !== null && verdicts.has(id)).length;
  const shown = all ? results : results.slice(0, shownAtFirst);
  const columns = [words.customerWrote, words.wouldSay, words.personSaid, words.verdict];
  return (
    <div>
      <p role="status" className="mb-2 text-[13px] text-ink-2 empty:hidden">
        {given.length > 0 &&
          words.marked(given.filter((one) => one === "right").length, given.filter((one) => one === "wrong").length) +
            (reviews > 0 ? words.markedCounts(reviews) : "")}
      </p>
      <table role="table" aria-label={words.replies} className="w-full table-fixed text-left text-[13px] max-md:block">
        <thead role="rowgroup" className="max-md:sr-only">
          <tr role="row" className="border-b border-line text-ink-2">
            {columns.map((title, index) => (
              <th key={title} role="columnheader" scope="col" className={`py-2 pr-4 font-medium ${index === 3 ? "w-32" : ""}`}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className="max-md:block max-md:space-y-3">
          {shown.map((one, index) => (
            <tr key={one.id} role="row" className="border-b border-line align-top max-md:block max-md:rounded-xl max-md:border max-md:p-3">
              <Cell title={columns[0]!}>
                <Badges one={one} words={words} />
                <p dir="auto" className="own-direction line-clamp-6 whitespace-pre-wrap break-words">
                  {one.text}
                </p>
              </Cell>
              <Cell title={columns[1]!}>
                <Text text={one.reply ?? one.reason ?? words.nothing} isAutomatic={one.reply !== null} />
              </Cell>
              <Cell title={columns[2]!}>
                <Text text={one.human ?? words.notKnown} />
                {one.only_human.length > 0 && (
                  <p className="mt-1 text-[12px] text-warn">{words.alsoSaid(one.only_human.slice(0, 4).join(", "))}</p>
                )}
              </Cell>
              <Cell title={columns[3]!}>
                {one.is_taken && (
                  <Judge nth={index + 1} verdict={verdicts.get(one.id)} judge={(verdict) => judge(one, verdict)} words={words} />
                )}
                {one.run_id !== null && verdicts.has(one.id) && <p className="mt-1 text-[12px] text-ink-2">{words.counted}</p>}
              </Cell>
            </tr>
          ))}
        </tbody>
      </table>
      {results.length > shownAtFirst && (
        <Button className="mt-3" onClick={() => setAll(!all)}>
          {all ? words.fewer : words.showAll(results.length)}
        </Button>
      )}
    </div>
  );
}

function Cell({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <td
      role="cell"
      data-title={title}
      className="py-3 pr-4 break-words max-md:block max-md:py-1.5 max-md:pr-0 max-md:before:mb-0.5 max-md:before:block max-md:before:text-[12px] max-md:before:text-ink-2 max-md:before:content-[attr(data-title)]"
    >
      {children}
    </td>
  );
}

function Badges({ one, words }: { one: Result; words: WorkflowWords }) {
  return (
    <div className="mb-1 flex flex-wrap gap-1">
      <Badge tone="accent">{categoryName(one.category)}</Badge>
      <Badge>{one.is_taken ? (words.outcomeNames[one.outcome] ?? one.outcome) : words.other}</Badge>
      {one.is_right === false && <Badge tone="danger">{words.wrongKind}</Badge>}
    </div>
  );
}

function Text({ text, isAutomatic = false }: { text: string; isAutomatic?: boolean }) {
  return (
    <p
      dir="auto"
      className={`own-direction whitespace-pre-wrap break-words border-s-2 ps-2 ${isAutomatic ? "border-auto-line" : "border-line-strong"}`}
    >
      {text}
    </p>
  );
}

type JudgeProps = { nth: number; verdict: Verdict | undefined; judge(verdict: Verdict): void; words: WorkflowWords };

function Judge({ nth, verdict, judge, words }: JudgeProps) {
  return (
    <span className="flex flex-wrap gap-2">
      <Button
        aria-pressed={verdict === "right"}
        aria-label={words.judgeRight(nth)}
        look={verdict === "right" ? "primary" : "plain"}
        onClick={() => judge("right")}
      >
        <Check size={14} aria-hidden /> {words.isRight}
      </Button>
      <Button
        aria-pressed={verdict === "wrong"}
        aria-label={words.judgeWrong(nth)}
        look={verdict === "wrong" ? "primary" : "plain"}
        onClick={() => judge("wrong")}
      >
        <X size={14} aria-hidden /> {words.isWrong}
      </Button>
    </span>
  );
}
