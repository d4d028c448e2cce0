import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Check, X } from "lucide-react";
import type { WireToReview } from "../../../domain/wire.ts";
import { api } from "../../api.ts";
import { toReviewQuery } from "../../queries.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { say, sayFault } from "../../ui/notices.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { inWords } from "../../ui/words.ts";

/** The next ones move up as these are done. */
const shown = 2;

/** Replies that left by themselves and that a person should look at. Nothing is shown when there are none. */
export function ToReview() {
  const { data } = useQuery(toReviewQuery);
  if (!data || data.length === 0) return null;
  return (
    <Part
      title={`Replies to look at (${data.length})`}
      lead="They left by themselves. Those whose customers gave a sign come first, the others were chosen by chance. What you say is what workflows are judged by."
    >
      <ul className="space-y-3">
        {data.slice(0, shown).map((one) => (
          <li key={one.run_id}>
            <Reply one={one} />
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Reply({ one }: { one: WireToReview }) {
  const queryClient = useQueryClient();
  const review = useMutation({
    mutationFn: (verdict: "right" | "wrong") => api("/api/v1/reviews", { body: { run_id: one.run_id, verdict } }),
    onSuccess: () => say("Thank you."),
    onError: sayFault,
    onSettled: () => queryClient.invalidateQueries({ queryKey: toReviewQuery.queryKey }),
  });
  return (
    <article className="rounded-2xl border border-line p-4">
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <Badge tone="accent">{inWords(one.workflow)}</Badge>
        {one.sign && <Badge tone="warn">{one.sign}</Badge>}
        <Link to={`/inbox/open/${one.conversation_id}`} className="ml-auto rounded text-[13px] underline underline-offset-2 max-md:py-2.5">
          Open the conversation
        </Link>
      </div>
      <p dir="auto" className="own-direction whitespace-pre-wrap break-words text-ink-2">
        {one.question}
      </p>
      <p dir="auto" className="own-direction mt-2 whitespace-pre-wrap border-s-2 border-auto-line ps-3 break-words">
        {one.reply}
      </p>
      <div className="mt-3 flex gap-2">
        <Button disabled={review.isPending} onClick={() => review.mutate("right")}>
          <Check size={14} aria-hidden /> Right
        </Button>
        <Button disabled={review.isPending} onClick={() => review.mutate("wrong")}>
          <X size={14} aria-hidden /> Wrong
        </Button>
      </div>
    </article>
  );
}
