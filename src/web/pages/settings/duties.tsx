import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { FormEvent } from "react";
import type { WireUser } from "../../../domain/wire.ts";
import { api } from "../../api.ts";
import { teamsQuery, usersQuery } from "../../queries.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Modal } from "../../ui/modal.tsx";
import { say, sayFault } from "../../ui/notices.tsx";
import { inWords } from "../../ui/words.ts";

/** What somebody is given: one line, and a form behind it. */
export function Duties({ user }: { user: WireUser }) {
  const [isOpen, setOpen] = useState(false);
  const words = [
    user.teams.length === 0 ? "No team" : user.teams.map(inWords).join(", "),
    user.languages.length > 0 ? user.languages.join(", ") : null,
    `up to ${user.capacity}`,
    user.is_away ? "away" : null,
  ].filter(Boolean);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="text-[13px] text-ink-2">{words.join(" · ")}</span>
      <Button aria-label={`Change what ${user.name} is given`} onClick={() => setOpen(true)}>
        Change
      </Button>
      <Modal title={`What ${user.name} is given`} open={isOpen} onClose={() => setOpen(false)}>
        <Form user={user} onDone={() => setOpen(false)} />
      </Modal>
    </div>
  );
}

function Form({ user, onDone }: { user: WireUser; onDone(): void }) {
  const queryClient = useQueryClient();
  const teams = useQuery(teamsQuery);
  const save = useMutation({
    mutationFn: (body: object) => api(`/api/v1/users/${user.id}`, { body }),
    onSuccess: () => {
      say("Saved.");
      void queryClient.invalidateQueries({ queryKey: usersQuery.queryKey });
      onDone();
    },
    onError: sayFault,
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const list = (name: string) =>
      String(data.get(name) ?? "")
        .split(",")
        .map((part) => part.trim())
        .filter(Boolean);
    save.mutate({
      teams: data.getAll("team").map(String),
      skills: list("skills"),
      languages: list("languages").map((code) => code.toLowerCase()),
      capacity: Number(data.get("capacity")),
      is_away: data.get("away") === "on",
    });
  };
  return (
    <form onSubmit={submit} className="space-y-3">
      <fieldset>
        <legend className="mb-1 text-[13px] font-medium">Teams</legend>
        <div className="flex flex-wrap gap-x-5 gap-y-1">
          {teams.data?.map(({ name, title }) => (
            <label key={name} className="flex min-h-8 items-center gap-2 max-md:min-h-11">
              <input
                type="checkbox"
                name="team"
                value={name}
                defaultChecked={user.teams.includes(name)}
                className="size-4 accent-(--color-accent)"
              />
              {title}
            </label>
          ))}
        </div>
      </fieldset>
      <Field
        label="Skills"
        name="skills"
        defaultValue={user.skills.join(", ")}
        hint="Separated by commas, as workflows name them: warranty, wholesale"
      />
      <Field label="Languages" name="languages" defaultValue={user.languages.join(", ")} hint="Two letters each: en, de" />
      <Field
        label="Open conversations at once"
        name="capacity"
        type="number"
        min={0}
        max={1_000}
        required
        defaultValue={user.capacity}
        className="max-w-40"
      />
      <label className="flex min-h-9 items-center gap-2 max-md:min-h-11">
        <input type="checkbox" name="away" defaultChecked={user.is_away} className="size-4 accent-(--color-accent)" />
        Away: nothing is given to them
      </label>
      <Button look="primary" type="submit" disabled={save.isPending}>
        Save
      </Button>
    </form>
  );
}
