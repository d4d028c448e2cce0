import { Link } from "@tanstack/react-router";
import type { WireProposal } from "../../../domain/wire.ts";
import { dayTime } from "../../ui/time.ts";

/** What a proposed article was made of, each reply with the conversation it came from. */
export function ProposalReplies({ proposal: { note, replies } }: { proposal: WireProposal }) {
  return (
    <section aria-label="What it was made of" className="mt-3 text-[13px]">
      <p className="text-ink-2">{note} Nothing is saved yet.</p>
      <ul className="mt-2 space-y-2">
        {replies.map(({ conversation_id: id, text, at }) => (
          <li key={`${id} ${at}`}>
            <blockquote className="border-l-2 border-line-strong pl-3 whitespace-pre-wrap break-words">{text}</blockquote>
            <Link to={`/inbox/open/${id}`} className="rounded underline underline-offset-2">
              Conversation of {dayTime(at, true)}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
