import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Me } from "../../domain/wire.ts";
import { api } from "../api.ts";
import { Confirm } from "../ui/confirm.tsx";
import { say, sayFault } from "../ui/notices.tsx";

/** Says that what one sees is invented, where to try it, and how to be rid of it. */
export function DemoBanner({ me }: { me: Me }) {
  const [isAsking, setIsAsking] = useState(false);
  const queryClient = useQueryClient();
  const clear = useMutation({
    mutationFn: () => api("/api/v1/demo/clear", { method: "POST", body: {} }),
    onSuccess: () => (setIsAsking(false), say("The demo data is gone."), queryClient.resetQueries()),
    onError: sayFault,
  });
  if (!me.desk.has_demo_data) return null;
  const action = "font-medium underline underline-offset-2 max-md:inline-flex max-md:min-h-11 max-md:items-center";
  return (
    <aside
      aria-label="Demo data"
      className="flex items-center justify-center gap-x-4 bg-accent-soft px-4 py-1 text-[13px] whitespace-nowrap text-accent-strong max-md:py-0"
    >
      <span>This is demo data</span>
      {me.desk.demo_shop && (
        <a href="/shop" target="_blank" rel="noreferrer" className={action}>
          <span className="max-md:hidden">Ask as a customer in the demo shop</span>
          <span className="md:hidden">Demo shop</span>
        </a>
      )}
      {me.user.role === "admin" && (
        <button type="button" className={action} onClick={() => setIsAsking(true)}>
          Clear it
        </button>
      )}
      <Confirm
        title="Clear the demo data?"
        open={isAsking}
        yes="Clear demo data"
        danger
        busy={clear.isPending}
        onYes={() => clear.mutate()}
        onNo={() => setIsAsking(false)}
      >
        The demo shop with its customers, orders and their conversations is removed. Your own connections, conversations, workflows and
        users stay. This cannot be undone.
      </Confirm>
    </aside>
  );
}
