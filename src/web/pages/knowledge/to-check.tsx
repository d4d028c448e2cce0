import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ListChecks } from "lucide-react";
import { useState } from "react";
import type { WireFinding } from "../../../domain/wire.ts";
import { api } from "../../api.ts";
import { findingsQuery } from "../../queries.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { say, sayFault } from "../../ui/notices.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { cutBySpans } from "../../ui/spans.ts";
import { Empty, Fault, SkeletonLines } from "../../ui/states.tsx";
import { languageName } from "../../ui/words.ts";
import type { OpenArticle } from "./page.tsx";

const kinds: Record<WireFinding["kind"], string> = {
  figures: "Two figures for one thing",
  opposite: "Opposite statements",
  translation: "Languages differ",
  policy: "Not what the policies say",
  price: "Not what the shop charges",
  ended: "Out of date",
  ends_soon: "Ends soon",
  untouched: "Long untouched",
  disliked: "Not helpful",
  corrected: "Often corrected",
  broken_link: "Broken link",
  unknown_store: "Unknown store",
};

type Props = { canChange: boolean; onOpen(article: OpenArticle): void };

/** What is stale, or contradicts itself, the policies or the shop. */
export function ToCheck({ canChange, onOpen }: Props) {
  const findings = useQuery(findingsQuery);
  return (
    <>
      <Part
        title="What somebody should look at"
        lead="What you mark as checked stays away until the article, or what it was compared with, changes."
      >
        {findings.isPending && <SkeletonLines lines={4} className="" />}
        {findings.error && <Fault error={findings.error} retry={() => void findings.refetch()} />}
        {findings.data?.items.length === 0 && (
          <Empty icon={ListChecks} title="Nothing to check">
            No article is out of date, and none contradicts another one, the policies or the shop.
          </Empty>
        )}
        <ul className="space-y-3">
          {findings.data?.items.map((finding) => (
            <li key={finding.id}>
              <FindingCard finding={finding} canChange={canChange} onOpen={onOpen} />
            </li>
          ))}
        </ul>
      </Part>
      {canChange && findings.data && <Months key={findings.data.untouched_months} months={findings.data.untouched_months} />}
    </>
  );
}

function FindingCard({ finding, canChange, onOpen }: Props & { finding: WireFinding }) {
  const queryClient = useQueryClient();
  const { id, digest, kind, why, passages, said } = finding;
  const check = useMutation({
    mutationFn: () => api("/api/v1/article-findings/check", { body: { id, digest } }),
    onSuccess: async () => (say("Checked."), await queryClient.invalidateQueries({ queryKey: findingsQuery.queryKey })),
    onError: sayFault,
  });
  const about = passages.map(({ title }) => title).join(", ");
  return (
    <article className="rounded-2xl border border-line p-4">
      <h3 className="flex flex-wrap items-center gap-2 font-medium">
        {about} <Badge tone="warn">{kinds[kind]}</Badge>
      </h3>
      <p className="mt-1">{why}</p>
      <div className="mt-3 grid gap-3 md:grid-cols-2">
        {passages.map((passage) => (
          <Passage key={`${passage.name}.${passage.language}.${passage.heading}`} passage={passage} onOpen={onOpen} />
        ))}
        {said && (
          <section className="rounded-xl border border-line p-3">
            <h4 className="text-[13px] font-medium text-ink-2">{kind === "price" ? "The shop" : "The policies"}</h4>
            <p className="mt-1 break-words">{said}</p>
          </section>
        )}
      </div>
      {canChange && (
        <Button className="mt-3" disabled={check.isPending} onClick={() => check.mutate()} aria-label={`It is right as it is: ${about}`}>
          It is right as it is
        </Button>
      )}
    </article>
  );
}

function Passage({ passage, onOpen }: { passage: WireFinding["passages"][number]; onOpen: Props["onOpen"] }) {
  const { name, language, title, heading, text, marks } = passage;
  return (
    <section className="flex min-w-0 flex-col rounded-xl border border-line p-3">
      <h4 className="text-[13px] font-medium text-ink-2">
        {heading ?? title}, {languageName(language)}
      </h4>
      {text && (
        <p lang={language} className="mt-1 mb-2 whitespace-pre-wrap break-words">
          {cutBySpans(text, marks).map((piece, index) =>
            piece.mark ? (
              <mark key={index} className="rounded bg-warn-soft px-0.5 text-warn">
                {piece.text}
              </mark>
            ) : (
              <span key={index}>{piece.text}</span>
            ),
          )}
        </p>
      )}
      <Button
        className="mt-auto self-start"
        onClick={() => onOpen({ name, language })}
        aria-label={`Open ${title}, ${languageName(language)}`}
      >
        Open
      </Button>
    </section>
  );
}

function Months({ months }: { months: number }) {
  const queryClient = useQueryClient();
  const [value, setValue] = useState(String(months));
  const save = useMutation({
    mutationFn: () => api("/api/v1/article-findings/settings", { method: "PUT", body: { untouched_months: Number(value) } }),
    onSuccess: async () => (say("Saved."), await queryClient.invalidateQueries({ queryKey: findingsQuery.queryKey })),
    onError: sayFault,
  });
  return (
    <Part title="When an article is old">
      <form className="flex flex-wrap items-end gap-3" onSubmit={(event) => (event.preventDefault(), save.mutate())}>
        <Field
          label="Months without a change, when it is asked for often"
          type="number"
          min={1}
          max={120}
          required
          className="w-72"
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
        <Button type="submit" className="h-9! max-md:h-11!" disabled={save.isPending || value === String(months)}>
          Save
        </Button>
      </form>
    </Part>
  );
}
