import { useMutation } from "@tanstack/react-query";
import { Plus, Sparkles } from "lucide-react";
import { useState } from "react";
import type { WireLanguageModels, WireModelConnection } from "../../../../domain/wire.ts";
import { api, sentence } from "../../../api.ts";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { Confirm } from "../../../ui/confirm.tsx";
import { Empty } from "../../../ui/states.tsx";
import { dayTime } from "../../../ui/time.ts";
import { ConnectionForm } from "./connection-form.tsx";
import { useModelChange } from "./use-models.ts";
import type { Words } from "./words.ts";

type Given = { data: WireLanguageModels; words: Words };

/** The connected models with how they do; the first one is what this page teaches when there is none. */
export function Connections({ data, words }: Given) {
  const [form, open] = useState<WireModelConnection | "new" | null>(null);
  const [leaving, leave] = useState<WireModelConnection | null>(null);
  const remove = useModelChange({ after: () => leave(null) });
  const connect = (
    <Button look="primary" onClick={() => open("new")}>
      <Plus size={14} aria-hidden /> {words.connect}
    </Button>
  );
  return (
    <>
      {data.connections.length === 0 ? (
        <div className="rounded-2xl border border-line">
          <Empty icon={Sparkles} title={words.emptyTitle}>
            <p>{words.empty}</p>
            {connect}
          </Empty>
        </div>
      ) : (
        <>
          <ul className="mb-3 space-y-3">
            {data.connections.map((one) => (
              <li key={one.id}>
                <Connection connection={one} data={data} words={words} change={() => open(one)} disconnect={() => leave(one)} />
              </li>
            ))}
          </ul>
          {connect}
        </>
      )}
      {form && (
        <ConnectionForm connectors={data.connectors} connection={form === "new" ? null : form} words={words} onClose={() => open(null)} />
      )}
      <Confirm
        title={words.disconnectAsk(leaving?.title ?? "")}
        open={leaving !== null}
        yes={words.disconnect}
        no={words.cancel}
        danger
        busy={remove.isPending}
        onNo={() => leave(null)}
        onYes={() => leaving && remove.mutate({ path: `connections/${leaving.id}`, method: "DELETE", done: words.disconnected })}
      >
        {words.disconnectMeans}
      </Confirm>
    </>
  );
}

type ConnectionProps = Given & { connection: WireModelConnection; change(): void; disconnect(): void };

function Connection({ connection, data, words, change, disconnect }: ConnectionProps) {
  const test = useMutation({
    mutationFn: () => api<{ fault: string | null }>(`/api/v1/language-models/connections/${connection.id}/check`, { body: {} }),
  });
  const { title, models, fault, answered_at } = connection;
  const kind = data.connectors.find(({ id }) => id === connection.connector)?.title ?? connection.connector;
  const said = test.error ? sentence(test.error) : test.data?.fault;
  return (
    <article aria-label={title} className="rounded-2xl border border-line p-4">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-medium">
          <bdi>{title}</bdi>
        </h3>
        <Health connection={connection} words={words} />
        <span className="min-w-0 text-[13px] break-words text-ink-2">
          {title === kind ? "" : `${kind} · `}
          {models.join(", ")}
        </span>
      </div>
      <p className="mt-1 text-[13px] text-ink-2 empty:hidden">
        {answered_at && words.answeredAt(dayTime(answered_at, true, words.lang))}{" "}
        {fault && `${words.faultAt(dayTime(fault.at, true, words.lang))} ${fault.say}`}
      </p>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <Button aria-label={words.testNamed(title)} disabled={test.isPending} onClick={() => test.mutate()}>
          {test.isPending ? words.testing : words.test}
        </Button>
        <Button aria-label={words.changeNamed(title)} onClick={change}>
          {words.change}
        </Button>
        <Button look="danger" aria-label={words.disconnectNamed(title)} onClick={disconnect}>
          {words.disconnect}
        </Button>
        <p role="status" className={`min-w-0 text-[13px] empty:hidden ${said ? "text-danger" : "text-ok"}`}>
          {test.isPending ? "" : (said ?? (test.data ? words.works : ""))}
        </p>
      </div>
    </article>
  );
}

function Health({ connection: { is_open, fault, answered_at }, words }: { connection: WireModelConnection; words: Words }) {
  const { health } = words;
  if (!is_open) return <Badge tone="danger">{health.closed}</Badge>;
  if (fault && (!answered_at || fault.at > answered_at)) return <Badge tone="danger">{health.fault}</Badge>;
  return answered_at ? <Badge tone="ok">{health.good}</Badge> : <Badge>{health.unasked}</Badge>;
}
