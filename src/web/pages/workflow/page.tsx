import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { meQuery, workflowQuery } from "../../queries.ts";
import { Badge } from "../../ui/badge.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { Fault, SkeletonLines } from "../../ui/states.tsx";
import { modeWords } from "../../ui/words.ts";
import { Backtest } from "./backtest.tsx";
import { FileEditor } from "./file-editor.tsx";
import { Versions } from "./versions.tsx";

/** One workflow: its file, its versions, and what it would have done with past conversations. */
export function Page() {
  const { name = "" } = useParams({ strict: false }) as { name?: string };
  const workflow = useQuery(workflowQuery(name));
  const { data: me } = useQuery(meQuery);
  const canChange = me?.user.role === "admin";
  return (
    <PageFrame title={workflow.data?.title ?? name} lead="Its file, its versions, and what it would have done with past conversations.">
      <div className="-mt-2 mb-5 flex flex-wrap items-center gap-3">
        <Link to="/workflows" className="inline-flex items-center gap-1 rounded underline underline-offset-2 max-md:py-2.5">
          <ArrowLeft size={14} aria-hidden /> All workflows
        </Link>
        {workflow.data && <Badge tone={modeWords[workflow.data.mode]?.tone ?? "neutral"}>{modeWords[workflow.data.mode]?.label}</Badge>}
      </div>
      {workflow.isPending && <SkeletonLines lines={10} className="" />}
      {workflow.error && <Fault error={workflow.error} retry={() => void workflow.refetch()} />}
      {workflow.data && (
        <>
          <FileEditor key={workflow.data.version} workflow={workflow.data} canChange={canChange} />
          <Backtest name={name} />
          <Versions workflow={workflow.data} canChange={canChange} />
        </>
      )}
    </PageFrame>
  );
}
