import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import type { FormEvent } from "react";
import { api, hasCode, sentence } from "../../api.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";

export function Page() {
  const signIn = useSignIn();
  useEffect(() => void (document.title = "Sign in · Handrail"), []);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    signIn.mutate({ email: String(form.get("email")).trim(), password: String(form.get("password")) });
  };
  return (
    <main className="flex min-h-dvh items-center justify-center p-4">
      <form onSubmit={submit} className="w-full max-w-sm space-y-4 rounded-2xl border border-line bg-surface p-6 shadow-pop sm:p-8">
        <img src="/favicon.svg" alt="" width={36} height={36} />
        <div>
          <h1 className="text-xl font-semibold tracking-tight">Sign in to Handrail</h1>
          <p className="mt-1 text-[13px] text-ink-2">First start? The address and password were printed where Handrail was started.</p>
        </div>
        <Field label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
        <Field label="Password" name="password" type="password" autoComplete="current-password" required />
        <p role="alert" className="min-h-5 text-[13px] text-danger">
          {signIn.error ? faultText(signIn.error) : ""}
        </p>
        <Button look="primary" type="submit" disabled={signIn.isPending} className="h-10! w-full justify-center max-md:h-11!">
          {signIn.isPending ? "Signing in…" : "Sign in"}
        </Button>
      </form>
    </main>
  );
}

function faultText(error: unknown): string {
  if (hasCode(error, "unauthenticated") || hasCode(error, "forbidden")) return "This e-mail and password do not match.";
  if (hasCode(error, "rate_limited")) return "Too many attempts. Wait a minute and try again.";
  return sentence(error);
}

function useSignIn() {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { next } = useSearch({ strict: false }) as { next?: string };
  return useMutation({
    mutationFn: (body: { email: string; password: string }) => api("/api/auth/sign-in/email", { body }),
    onSuccess: async () => {
      queryClient.removeQueries();
      await navigate({ href: safeNext(next), replace: true });
    },
  });
}

/** Only a path of this desk: `next` comes from the address and could name another site. */
function safeNext(next: string | undefined): string {
  return next && /^\/(inbox|workflows|settings)(\/|\?|$)/.test(next) ? next : "/inbox/open";
}
