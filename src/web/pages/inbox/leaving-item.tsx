import { Send, Undo2 } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { WireLeaving } from "../../../domain/wire.ts";
import { meQuery } from "../../queries.ts";
import { Button } from "../../ui/button.tsx";
import { Isolated } from "../../ui/isolated.tsx";
import { useWords } from "../../ui/tongue.ts";
import { composeWords } from "./compose-words.ts";
import { useUndo } from "./undo.ts";
import type { Inbox } from "./use-inbox.ts";

/** A reply on its way out: it can still be called back, or it was held back and says why. */
export function LeavingItem({ inbox, leaving }: { inbox: Inbox; leaving: WireLeaving }) {
  const words = useWords(composeWords);
  const { data: me } = useQuery(meQuery);
  const seconds = useSecondsTo(leaving.leaves_at);
  const undo = useUndo((id) => inbox.go({ id }));
  const isMine = leaving.by.id === me?.user.id;
  const isHeld = leaving.problem !== null;
  const state = isHeld ? words.notSent : isMine ? words.sending : words.theirReply(leaving.by.name);
  return (
    <article
      aria-label={`${state}: ${leaving.text.slice(0, 80)}`}
      className={`ml-4 rounded-2xl border border-dashed px-4 py-3 md:ml-10 ${isHeld ? "border-danger-line bg-danger-soft" : "border-accent bg-accent-soft"}`}
    >
      <div lang={words.lang} className="mb-1 flex flex-wrap items-center gap-x-2 gap-y-1">
        <Send size={14} aria-hidden className={isHeld ? "text-danger" : "text-accent-strong"} />
        <span className={`text-[13px] font-semibold ${isHeld ? "text-danger" : ""}`}>{state}</span>
        {/* The seconds are for the eye: a reader would be talked over each second. */}
        {!isHeld && (
          <span aria-hidden className="text-[12px] text-ink-2 tabular-nums">
            {seconds > 0 ? words.leaves(seconds) : words.leavesNow}
          </span>
        )}
        {isMine && (
          <Button className="ml-auto" onClick={() => undo(leaving.id)}>
            <Undo2 size={14} aria-hidden />
            {isHeld ? words.takeBack : words.undo}
          </Button>
        )}
      </div>
      {isHeld && <p className="mb-1 text-danger">{leaving.problem}</p>}
      <p dir="auto" className="own-direction whitespace-pre-wrap break-words">
        <Isolated text={leaving.text} />
      </p>
      {leaving.files.length > 0 && <p className="mt-1 text-[13px] text-ink-2">{leaving.files.map(({ name }) => name).join(", ")}</p>}
    </article>
  );
}

function useSecondsTo(at: string): number {
  const left = (): number => Math.max(0, Math.ceil((Date.parse(at) - Date.now()) / 1_000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    setSeconds(left());
    const timer = setInterval(() => setSeconds(left()), 500);
    return () => clearInterval(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- counts down to this time
  }, [at]);
  return seconds;
}
