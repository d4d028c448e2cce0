import { Check, ShieldCheck, X } from "lucide-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { WireShopAction } from "../../../domain/wire.ts";
import { api } from "../../api.ts";
import { meQuery } from "../../queries.ts";
import { Button } from "../../ui/button.tsx";
import { say, sayFault } from "../../ui/notices.tsx";
import type { Inbox } from "./use-inbox.ts";

const states: Record<WireShopAction["state"], string> = {
  waiting: "Waits for a second person",
  denied: "Refused",
  intended: "Under way",
  done: "Done",
  failed: "The shop refused",
  unknown: "It is not known what became of it",
};

/** A write to the shop that somebody asked for; with a yes and a no where one more person has to agree. */
export function ActionLine({ inbox, action }: { inbox: Inbox; action: WireShopAction }) {
  const { data: me } = useQuery(meQuery);
  const queryClient = useQueryClient();
  const decide = useMutation({
    mutationFn: (verb: "approve" | "refuse") => api(`/api/v1/actions/${action.id}/${verb}`, { body: {} }),
    onSuccess: (_answer, verb) => say(verb === "approve" ? "Done, within the policy." : "Nothing is done."),
    onError: sayFault,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["conversation", inbox.id] }),
  });
  const isMine = action.agreed.includes(`user:${me?.user.id ?? ""}`);
  if (action.state !== "waiting")
    return (
      <p className="text-[13px] text-ink-2 md:ml-10">
        {states[action.state]}: {action.what}. {action.state === "done" ? "" : action.explanation}
      </p>
    );
  return (
    <section
      aria-label="A second person is needed"
      className="rounded-2xl border-2 border-dashed border-auto-line bg-auto-soft px-3 py-3 md:ml-10 md:px-4"
    >
      <h3 className="mb-1 flex items-center gap-2 text-[13px] font-semibold text-auto">
        <ShieldCheck size={18} aria-hidden /> A second person has to agree
      </h3>
      <p className="break-words">
        May we {action.what}? {action.explanation}
      </p>
      {isMine ? (
        <p className="mt-2 text-[13px] text-ink-2">You have agreed; somebody else has to as well.</p>
      ) : (
        <div className="mt-3 flex flex-wrap gap-2">
          <Button look="primary" disabled={decide.isPending} onClick={() => decide.mutate("approve")}>
            <Check size={14} aria-hidden /> Agree
          </Button>
          <Button disabled={decide.isPending} onClick={() => decide.mutate("refuse")}>
            <X size={14} aria-hidden /> Refuse
          </Button>
        </div>
      )}
    </section>
  );
}
