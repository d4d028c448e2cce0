import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { FormEvent } from "react";
import type { WireUser } from "../../../domain/wire.ts";
import { api, sentence } from "../../api.ts";
import { meQuery, usersQuery } from "../../queries.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field, SelectField } from "../../ui/field.tsx";
import { say, sayFault } from "../../ui/notices.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { Fault, SkeletonLines } from "../../ui/states.tsx";
import { Table } from "../../ui/table.tsx";
import { Duties } from "./duties.tsx";
import { SecretOnce } from "./secret-once.tsx";

const roles = [
  { value: "agent", label: "Agent" },
  { value: "admin", label: "Admin" },
];

export function Users() {
  const users = useQuery(usersQuery);
  const columns = useColumns();
  return (
    <>
      <Part title="Add somebody" lead="Admins change workflows, users and keys; agents answer customers.">
        <AddUser />
      </Part>
      <Part title="Users">
        {users.isPending && <SkeletonLines lines={4} className="" />}
        {users.error && <Fault error={users.error} retry={() => void users.refetch()} />}
        {users.data && <Table label="Users" columns={columns} rows={users.data} keyOf={(user) => user.id} />}
      </Part>
    </>
  );
}

/** One's own row has no switches: nobody locks themselves out. */
function useColumns() {
  const { data: me } = useQuery(meQuery);
  const change = useChangeUser();
  return [
    { title: "Name", cell: (user: WireUser) => <span className="font-medium">{user.name}</span> },
    { title: "E-mail", cell: (user: WireUser) => user.email },
    {
      title: "Role",
      cell: (user: WireUser) =>
        user.id === me?.user.id ? (
          <Badge>{user.role === "admin" ? "Admin" : "Agent"}, you</Badge>
        ) : (
          <SelectField
            label={`Role of ${user.name}`}
            labelHidden
            options={roles}
            value={user.role}
            className="w-32"
            onChange={(event) => change.mutate({ id: user.id, body: { role: event.target.value } })}
          />
        ),
    },
    { title: "Is given", cell: (user: WireUser) => <Duties user={user} /> },
    {
      title: "Access",
      cell: (user: WireUser) =>
        user.id === me?.user.id ? (
          <Badge tone="ok">Active</Badge>
        ) : (
          <Button
            look={user.is_active ? "danger" : "plain"}
            disabled={change.isPending}
            onClick={() => change.mutate({ id: user.id, body: { is_active: !user.is_active } })}
          >
            {user.is_active ? "Deactivate" : "Activate"}
          </Button>
        ),
    },
  ];
}

function useChangeUser() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, body }: { id: string; body: object }) => api(`/api/v1/users/${id}`, { body }),
    onSuccess: () => (say("Saved."), queryClient.invalidateQueries({ queryKey: usersQuery.queryKey })),
    onError: sayFault,
  });
}

function AddUser() {
  const form = useRef<HTMLFormElement>(null);
  const queryClient = useQueryClient();
  const [password, setPassword] = useState<string | null>(null);
  const add = useMutation({
    mutationFn: (body: object) => api<{ user: WireUser; password?: string }>("/api/v1/users", { body }),
    onSuccess: (answer) => {
      form.current?.reset();
      if (answer.password) setPassword(answer.password);
      else say(`${answer.user.name} was added.`);
      void queryClient.invalidateQueries({ queryKey: usersQuery.queryKey });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    add.mutate({ name: String(data.get("name")).trim(), email: String(data.get("email")).trim(), role: data.get("role") });
  };
  return (
    <form ref={form} onSubmit={submit} className="flex flex-wrap items-end gap-3">
      <Field label="Name" name="name" required maxLength={100} autoComplete="off" className="min-w-40 flex-1" />
      <Field label="E-mail" name="email" type="email" required autoComplete="off" className="min-w-52 flex-1" />
      <SelectField label="Role" name="role" options={roles} className="w-32" />
      <Button look="primary" type="submit" disabled={add.isPending} className="h-9! max-md:h-11!">
        Add
      </Button>
      <p role="alert" className="w-full text-[13px] text-danger empty:hidden">
        {add.error ? sentence(add.error) : ""}
      </p>
      <SecretOnce title="The first password" what="password" secret={password} onClose={() => setPassword(null)} />
    </form>
  );
}
