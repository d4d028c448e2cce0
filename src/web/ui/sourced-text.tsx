import { Popover } from "@base-ui/react/popover";
import { TriangleAlert } from "lucide-react";
import type { WireDraft } from "../../domain/wire.ts";
import { Isolated } from "./isolated.tsx";
import { cutBySpans } from "./spans.ts";
import { dayTime } from "./time.ts";
import { factValue, inWords, sourceWords } from "./words.ts";

export type Sourced = Pick<WireDraft, "text" | "language" | "evidence" | "unsourced">;
type Fact = Sourced["evidence"][number];

/** The proposed words with every fact underlined; hover, click or Enter shows where it comes from. Without a source: red. */
export function SourcedText({ reply }: { reply: Sourced }) {
  const pieces = cutBySpans<{ start: number; end: number; fact?: Fact }>(reply.text, [
    ...reply.unsourced.map(({ start, end }) => ({ start, end })),
    ...reply.evidence.map((fact) => ({ start: fact.start, end: fact.end, fact })),
  ]);
  return (
    <p lang={reply.language} dir="auto" className="own-direction whitespace-pre-wrap break-words">
      {pieces.map((piece, index) => {
        if (!piece.mark) return <Isolated key={index} text={piece.text} />;
        return piece.mark.fact ? (
          <FactMark key={index} text={piece.text} fact={piece.mark.fact} />
        ) : (
          <MissingMark key={index} text={piece.text} />
        );
      })}
    </p>
  );
}

function FactMark({ text, fact }: { text: string; fact: Fact }) {
  return (
    <Popover.Root>
      <Popover.Trigger openOnHover delay={150} nativeButton={false} render={<bdi className="fact" />}>
        {text}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" className="z-50">
          <Popover.Popup className="w-72 rounded-xl border border-line bg-raised p-3 text-[13px] shadow-pop outline-none">
            <Popover.Title className="mb-1.5 font-semibold" title={fact.field}>
              {inWords(fact.field)}
            </Popover.Title>
            <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
              <dt className="text-ink-2">Value</dt>
              <dd className="break-words">{factValue(fact.value)}</dd>
              <dt className="text-ink-2">Source</dt>
              <dd className="break-words">{sourceWords(fact.source)}</dd>
              <dt className="text-ink-2">Read</dt>
              <dd>{dayTime(fact.at, true)}</dd>
            </dl>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function MissingMark({ text }: { text: string }) {
  return (
    <mark className="fact-missing" title="This looks like a fact and has no source">
      <bdi>{text}</bdi>
      <span className="sr-only"> (no source)</span>
    </mark>
  );
}

/** Names what has no source, under the text; nothing when all has. */
export function Unsourced({ reply, warning }: { reply: Sourced; warning: string }) {
  if (reply.unsourced.length === 0) return null;
  const words = reply.unsourced.map((span) => `“${span.text}”`).join(", ");
  return (
    <p className="mt-2 flex items-start gap-1.5 text-[13px] text-danger">
      <TriangleAlert size={14} aria-hidden className="mt-0.5 shrink-0" />
      <span>
        No source for {words}. {warning}
      </span>
    </p>
  );
}
