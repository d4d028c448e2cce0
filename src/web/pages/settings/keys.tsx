import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useRef, useState } from "react";
import type { FormEvent } from "react";
import { api, sentence } from "../../api.ts";
import { keysQuery } from "../../queries.ts";
import type { ApiKey } from "../../queries.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Field } from "../../ui/field.tsx";
import { say, sayFault } from "../../ui/notices.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { Empty, Fault, SkeletonLines } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { dayTime } from "../../ui/time.ts";
import { SecretOnce } from "./secret-once.tsx";

const scopesLead = (
  <>
    For programs that send or read messages. The{" "}
    <a className="text-accent underline" href="/api/docs">
      API reference
    </a>{" "}
    names the scopes.
  </>
);

export function Keys() {
  const keys = useQuery(keysQuery);
  const [leaving, setLeaving] = useState<ApiKey | null>(null);
  const revoke = useRevoke(() => setLeaving(null));
  return (
    <>
      <Part title="New key" lead={scopesLead}>
        <AddKey />
      </Part>
      <Part title="Keys">
        {keys.isPending && <SkeletonLines lines={3} className="" />}
        {keys.error && <Fault error={keys.error} retry={() => void keys.refetch()} />}
        {keys.data?.length === 0 && (
          <Empty icon={KeyRound} title="No keys">
            A key lets your shop or a script talk to Handrail.
          </Empty>
        )}
        {keys.data && keys.data.length > 0 && (
          <Table label="API keys" columns={columnsWith(setLeaving)} rows={keys.data} keyOf={(key) => key.id} />
        )}
      </Part>
      <Confirm
        title={`Revoke “${leaving?.name ?? ""}”?`}
        open={leaving !== null}
        yes="Revoke"
        danger
        busy={revoke.isPending}
        onNo={() => setLeaving(null)}
        onYes={() => leaving && revoke.mutate(leaving.id)}
      >
        Whatever uses this key stops working at once.
      </Confirm>
    </>
  );
}

function columnsWith(revoke: (key: ApiKey) => void) {
  return [
    { title: "Name", cell: (key: ApiKey) => <span className="font-medium">{key.name}</span> },
    { title: "Key", cell: (key: ApiKey) => <code>{key.hint}…</code> },
    {
      title: "May",
      cell: (key: ApiKey) => (
        <span className="flex flex-wrap gap-1">
          {key.scopes.map((scope) => (
            <Badge key={scope}>{scope}</Badge>
          ))}
        </span>
      ),
    },
    { title: "Last used", cell: (key: ApiKey) => (key.last_used_at ? dayTime(key.last_used_at, true) : "never") },
    {
      title: "Revoke",
      cell: (key: ApiKey) => (
        <Button look="danger" onClick={() => revoke(key)}>
          Revoke
        </Button>
      ),
    },
  ];
}

function useRevoke(done: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api(`/api/v1/keys/${id}`, { method: "DELETE" }),
    onSuccess: () => (say("Revoked."), queryClient.invalidateQueries({ queryKey: keysQuery.queryKey })),
    onError: sayFault,
    onSettled: done,
  });
}

function AddKey() {
  const form = useRef<HTMLFormElement>(null);
  const queryClient = useQueryClient();
  const [secret, setSecret] = useState<string | null>(null);
  const add = useMutation({
    mutationFn: (body: { name: string; scopes: string[] }) => api<{ key: string }>("/api/v1/keys", { body }),
    onSuccess: ({ key }) => (form.current?.reset(), setSecret(key), queryClient.invalidateQueries({ queryKey: keysQuery.queryKey })),
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    add.mutate({
      name: String(data.get("name")).trim(),
      scopes: String(data.get("scopes"))
        .split(/[\s,]+/)
        .filter(Boolean),
    });
  };
  return (
    <form ref={form} onSubmit={submit} className="flex flex-wrap items-start gap-3">
      <Field label="Name" name="name" required maxLength={100} autoComplete="off" placeholder="Shop backend" className="min-w-44 flex-1" />
      <Field
        label="Scopes"
        name="scopes"
        required
        defaultValue="all"
        autoComplete="off"
        hint="“all”, or several with commas between"
        className="min-w-44 flex-1"
      />
      <Button look="primary" type="submit" disabled={add.isPending} className="mt-6 h-9! max-md:mt-0 max-md:h-11!">
        Create key
      </Button>
      <p role="alert" className="w-full text-[13px] text-danger empty:hidden">
        {add.error ? sentence(add.error) : ""}
      </p>
      <SecretOnce title="Your new API key" what="key" secret={secret} onClose={() => setSecret(null)} />
    </form>
  );
}
