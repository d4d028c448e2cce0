import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { RefreshCw, Sparkles } from "lucide-react";
import { useState } from "react";
import type { WireConversation, WireSummaryText } from "../../../domain/wire.ts";
import { api, sentence } from "../../api.ts";
import { Button } from "../../ui/button.tsx";
import { dayTime } from "../../ui/time.ts";
import { useWords } from "../../ui/tongue.ts";
import { useWish } from "../../ui/use-wish.ts";
import { writingWords } from "./writing-words.ts";

type SummaryProps = {
  conversation: WireConversation;
  language: string;
  isLong: boolean;
  /** When somebody last asked for one by key or palette. */ wantedAt: number | null;
};

/** What the conversation comes to, over it: for whoever takes it over. Kept until messages come that it does not know. */
export function SummaryCard({ conversation: { id, messages }, language, isLong, wantedAt }: SummaryProps) {
  const words = useWords(writingWords);
  const queryClient = useQueryClient();
  const [isHidden, hide] = useState(false);
  const key = ["summary", id, language, messages.at(-1)?.id ?? ""];
  const path = `/api/v1/conversations/${id}/summary`;
  const known = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api<WireSummaryText>(`${path}?language=${language}`, { signal }),
    enabled: isLong,
    staleTime: 60_000,
    retry: false,
  });
  const write = useMutation({
    mutationFn: () => api<WireSummaryText>(path, { body: { language } }),
    onSuccess: (summary) => summary.text !== null && queryClient.setQueryData(key, summary),
  });
  const ask = (): void => (hide(false), write.mutate());
  useWish(wantedAt, ask);
  const summary = known.data?.text ? known.data : null;
  if (!isLong && !summary && wantedAt === null) return null;
  const fault = write.error ? sentence(write.error) : (write.data?.say ?? null);
  return (
    <section aria-label={words.summary} lang={words.lang} className="border-b border-line bg-auto-soft px-4 py-1.5 md:px-6">
      <div className="mx-auto flex max-w-3xl flex-wrap items-center gap-x-3">
        <h3 className="flex items-center gap-1.5 py-1.5 text-[13px] font-semibold text-auto">
          <Sparkles size={14} aria-hidden />
          {words.summary}
        </h3>
        {summary?.at && (
          <span className="min-w-0 text-[12px] text-ink-2 max-md:order-1 max-md:w-full">
            {words.writtenAt(dayTime(summary.at, true, words.lang))} {summary.new_messages > 0 && words.newSince(summary.new_messages)}
          </span>
        )}
        <span className="ms-auto flex">
          {(!summary || summary.new_messages > 0) && (
            <Button look="quiet" disabled={write.isPending} onClick={ask}>
              <RefreshCw size={13} aria-hidden />
              {write.isPending ? words.summing : summary ? words.refresh : words.summarise}
            </Button>
          )}
          {summary && (
            <Button look="quiet" aria-expanded={!isHidden} onClick={() => hide(!isHidden)}>
              {isHidden ? words.show : words.hide}
            </Button>
          )}
        </span>
        {summary && !isHidden && (
          <p
            lang={language}
            dir="auto"
            tabIndex={0}
            className="own-direction order-2 max-h-[25vh] w-full overflow-y-auto pb-1.5 whitespace-pre-wrap break-words"
          >
            {summary.text}
          </p>
        )}
        <p role="status" className="order-3 w-full pb-1 text-[13px] text-danger empty:hidden">
          {fault}
        </p>
      </div>
    </section>
  );
}
