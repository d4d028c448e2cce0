import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { GraduationCap } from "lucide-react";
import { useState } from "react";
import type { WireReaderModels } from "../../../domain/wire.ts";
import { api } from "../../api.ts";
import { modelsQuery } from "../../queries.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { say, sayFault } from "../../ui/notices.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { Empty, Fault, SkeletonLines } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { dayTime } from "../../ui/time.ts";
import { categoryName, percent } from "../../ui/words.ts";

type Model = WireReaderModels["items"][number];
const starter = "starter";

/** How well messages are read, and what corrections have made of it. */
export function ReaderModels() {
  const models = useQuery(modelsQuery);
  const change = useChange();
  const [chosen, choose] = useState<string | null>(null);
  const { data } = models;
  const shown = data?.items.find(({ id }) => id === chosen) ?? data?.items[0];
  return (
    <>
      <Part
        title="Learning from corrections"
        lead="When you correct a category or approve a draft, Handrail learns from it. A new model is used only when it reads better than the present one."
      >
        {models.isPending && <SkeletonLines lines={4} className="" />}
        {models.error && <Fault error={models.error} retry={() => void models.refetch()} />}
        {data && <Standing data={data} isBusy={change.isPending} train={() => change.mutate("train")} />}
      </Part>
      {data && (
        <Part title="Models">
          {data.items.length === 0 ? (
            <Empty icon={GraduationCap} title="The model Handrail came with reads your messages">
              Open a conversation and click its category to correct it.
            </Empty>
          ) : (
            <Models data={data} isBusy={change.isPending} use={(id) => change.mutate(`${id}/use`)} show={choose} />
          )}
        </Part>
      )}
      {shown && shown.categories.length > 0 && <Categories model={shown} />}
    </>
  );
}

function Standing({ data, isBusy, train }: { data: WireReaderModels; isBusy: boolean; train(): void }) {
  const { new_labels, needed_labels, is_training } = data;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p role="status">
        {is_training
          ? "A model is being trained. That takes a minute or two, and nothing waits for it."
          : `${new_labels} new ${new_labels === 1 ? "label" : "labels"}. From ${needed_labels} a model is trained by itself.`}
      </p>
      <Button disabled={isBusy || is_training} onClick={train}>
        Train now
      </Button>
    </div>
  );
}

function Models({ data, isBusy, use, show }: { data: WireReaderModels; isBusy: boolean; use(id: string): void; show(id: string): void }) {
  const [asked, ask] = useState<string | null>(null);
  const columns = [
    { title: "Trained", cell: (model: Model) => dayTime(model.created_at, true) },
    { title: "Labels", cell: (model: Model) => model.labels },
    { title: "Right before", cell: (model: Model) => share(model.in_turn.before, model.in_turn.texts) },
    { title: "Right after", cell: (model: Model) => share(model.in_turn.after, model.in_turn.texts) },
    {
      title: "State",
      cell: (model: Model) => (
        <span title={model.why}>
          {model.state === "champion" ? (
            <Badge tone="ok">In force</Badge>
          ) : (
            <Badge>{model.state === "retired" ? "Earlier" : "Not better"}</Badge>
          )}
        </span>
      ),
    },
    {
      title: "What now",
      cell: (model: Model) => (
        <span className="flex flex-wrap gap-2">
          <Button onClick={() => show(model.id)} aria-label={`Figures of the model of ${dayTime(model.created_at, true)}`}>
            Figures
          </Button>
          {model.can_use && (
            <Button disabled={isBusy} onClick={() => ask(model.id)} aria-label={`Use the model of ${dayTime(model.created_at, true)}`}>
              Use
            </Button>
          )}
        </span>
      ),
    },
  ];
  return (
    <>
      <Table label="Models" columns={columns} rows={data.items} keyOf={(model) => model.id} />
      {!data.starter_in_force && (
        <Button className="mt-4" disabled={isBusy} onClick={() => ask(starter)}>
          Go back to the model Handrail came with
        </Button>
      )}
      <Confirm
        title="Use this model?"
        open={asked !== null}
        yes="Use it"
        onYes={() => (asked !== null && use(asked), ask(null))}
        onNo={() => ask(null)}
      >
        From now on it reads new messages. What was already decided stays as it is, and you can come back here at any time.
      </Confirm>
    </>
  );
}

function Categories({ model }: { model: Model }) {
  type Row = Model["categories"][number];
  const columns = [
    { title: "Category", cell: (row: Row) => categoryName(row.category) },
    { title: "Labels", cell: (row: Row) => row.texts },
    { title: "Found before", cell: (row: Row) => percent(row.before.recall) },
    { title: "Found after", cell: (row: Row) => percent(row.after.recall) },
    { title: "Right when said, before", cell: (row: Row) => percent(row.before.precision) },
    { title: "Right when said, after", cell: (row: Row) => percent(row.after.precision) },
  ];
  const time = model.in_time;
  return (
    <Part
      title={`Before and after, by category: ${dayTime(model.created_at, true)}`}
      lead={`${model.why}${time ? ` Of the newest ${time.texts} messages, ${time.after} right instead of ${time.before}.` : ""} Each message was read by models that had not seen it.`}
    >
      <Table label="Before and after" columns={columns} rows={model.categories} keyOf={(row) => row.category} />
    </Part>
  );
}

const share = (right: number, texts: number) => (texts > 0 ? percent(right / texts) : "");

function useChange() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (path: string) => api(`/api/v1/models/${path}`, { body: {} }),
    onSuccess: (_answer, path) => say(path === "train" ? "Training begins within a minute." : "In force from now on."),
    onError: sayFault,
    onSettled: () => queryClient.invalidateQueries({ queryKey: modelsQuery.queryKey }),
  });
}
