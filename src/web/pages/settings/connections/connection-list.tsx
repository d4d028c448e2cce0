import type { LucideIcon } from "lucide-react";
import { Inbox, Plus, Sparkles, Store, Truck } from "lucide-react";
import { useState } from "react";
import type { WireConnection, WireConnector } from "../../../../domain/wire.ts";
import { Button } from "../../../ui/button.tsx";
import { Confirm } from "../../../ui/confirm.tsx";
import { Empty } from "../../../ui/states.tsx";
import { ConnectionCard } from "./connection-card.tsx";
import { ConnectionForm } from "./connection-form.tsx";
import { useConnectionChange } from "./use-connections.ts";
import type { Words } from "./words.ts";

export type Kind = keyof Words["kinds"];
const icons: Record<Kind, LucideIcon> = { store: Store, channel: Inbox, carrier: Truck, model: Sparkles };

type ListProps = { kind: Kind; connections: readonly WireConnection[]; connectors: readonly WireConnector[]; words: Words };

/** What is connected of one kind, each with how it does; where there is nothing, what it would be good for. */
export function ConnectionList({ kind, connections, connectors, words }: ListProps) {
  const [form, open] = useState<WireConnection | "new" | null>(null);
  const [leaving, leave] = useState<WireConnection | null>(null);
  const remove = useConnectionChange({ after: () => leave(null) });
  const { connect, emptyTitle, empty, removeMeans } = words.kinds[kind];
  const own = connections.filter((one) => one.kind === kind);
  // What the desk has of its own is not connected a second time.
  const fixed = own.filter(({ is_fixed }) => is_fixed).map(({ connector }) => connector);
  const choices = connectors.filter((one) => one.kind === kind && !fixed.includes(one.id));
  const begin = (
    <Button look={own.length === 0 ? "primary" : "plain"} onClick={() => open("new")} disabled={choices.length === 0}>
      <Plus size={14} aria-hidden /> {connect}
    </Button>
  );
  return (
    <>
      {own.length === 0 ? (
        <div className="rounded-2xl border border-line">
          <Empty icon={icons[kind]} title={emptyTitle}>
            <p>{empty}</p>
            {begin}
          </Empty>
        </div>
      ) : (
        <>
          <ul className="mb-3 space-y-3">
            {own.map((one) => (
              <li key={one.id}>
                <ConnectionCard connection={one} words={words} change={() => open(one)} remove={() => leave(one)} />
              </li>
            ))}
          </ul>
          {begin}
        </>
      )}
      {form && (
        <ConnectionForm
          connectors={choices}
          connection={form === "new" ? null : form}
          title={connect}
          words={words}
          onClose={() => open(null)}
        />
      )}
      <Confirm
        title={words.removeAsk(leaving?.title ?? "")}
        open={leaving !== null}
        yes={words.remove}
        no={words.cancel}
        danger
        busy={remove.isPending}
        onNo={() => leave(null)}
        onYes={() => leaving && remove.mutate({ path: `/${leaving.id}`, method: "DELETE", done: words.removed })}
      >
        <p>{removeMeans}</p>
        <p className="mt-2">{words.removeHint}</p>
      </Confirm>
    </>
  );
}
