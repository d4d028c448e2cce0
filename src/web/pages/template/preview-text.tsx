import { CircleAlert } from "lucide-react";
import type { WireTemplatePreview } from "../../../domain/wire.ts";
import { Badge } from "../../ui/badge.tsx";
import { SourcedText, Unsourced } from "../../ui/sourced-text.tsx";
import { VoiceFindings } from "../../ui/voice-line.tsx";
import { parseTextId, textLabel } from "./text-id.ts";

type Text = WireTemplatePreview["texts"][number];
type PreviewTextProps = { text: Text; hasOrder: boolean; isUnsaved: boolean };

/** One language of the preview, or why there is none. */
export function PreviewText({ text, hasOrder, isUnsaved }: PreviewTextProps) {
  const { id, voice, problem } = text;
  return (
    <article aria-label={`Preview in ${textLabel(id)}`} className="rounded-2xl border border-line p-4">
      <h3 className="mb-2 flex flex-wrap items-center gap-2 text-[13px] font-semibold">
        {textLabel(id)}
        {isUnsaved && <Badge tone="note">Not saved</Badge>}
        {voice && (
          <span className="ml-auto">
            <Badge tone={voice.score === 100 ? "ok" : "warn"}>Brand voice {voice.score} of 100</Badge>
          </span>
        )}
      </h3>
      <Written text={text} />
      {problem !== null && <NotWritten text={text} problem={problem} hasOrder={hasOrder} />}
      {voice && voice.findings.length > 0 && (
        <div className="mt-3 border-t border-line pt-2 text-[13px]">
          <VoiceFindings findings={voice.findings} />
        </div>
      )}
    </article>
  );
}

function Written({ text: { id, text, evidence, unsourced } }: { text: Text }) {
  if (text === null) return null;
  const reply = { text, evidence, unsourced, language: parseTextId(id)?.language ?? "" };
  return (
    <>
      <SourcedText reply={reply} />
      <Unsourced reply={reply} warning="A reply with it is never sent by itself." />
    </>
  );
}

function NotWritten({ text, problem, hasOrder }: { text: Text; problem: string; hasOrder: boolean }) {
  // The file's name is the card's title already.
  const plain = problem.replace(/ \([\w.-]+\.liquid\)$/, "");
  return (
    <div className="flex items-start gap-2">
      <CircleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-warn" />
      <div>
        {text.is_fact_missing && (
          <p className="font-medium">{hasOrder ? "It needs a fact this order does not have." : "It needs a fact of an order."}</p>
        )}
        <p className="text-ink-2">{plain}.</p>
      </div>
    </div>
  );
}
