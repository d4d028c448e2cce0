import { Popover } from "@base-ui/react/popover";
import { AudioLines } from "lucide-react";
import type { WireVoiceReport } from "../../domain/wire.ts";

type Finding = WireVoiceReport["findings"][number];

/** One line, always as high: how well a text keeps to the brand's voice. Less than all opens what was found. */
export function VoiceLine({ report }: { report: WireVoiceReport }) {
  const [first, ...others] = report.findings;
  const score = (
    <>
      <AudioLines size={14} aria-hidden className="shrink-0" />
      <span className="shrink-0 tabular-nums">
        Brand voice {report.score}
        <span className="sr-only"> of 100</span>
      </span>
    </>
  );
  if (!first) return <p className="flex h-6 items-center gap-1.5 text-[13px] text-ink-2 max-md:h-11">{score}</p>;
  return (
    <Popover.Root>
      <Popover.Trigger
        openOnHover
        delay={150}
        className="flex h-6 max-w-full items-center gap-1.5 rounded text-left text-[13px] text-ink-2 hover:text-ink max-md:h-11"
      >
        {score}
        <span className="min-w-0 truncate">
          · {first.why}
          {others.length > 0 && ` And ${others.length} more.`}
        </span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" className="z-50">
          <Popover.Popup className="max-h-[60vh] w-80 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-xl border border-line bg-raised p-3 text-[13px] shadow-pop outline-none">
            <Popover.Title className="mb-1.5 font-semibold">Brand voice: {report.score} of 100</Popover.Title>
            <VoiceFindings findings={report.findings} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

export function VoiceFindings({ findings }: { findings: readonly Finding[] }) {
  return (
    <ul className="space-y-1.5">
      {findings.map(({ rule, start, text, why, mend }) => (
        <li key={`${rule}:${start}`}>
          {text && <span className="font-medium">“{text}” </span>}
          {why} <span className="text-ink-2">{mend}</span>
        </li>
      ))}
    </ul>
  );
}
