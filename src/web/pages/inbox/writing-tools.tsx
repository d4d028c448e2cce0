import { useMutation } from "@tanstack/react-query";
import { Languages, Undo2, WandSparkles } from "lucide-react";
import { useState } from "react";
import type { WireWrittenAnew } from "../../../domain/wire.ts";
import { api, sentence } from "../../api.ts";
import { Button } from "../../ui/button.tsx";
import { ChoiceMenu } from "../../ui/choice-menu.tsx";
import { cutBySpans } from "../../ui/spans.ts";
import { useWords } from "../../ui/tongue.ts";
import { useWish } from "../../ui/use-wish.ts";
import { languageName } from "../../ui/words.ts";
import { markedDiff } from "./fact-marks.ts";
import { quoted } from "./other-side.tsx";
import { writingWords, type WritingWords } from "./writing-words.ts";

export const ways = ["voice", "shorter", "friendlier", "clearer"] as const;
export type Tool = (typeof ways)[number] | "translate";
export type Original = { text: string; language: string };
type Words = WritingWords & { lang: "en" | "de" };
type Changes = NonNullable<WireWrittenAnew["changes"]>;
type Made = { tool: Tool; before: string; after: string; original: Original | undefined; changes: Changes };

export type WritingToolsProps = {
  conversationId: string;
  text: string;
  /** Of the text. */
  language: string;
  /** What the writer wrote, when `text` is its translation. */
  original?: Original | undefined;
  change(text: string, original: Original | undefined): void;
  canRewrite: boolean;
  /** Into which language; null where there is nothing to translate. */
  translateTo: string | null;
  /** What somebody asked for by key or palette, and when. */
  wanted?: { tool: Tool; at: number } | null;
};

/** What a language model can do with a text under way. It is put into the field; what went and came is shown, and one click takes it back. */
export function WritingTools(props: WritingToolsProps) {
  const { conversationId, text, language, original, change, canRewrite, translateTo, wanted } = props;
  const words = useWords(writingWords);
  const [made, setMade] = useState<Made | null>(null);
  const write = useMutation({
    mutationFn: ({ tool }: { tool: Tool }) =>
      tool === "translate"
        ? api<WireWrittenAnew>(`/api/v1/conversations/${conversationId}/translate`, { body: { text, from: language, to: translateTo } })
        : api<WireWrittenAnew>(`/api/v1/conversations/${conversationId}/rewrite`, { body: { text, how: tool, language } }),
    onSuccess: (answer, { tool }) => {
      if (answer.text === null || !answer.changes) return;
      setMade({ tool, before: text, after: answer.text, original, changes: answer.changes });
      change(answer.text, tool === "translate" ? { text, language } : original);
    },
  });
  const isEmpty = text.trim() === "";
  const run = (tool: Tool): void => {
    if (isEmpty || write.isPending || (tool === "translate" ? translateTo === null : !canRewrite)) return;
    write.mutate({ tool });
  };
  useWish(wanted?.at, () => wanted && run(wanted.tool));
  const undo = (): void => {
    if (made) change(made.before, made.original);
    else if (original) change(original.text, undefined);
    setMade(null);
  };
  const isBusy = (tool: Tool | "rewrite"): boolean => write.isPending && (tool === "translate") === (write.variables.tool === "translate");
  const fault = write.error ? sentence(write.error) : (write.data?.say ?? null);
  const shown = isEmpty ? null : made;
  return (
    <>
      <span lang={words.lang} className="ms-auto flex flex-wrap gap-1">
        {canRewrite && (
          <ChoiceMenu
            trigger={
              <Button look="quiet" disabled={isEmpty || write.isPending}>
                <WandSparkles size={14} aria-hidden />
                {isBusy("rewrite") ? words.rewriting : words.rewrite}
              </Button>
            }
            groups={[{ choices: ways.map((way) => ({ id: way, label: words[way], run: () => run(way) })) }]}
          />
        )}
        {translateTo !== null && !original && (
          <Button look="quiet" disabled={isEmpty || write.isPending} onClick={() => run("translate")}>
            <Languages size={14} aria-hidden />
            {isBusy("translate") ? words.translating : words.translateTo(languageName(translateTo, words.lang))}
          </Button>
        )}
      </span>
      <p role="status" lang={words.lang} className="w-full text-[13px] text-danger empty:hidden">
        {write.isPending ? "" : fault}
      </p>
      {(shown || original) && <Result words={words} text={text} language={language} original={original} made={shown} undo={undo} />}
    </>
  );
}

