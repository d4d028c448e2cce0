import { useQuery } from "@tanstack/react-query";
import { CircleCheck, Clock, OctagonX, Tag, UserPlus, X } from "lucide-react";
import { teamsQuery, usersQuery } from "../../queries.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { ChoiceMenu } from "../../ui/choice-menu.tsx";
import { useWords } from "../../ui/tongue.ts";
import { inWords } from "../../ui/words.ts";
import { listWords } from "./list-words.ts";
import type { Inbox } from "./use-inbox.ts";

/** In the place of the list's head while rows are selected: how many, and what can be done with all of them. */
export function BulkBar({ inbox, total }: { inbox: Inbox; total: number | undefined }) {
  const words = useWords(listWords);
  const { selection, bulk, list } = inbox;
  const more = list.query.hasNextPage;
  const all = total !== undefined && total < 10_000 ? String(Math.max(total, list.rows.length)) : "";
  const count =
    selection.isAll && more && all === ""
      ? words.allSelected
      : words.selected(selection.isAll && all !== "" ? Number(all) : selection.count);
  const isNone = selection.count === 0;
  return (
    <section lang={words.lang} aria-label={words.select} className="space-y-2 border-b border-line bg-accent-soft p-3">
      <div className="flex items-center gap-2">
        <p role="status" className="flex-1 text-[13px] font-semibold text-accent-strong">
          {bulk.isBusy ? words.working : count}
        </p>
        <IconButton label={words.clear} onClick={selection.clear}>
          <X size={16} />
        </IconButton>
      </div>
      <div className="flex flex-wrap gap-1.5">
        <BulkAssign inbox={inbox} />
        <Button disabled={bulk.isBusy || isNone} onClick={() => inbox.openDialog("tags")}>
          <Tag size={14} aria-hidden /> {words.tags}
        </Button>
        <Button disabled={bulk.isBusy || isNone} onClick={() => inbox.openDialog("snooze")}>
          <Clock size={14} aria-hidden /> {words.snooze}
        </Button>
        <Button disabled={bulk.isBusy || isNone} onClick={() => bulk.run({ act: "close" })}>
          <CircleCheck size={14} aria-hidden /> {words.close}
        </Button>
        <Button disabled={bulk.isBusy || isNone} onClick={() => bulk.run({ act: "spam" })}>
          <OctagonX size={14} aria-hidden /> {words.spam}
        </Button>
      </div>
      {!selection.isAll && (
        <Button look="quiet" onClick={selection.all} className="text-accent-strong! underline underline-offset-2">
          {words.selectAll(more ? all : String(list.rows.length))}
        </Button>
      )}
    </section>
  );
}

function BulkAssign({ inbox }: { inbox: Inbox }) {
  const words = useWords(listWords);
  const users = useQuery(usersQuery);
  const teams = useQuery(teamsQuery);
  const { bulk, selection } = inbox;
  return (
    <ChoiceMenu
      open={inbox.dialog === "assign"}
      onOpenChange={(open) => inbox.openDialog(open ? "assign" : null)}
      trigger={
        <Button disabled={bulk.isBusy || selection.count === 0}>
          <UserPlus size={14} aria-hidden /> {words.assign}
        </Button>
      }
      groups={[
        {
          title: words.who,
          choices: [
            ...(users.data ?? [])
              .filter((user) => user.is_active)
              .map((user) => ({ id: user.id, label: user.name, run: () => bulk.run({ act: "assign", user_id: user.id }) })),
            { id: "nobody", label: words.nobody, run: () => bulk.run({ act: "assign", user_id: null }) },
          ],
        },
        ...(teams.data?.length
          ? [
              {
                title: words.teams,
                choices: teams.data.map((team) => ({
                  id: `team-${team.name}`,
                  label: team.title || inWords(team.name),
                  run: () => bulk.run({ act: "assign", team: team.name }),
                })),
              },
            ]
          : []),
      ]}
    />
  );
}
