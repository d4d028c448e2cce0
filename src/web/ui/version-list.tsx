import { useQuery } from "@tanstack/react-query";
import type { UseQueryOptions } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";
import type { DiffLine } from "../../domain/text-diff.ts";
import { usersQuery } from "../queries.ts";
import { Badge } from "./badge.tsx";
import { Button } from "./button.tsx";
import { Confirm } from "./confirm.tsx";
import { Fault, SkeletonLines } from "./states.tsx";
import { dayTime } from "./time.ts";

type DiffOptions = UseQueryOptions<{ lines: DiffLine[] }, Error, { lines: DiffLine[] }, any>;
type VersionListProps = {
  versions: readonly { version: string; created_by: string; created_at: string }[];
  /** The one in force. */
  current: string;
  canChange: boolean;
  isBusy: boolean;
  /** What differs between a version and the one in force. */
  diffOf(version: string): DiffOptions;
  /** What happens when a version is put into force again, asked before. */
  question(version: string): ReactNode;
  /** `done` closes the question. */
  putBack(version: string, done: () => void): void;
};

/** Every version there was, what differs from the one in force, and the way back. */
export function VersionList({ versions, current, canChange, isBusy, diffOf, question, putBack }: VersionListProps) {
  const users = useQuery(usersQuery);
  const nameOf = (by: string) => users.data?.find(({ id }) => by === `user:${id}`)?.name ?? (by === "system" ? "Handrail" : by);
  const [compared, compare] = useState<string | null>(null);
  const [asked, ask] = useState<string | null>(null);
  return (
    <>
      <ul className="space-y-2">
        {versions.map(({ version, created_at: at, created_by: by }) => (
          <li key={version} className="rounded-xl border border-line px-3 py-2">
            <div className="flex flex-wrap items-center gap-2">
              <span className="font-mono text-[13px]">{version.slice(0, 7)}</span>
              <span className="text-[13px] text-ink-2">
                {dayTime(at, true)}, {nameOf(by)}
              </span>
              {version === current ? (
                <Badge tone="ok">In force</Badge>
              ) : (
                <span className="ml-auto flex flex-wrap gap-2">
                  <Button aria-expanded={compared === version} onClick={() => compare(compared === version ? null : version)}>
                    Compare
                  </Button>
                  {canChange && <Button onClick={() => ask(version)}>Put into force</Button>}
                </span>
              )}
            </div>
            {compared === version && version !== current && <Diff options={diffOf(version)} from={version} />}
          </li>
        ))}
      </ul>
      <Confirm
        title="Go back to this version?"
        open={asked !== null}
        yes="Put into force"
        no="Leave it"
        busy={isBusy}
        onNo={() => ask(null)}
        onYes={() => asked && putBack(asked, () => (ask(null), compare(null)))}
      >
        {asked && question(asked)}
      </Confirm>
    </>
  );
}

const looks = { same: "", new: "bg-ok-soft text-ok", gone: "bg-danger-soft text-danger" } as const;
const signs = { same: " ", new: "+", gone: "-" } as const;

function Diff({ options, from }: { options: DiffOptions; from: string }) {
  const diff = useQuery(options);
  if (diff.isPending) return <SkeletonLines lines={4} className="pt-3" />;
  if (diff.error) return <Fault error={diff.error} retry={() => void diff.refetch()} />;
  return (
    <pre
      tabIndex={0}
      aria-label={`From ${from.slice(0, 7)} to the version in force`}
      className="mt-2 max-h-96 overflow-auto rounded-lg border border-line p-2 font-mono text-[12px] leading-5"
    >
      {diff.data.lines.map(({ kind, text }, index) => (
        // Lines of a file have no other name than their place.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={looks[kind]}>
          {signs[kind]} {text}
        </div>
      ))}
    </pre>
  );
}
