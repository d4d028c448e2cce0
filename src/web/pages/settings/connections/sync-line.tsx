import type { WireConnection } from "../../../../domain/wire.ts";
import { Button } from "../../../ui/button.tsx";
import { clockOrDay } from "../../../ui/time.ts";
import { useConnectionChange } from "./use-connections.ts";
import type { Words } from "./words.ts";

type SyncProps = { connection: WireConnection; sync: NonNullable<WireConnection["sync"]>; words: Words };

/** The copy of a shop's orders: how far it is, whether it is kept true by the shop's own news, and a way to read it now. */
export function SyncLine({ connection: { id, title, state }, sync, words }: SyncProps) {
  const change = useConnectionChange();
  const { imported, total, imported_at, whole_at, is_running, has_hooks, fault } = sync;
  const number = (value: number): string => new Intl.NumberFormat(words.lang).format(value);
  const isFirst = imported_at === null;
  const progress = words.importing(number(imported), total === null ? null : number(total));
  const said = isFirst
    ? imported === 0 && !is_running
      ? words.notBegun
      : progress
    : `${words.copied(number(imported))}${whole_at ? `, ${words.whole(clockOrDay(whole_at, words.lang))}` : ""}`;
  return (
    <section aria-label={words.sync} className="mt-3 rounded-xl bg-sunken p-3 text-[13px]">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p>
          <span className="font-medium">{words.sync}:</span> {said}
          {is_running && <span className="text-ink-2"> · {words.reading}</span>}
        </p>
        <Button
          aria-label={words.syncNowNamed(title)}
          disabled={is_running || change.isPending || state === "closed"}
          onClick={() => change.mutate({ path: `/${id}/sync`, method: "POST", done: words.syncStarted })}
        >
          {words.syncNow}
        </Button>
      </div>
      {isFirst && (imported > 0 || is_running) && <Bar label={words.sync} done={imported} total={total} />}
      <p className="mt-1 text-ink-2">{has_hooks ? words.hooks : words.noHooks}</p>
      {fault && <p className="mt-1 break-words text-danger">{words.syncFault(fault)}</p>}
    </section>
  );
}

/** Where nobody knows of how many, it only shows that something goes on. */
function Bar({ label, done, total }: { label: string; done: number; total: number | null }) {
  const share = total ? Math.min(1, done / total) : null;
  const value = share === null ? {} : { "aria-valuenow": Math.round(100 * share), "aria-valuemin": 0, "aria-valuemax": 100 };
  return (
    <div role="progressbar" aria-label={label} {...value} className="mt-2 h-2 overflow-hidden rounded-full bg-line">
      <div
        className={`h-full rounded-full bg-accent ${share === null ? "w-1/3 animate-pulse" : ""}`}
        style={share === null ? {} : { width: `${100 * share}%` }}
      />
    </div>
  );
}
