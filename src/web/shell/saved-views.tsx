import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { ArrowDown, ArrowUp, Bookmark, Pencil, Settings2, Users } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { WireSavedView } from "../../domain/wire.ts";
import { api } from "../api.ts";
import { listWords } from "../pages/inbox/list-words.ts";
import { savedViewsQuery } from "../queries.ts";
import { IconButton } from "../ui/button.tsx";
import { Modal } from "../ui/modal.tsx";
import { sayFault } from "../ui/notices.tsx";
import { useWords } from "../ui/tongue.ts";

const ViewDialog = lazy(() => import("./view-dialog.tsx").then((loaded) => ({ default: loaded.ViewDialog })));

/** The views people keep, below those everybody has. Each is the link of a search. */
export function SavedViews({ onGo }: { onGo?: () => void }) {
  const words = useWords(listWords);
  const { data: views = [] } = useQuery(savedViewsQuery);
  const { pathname, search } = useLocation();
  const [isEditing, setIsEditing] = useState(false);
  const current = pathname.startsWith("/inbox/all") ? (search as { q?: string }).q : undefined;
  if (views.length === 0) return null;
  return (
    <section lang={words.lang} aria-label={words.yourViews}>
      <div className="flex items-center justify-between pt-3">
        <p className="px-2 text-[12px] font-semibold text-ink-2">{words.yourViews}</p>
        <IconButton label={words.editViews} onClick={() => setIsEditing(true)}>
          <Settings2 size={14} />
        </IconButton>
      </div>
      {views.map((view) => (
        <Link
          key={view.id}
          to="/inbox/all"
          search={{ q: view.query } as never}
          onClick={() => onGo?.()}
          {...(view.query === current ? { "aria-current": "page" as const } : {})}
          className={`flex min-h-8 items-center gap-2.5 rounded-lg px-2 max-lg:min-h-11 ${view.query === current ? "bg-selected font-medium text-ink" : "text-ink-2 hover:bg-hover hover:text-ink"}`}
        >
          {view.shared ? (
            <Users size={16} aria-label={words.team} className="shrink-0" />
          ) : (
            <Bookmark size={16} aria-hidden className="shrink-0" />
          )}
          <bdi className="flex-1 truncate">{view.name}</bdi>
          {view.count > 0 && (
            <span className="text-[12px] tabular-nums">
              {view.count >= 1_000 ? "999+" : view.count}
              <span className="sr-only"> conversations</span>
            </span>
          )}
        </Link>
      ))}
      {isEditing && <EditViews views={views} onClose={() => setIsEditing(false)} />}
    </section>
  );
}

function EditViews({ views, onClose }: { views: WireSavedView[]; onClose(): void }) {
  const words = useWords(listWords);
  const queryClient = useQueryClient();
  const [edited, setEdited] = useState<WireSavedView | null>(null);
  const order = useMutation({
    mutationFn: (ids: string[]) => api("/api/v1/saved-views/order", { body: { ids } }),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ["saved-views"] }),
    onError: sayFault,
  });
  const move = (at: number, by: 1 | -1): void => {
    const ids = views.map(({ id }) => id);
    [ids[at], ids[at + by]] = [ids[at + by]!, ids[at]!];
    order.mutate(ids);
  };
  // Own ones and the team's stand apart: each moves among its like.
  const mayMove = (at: number, by: 1 | -1): boolean => views[at + by]?.shared === views[at]?.shared;
  if (edited)
    return (
      <Suspense fallback={null}>
        <ViewDialog view={edited} query="" onClose={() => setEdited(null)} />
      </Suspense>
    );
  return (
    <Modal title={words.editViews} open onClose={onClose}>
      <ul lang={words.lang} className="p-3">
        {views.map((view, at) => (
          <li key={view.id} className="flex min-h-9 items-center gap-1 rounded-lg px-2">
            <bdi className="min-w-0 flex-1 truncate">{view.name}</bdi>
            <IconButton label={words.moveUp(view.name)} disabled={!mayMove(at, -1) || order.isPending} onClick={() => move(at, -1)}>
              <ArrowUp size={14} />
            </IconButton>
            <IconButton label={words.moveDown(view.name)} disabled={!mayMove(at, 1) || order.isPending} onClick={() => move(at, 1)}>
              <ArrowDown size={14} />
            </IconButton>
            <IconButton label={words.edit(view.name)} disabled={!view.may_change} onClick={() => setEdited(view)}>
              <Pencil size={14} />
            </IconButton>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