type ResultProps = { words: Words; text: string; language: string; original: Original | undefined; made: Made | null; undo(): void };

function Result({ words, text, language, original, made, undo }: ResultProps) {
  // What was typed since is the writer's own: the comparison would be with something else.
  const isFresh = made !== null && made.after === text;
  const isTranslation = original !== undefined && (made === null || made.tool === "translate");
  return (
    <section
      lang={words.lang}
      aria-label={isTranslation ? words.translateTo(languageName(language, words.lang)) : words.rewrite}
      className="w-full rounded-xl border border-auto-line bg-auto-soft px-3 py-2 text-[13px]"
    >
      <div className="flex flex-wrap items-center gap-x-3">
        <p className="min-w-56 flex-1 text-auto">
          {original && isTranslation ? words.translated(languageName(language, words.lang)) : words.rewritten}
        </p>
        <Button look="quiet" onClick={undo}>
          <Undo2 size={14} aria-hidden />
          {words.undo}
        </Button>
      </div>
      {original && isTranslation ? (
        <div
          className="max-h-40 overflow-y-auto"
          tabIndex={0}
          role="group"
          aria-label={words.yourWords(languageName(original.language, words.lang))}
        >
          <p lang={original.language} dir="auto" className="own-direction whitespace-pre-wrap break-words text-ink-2">
            {isFresh ? <Lost text={original.text} lost={made.changes.lost} /> : original.text}
          </p>
        </div>
      ) : (
        isFresh && <Difference made={made} language={language} words={words} />
      )}
      {isFresh && <FactLine changes={made.changes} words={words} />}
    </section>
  );
}

function Lost({ text, lost }: { text: string; lost: Changes["lost"] }) {
  return cutBySpans(text, lost).map((piece, index) =>
    piece.mark ? (
      <mark key={index} className="fact-missing">
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );
}

const looks = { same: "", gone: "bg-danger-soft text-danger line-through", new: "bg-ok-soft text-ok no-underline" };

function Difference({ made, language, words }: { made: Made; language: string; words: Words }) {
  return (
    <div className="max-h-40 overflow-y-auto" tabIndex={0} role="group" aria-label={`${words.before} / ${words.after}`}>
      <p lang={language} dir="auto" className="own-direction whitespace-pre-wrap break-words">
        {markedDiff(made.before, made.after, made.changes).map(({ kind, text, isFact }, index) => {
          const Tag = kind === "gone" ? "del" : kind === "new" ? "ins" : "span";
          return (
            <Tag key={index} className={`${looks[kind]} ${isFact ? "rounded-xs font-semibold outline-2 outline-danger" : ""}`}>
              {text}
            </Tag>
          );
        })}
      </p>
    </div>
  );
}

function FactLine({ changes: { lost, added, is_whole }, words }: { changes: Changes; words: Words }) {
  const texts = (places: Changes["lost"]): string => quoted(places.map(({ text }) => text));
  if (lost.length === 0 && added.length === 0) return <p className="mt-1 text-ok">{is_whole ? words.same : words.sameFigures}</p>;
  return (
    <p role="status" className="mt-1 font-medium text-danger">
      {lost.length > 0 && `${words.lacks(texts(lost))} `}
      {added.length > 0 && `${words.adds(texts(added))} `}
      {words.changed}
    </p>
  );
}
