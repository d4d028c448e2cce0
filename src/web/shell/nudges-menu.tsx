import { Menu } from "@base-ui/react/menu";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { AtSign, Bell, CircleAlert } from "lucide-react";
import type { WireNudge } from "../../domain/wire.ts";
import { api } from "../api.ts";
import { nudgesQuery } from "../queries.ts";
import { composeWords } from "../pages/inbox/compose-words.ts";
import { shortTime } from "../ui/time.ts";
import { useWords } from "../ui/tongue.ts";
import { useNow } from "../ui/use-now.ts";

/** Where colleagues named the reader, and replies of theirs that did not leave, with how many are unread. */
export function NudgesMenu({ onGo }: { onGo?: () => void }) {
  const words = useWords(composeWords);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { data } = useQuery(nudgesQuery);
  const read = useMutation({
    mutationFn: (conversationId: string | null) =>
      api("/api/v1/nudges/read", { body: conversationId ? { conversation_id: conversationId } : {} }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: nudgesQuery.queryKey }),
  });
  const unread = data?.unread ?? 0;
  const open = ({ conversation_id: id }: WireNudge): void => {
    read.mutate(id);
    onGo?.();
    void navigate({ to: `/inbox/open/${id}` });
  };
  return (
    <Menu.Root>
      <Menu.Trigger
        render={
          <button
            type="button"
            lang={words.lang}
            className="flex min-h-9 items-center gap-2.5 rounded-lg px-2 text-left text-ink-2 hover:bg-hover hover:text-ink max-lg:min-h-11"
          >
            <Bell size={16} aria-hidden className="shrink-0" />
            <span className="flex-1 truncate">{words.told}</span>
            {unread > 0 && (
              <span className="rounded-md bg-accent px-1.5 text-[12px] font-semibold text-on-accent tabular-nums">
                <span aria-hidden>{unread > 99 ? "99+" : unread}</span>
                <span className="sr-only">{words.unread(unread)}</span>
              </span>
            )}
          </button>
        }
      />
      <Menu.Portal>
        <Menu.Positioner side="top" align="start" sideOffset={4} className="z-60">
          <Menu.Popup
            lang={words.lang}
            className="max-h-[60vh] w-80 max-w-[calc(100vw-2rem)] overflow-y-auto rounded-xl border border-line bg-raised p-1 shadow-pop outline-none"
          >
            {(data?.items.length ?? 0) === 0 && <p className="px-3 py-3 text-[13px] text-ink-2">{words.toldEmpty}</p>}
            {data?.items.map((item) => (
              <NudgeItem key={item.id} item={item} open={open} />
            ))}
            {unread > 0 && (
              <Menu.Item
                onClick={() => read.mutate(null)}
                className="mt-1 flex min-h-8 cursor-pointer items-center rounded-lg border-t border-line px-2 outline-none data-highlighted:bg-hover max-md:min-h-11"
              >
                {words.allRead}
              </Menu.Item>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function NudgeItem({ item, open }: { item: WireNudge; open(item: WireNudge): void }) {
  const words = useWords(composeWords);
  const now = useNow();
  const Icon = item.kind === "mention" ? AtSign : CircleAlert;
  return (
    <Menu.Item onClick={() => open(item)} className="block cursor-pointer rounded-lg px-2 py-1.5 outline-none data-highlighted:bg-hover">
      <span className="flex items-center gap-2">
        <Icon size={14} aria-hidden className={item.kind === "mention" ? "text-accent-strong" : "text-danger"} />
        <span className={`min-w-0 flex-1 truncate ${item.is_read ? "" : "font-semibold"}`}>
          {item.kind === "mention" ? words.mention(item.by_name ?? "") : words.heldBack}
        </span>
        <time dateTime={item.at} className="text-[12px] text-ink-2 tabular-nums">
          {shortTime(item.at, now)}
        </time>
      </span>
      <span dir="auto" className="line-clamp-2 ps-5.5 text-[13px] text-ink-2">
        {item.text}
      </span>
    </Menu.Item>
  );
}
