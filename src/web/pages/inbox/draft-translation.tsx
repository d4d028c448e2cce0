import { useQuery } from "@tanstack/react-query";
import type { WireDraft, WireWrittenAnew } from "../../../domain/wire.ts";
import { api } from "../../api.ts";
import { Isolated } from "../../ui/isolated.tsx";
import { SkeletonLines } from "../../ui/states.tsx";
import { useWords } from "../../ui/tongue.ts";
import { languageName } from "../../ui/words.ts";
import { quoted } from "./other-side.tsx";
import { writingWords } from "./writing-words.ts";

/** A draft in the reader's language, so that who approves it knows what it says. The server keeps it for the next reader. */
export function DraftTranslation({ conversationId, draft, language }: { conversationId: string; draft: WireDraft; language: string }) {
  const words = useWords(writingWords);
  const asked = useQuery({
    queryKey: ["draft-translation", draft.id, language],
    queryFn: ({ signal }) =>
      api<WireWrittenAnew>(`/api/v1/conversations/${conversationId}/translate`, {
        body: { text: draft.text, from: draft.language, to: language },
        signal,
      }),
    staleTime: Infinity,
    retry: false,
    refetchOnWindowFocus: false,
  });
  if (asked.isPending) return <SkeletonLines lines={3} label={words.translating} className="mt-2 border-t border-auto-line pt-3" />;
  const { text, say, changes } = asked.data ?? { text: null, say: asked.error?.message ?? "", changes: null };
  const lost = changes?.lost.map((one) => one.text) ?? [];
  return (
    <div lang={words.lang} className="mt-2 border-t border-auto-line pt-2">
      {text === null ? (
        <p className="text-[13px] text-ink-2">{words.notTranslated(say ?? "")}</p>
      ) : (
        <>
          <p className="mb-1 text-[12px] text-ink-2">{words.translationInto(languageName(language, words.lang))}</p>
          <p lang={language} dir="auto" className="own-direction whitespace-pre-wrap break-words text-ink-2">
            <Isolated text={text} />
          </p>
          {lost.length > 0 && <p className="mt-1 text-[13px] text-warn">{words.translationLacks(quoted(lost))}</p>}
        </>
      )}
    </div>
  );
}
