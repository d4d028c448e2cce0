import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import type { WireWorkflowSource } from "../../../domain/wire.ts";
import { meQuery, workflowQuery, workflowVocabularyQuery } from "../../queries.ts";
import { Badge } from "../../ui/badge.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { Fault, SkeletonLines } from "../../ui/states.tsx";
import { useWords } from "../../ui/tongue.ts";
import { inWords, modeWords } from "../../ui/words.ts";
import { Backtest } from "./backtest.tsx";
import { Builder } from "./builder.tsx";
import { LadderPanel } from "./ladder-panel.tsx";
import { Versions } from "./versions.tsx";
import { workflowWords } from "./words.ts";

/** One workflow: its steps as a graph and as a file, tried out, run on the past, judged, and its versions. */
export function Page() {
  const { name = "" } = useParams({ strict: false }) as { name?: string };
  const { new: isNew } = useSearch({ strict: false }) as { new?: string };
  const words = useWords(workflowWords);
  const workflow = useQuery({ ...workflowQuery(name), enabled: !isNew });
  const vocabulary = useQuery(workflowVocabularyQuery);
  const { data: me } = useQuery(meQuery);
  const [tried, setTried] = useState<string | null>(null);
  const navigate = useNavigate();
  const canChange = me?.user.role === "admin";
  const current = isNew ? null : (workflow.data ?? null);
  const error = vocabulary.error ?? (isNew ? null : workflow.error);
  const isReady = vocabulary.data !== undefined && (current !== null || (isNew && canChange));
  return (
    <PageFrame title={current?.title ?? inWords(name)} lead={words.lead} isWide>
      <div lang={words.lang}>
        <div className="-mt-2 mb-5 flex flex-wrap items-center gap-3">
          <Link to="/workflows" className="inline-flex items-center gap-1 rounded underline underline-offset-2 max-md:py-2.5">
            <ArrowLeft size={14} aria-hidden /> {words.all}
          </Link>
          {current && <Badge tone={modeWords[current.mode]?.tone ?? "neutral"}>{words.modes[current.mode]}</Badge>}
        </div>
        {!isReady && !error && <SkeletonLines lines={10} className="" />}
        {error && <Fault error={error} retry={() => void Promise.all([vocabulary.refetch(), ...(isNew ? [] : [workflow.refetch()])])} />}
        {isReady && (
          <>
            <Builder
              key={name}
              name={name}
              source={current?.source ?? beginning(name)}
              version={current?.version ?? null}
              vocabulary={vocabulary.data}
              canChange={canChange}
              onText={setTried}
              onPublished={() => isNew && void navigate({ to: `/workflows/${name}`, replace: true })}
              words={words}
            />
            <Backtest name={name} text={tried} words={words} />
            {current && <Published workflow={current} canChange={canChange} words={words} />}
          </>
        )}
      </div>
    </PageFrame>
  );
}

type PublishedProps = { workflow: WireWorkflowSource; canChange: boolean; words: Parameters<typeof Versions>[0]["words"] };

const Published = ({ workflow, canChange, words }: PublishedProps) => (
  <>
    <LadderPanel name={workflow.name} canChange={canChange} words={words} />
    <Versions workflow={workflow} canChange={canChange} words={words} />
  </>
);

const beginning = (name: string): string =>
  `workflow: ${name}\ntitle: ${inWords(name)}\nwhen: { message: { category: [] } }\nmode: draft\nsteps: []\n`;
