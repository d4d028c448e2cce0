import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { FormEvent } from "react";
import { setSingleKeys, singleKeysOn } from "../../actions/keyboard.ts";
import { api, sentence } from "../../api.ts";
import { meQuery } from "../../queries.ts";
import { Button } from "../../ui/button.tsx";
import { Field, SelectField } from "../../ui/field.tsx";
import { say, sayFault } from "../../ui/notices.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { currentTheme, setTheme, themes } from "../../ui/theme.ts";
import type { Theme } from "../../ui/theme.ts";
import { currentTongue, setTongue, tongues } from "../../ui/tongue.ts";
import type { Tongue } from "../../ui/tongue.ts";

export function Account() {
  const { data: me } = useQuery(meQuery);
  return (
    <>
      <Part
        title={me?.user.name ?? "You"}
        lead={me && `${me.user.email}, ${me.user.role === "admin" ? "admin" : "agent"}. Handrail ${me.desk.version}.`}
      >
        <Appearance />
      </Part>
      <Part title="Away" lead="While you are away no team's rule gives you conversations. Those you have stay with you.">
        <Away />
      </Part>
      <Part title="Password" lead="At least 12 characters. Other devices are signed out.">
        <PasswordForm />
      </Part>
    </>
  );
}

function Away() {
  const queryClient = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const change = useMutation({
    mutationFn: (away: boolean) => api("/api/v1/me/away", { body: { away } }),
    onSuccess: (_answer, away) => say(away ? "You are away." : "Welcome back."),
    onError: sayFault,
    onSettled: () => queryClient.invalidateQueries({ queryKey: meQuery.queryKey }),
  });
  const isAway = (change.isPending ? change.variables : me?.user.is_away) ?? false;
  return (
    <label className="flex min-h-11 items-center gap-2">
      <input
        type="checkbox"
        className="size-4 accent-accent"
        checked={isAway}
        disabled={change.isPending}
        onChange={(event) => change.mutate(event.target.checked)}
      />
      I am away
    </label>
  );
}

function Appearance() {
  const [theme, choose] = useState<Theme>(currentTheme());
  const [tongue, chooseTongue] = useState<Tongue>(currentTongue());
  const [hasKeys, setHasKeys] = useState(singleKeysOn());
  return (
    <div className="space-y-3">
      <SelectField
        label="Theme"
        options={themes}
        value={theme}
        className="max-w-xs"
        onChange={(event) => (choose(event.target.value as Theme), setTheme(event.target.value as Theme))}
      />
      <div className="max-w-xs">
        <SelectField
          label="Language"
          options={tongues}
          value={tongue}
          onChange={(event) => (chooseTongue(event.target.value as Tongue), setTongue(event.target.value as Tongue))}
        />
        <p className="mt-1 text-[12px] text-ink-2">
          Of the pages that are translated; the others stay English. Messages of customers are translated into it.
        </p>
      </div>
      <label className="flex min-h-11 items-center gap-2">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={hasKeys}
          onChange={(event) => (setHasKeys(event.target.checked), setSingleKeys(event.target.checked))}
        />
        Keyboard shortcuts of a single key
      </label>
    </div>
  );
}

function PasswordForm() {
  const form = useRef<HTMLFormElement>(null);
  const change = useMutation({
    mutationFn: (body: { current: string; next: string }) => api("/api/v1/me/password", { body }),
    onSuccess: () => (form.current?.reset(), say("Password changed.")),
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    change.mutate({ current: String(data.get("current")), next: String(data.get("next")) });
  };
  return (
    <form ref={form} onSubmit={submit} className="max-w-xs space-y-3">
      <Field label="Current password" name="current" type="password" autoComplete="current-password" required />
      <Field label="New password" name="next" type="password" autoComplete="new-password" minLength={12} maxLength={128} required />
      <p role="alert" className="text-[13px] text-danger empty:hidden">
        {change.error ? sentence(change.error) : ""}
      </p>
      <Button look="primary" type="submit" disabled={change.isPending}>
        Change password
      </Button>
    </form>
  );
}
