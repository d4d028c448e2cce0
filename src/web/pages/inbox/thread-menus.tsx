import { useQuery } from "@tanstack/react-query";
import { ChevronDown, Ellipsis } from "lucide-react";
import type { ReactNode } from "react";
import { starterCategories } from "../../../domain/understanding.ts";
import type { WireConversation } from "../../../domain/wire.ts";
import { meQuery, teamsQuery, usersQuery } from "../../queries.ts";
import { IconButton } from "../../ui/button.tsx";
import { ChoiceMenu } from "../../ui/choice-menu.tsx";
import { useWords } from "../../ui/tongue.ts";
import { categoryName, inWords } from "../../ui/words.ts";
import { listWords } from "./list-words.ts";
import type { Inbox } from "./use-inbox.ts";

type ThreadMenuProps = { inbox: Inbox; conversation: WireConversation; icon: ReactNode };

export function AssignMenu({ inbox, conversation, icon }: ThreadMenuProps) {
  const users = useQuery(usersQuery);
  const teams = useQuery(teamsQuery);
  const { data: me } = useQuery(meQuery);
  const assign = (body: object, done: string) => (): void =>
    inbox.commands.run({ path: `conversations/${conversation.id}/assign`, body, done });
  const people = (users.data ?? []).filter((user) => user.is_active);
  return (
    <ChoiceMenu
      open={inbox.ui.menu === "assign"}
      onOpenChange={(open) => inbox.change({ menu: open ? "assign" : null })}
      trigger={
        <IconButton label="Assign" title="Assign (S)">
          {icon}
        </IconButton>
      }
      groups={[
        {
          title: "Assign to",
          choices: [
            ...people.map((user) => ({
              id: user.id,
              label: user.id === me?.user.id ? `${user.name} (you)` : user.name,
              chosen: conversation.assignee?.id === user.id,
              run: assign({ user_id: user.id }, `Assigned to ${user.name}.`),
            })),
            { id: "nobody", label: "Nobody", chosen: conversation.assignee === null, run: assign({ user_id: null }, "Unassigned.") },
          ],
        },
        ...(teams.data?.length
          ? [
              {
                title: "Team",
                choices: teams.data.map((team) => ({
                  id: `team-${team.name}`,
                  label: team.title || inWords(team.name),
                  chosen: conversation.team === team.name,
                  run: assign({ user_id: conversation.assignee?.id ?? null, team: team.name }, `Given to ${team.title}.`),
                })),
              },
            ]
          : []),
      ]}
    />
  );
}

/** What is done seldom. */
export function MoreMenu({ inbox }: { inbox: Inbox }) {
  const words = useWords(listWords);
  const open = (menu: "snooze" | "tags" | "merge" | "split") => (): void => inbox.change({ menu });
  return (
    <ChoiceMenu
      trigger={
        <IconButton label={words.more}>
          <Ellipsis size={16} />
        </IconButton>
      }
      groups={[
        {
          choices: [
            { id: "snooze", label: words.snooze, hint: "Z", run: open("snooze") },
            { id: "tags", label: words.tags, hint: "L", run: open("tags") },
            { id: "merge", label: words.mergeTitle, hint: "M", run: open("merge") },
            { id: "split", label: words.splitTitle, run: open("split") },
            { id: "spam", label: words.spam, hint: "!", run: () => inbox.id && inbox.bulk.one(inbox.id, { act: "spam" }) },
          ],
        },
      ]}
    />
  );
}

/** The category, and with one more click the right one: each correction is a label Handrail learns from. */
export function CategoryMenu({ inbox, conversation }: Omit<ThreadMenuProps, "icon">) {
  const { category } = conversation;
  const names =
    category === null || (starterCategories as readonly string[]).includes(category) ? starterCategories : [category, ...starterCategories];
  const choices = names.map((name) => ({
    id: name,
    label: categoryName(name),
    chosen: name === category,
    run: () =>
      inbox.commands.run({
        path: `conversations/${conversation.id}/category`,
        body: { category: name },
        done: `Noted: ${categoryName(name)}. Handrail learns from it.`,
      }),
  }));
  return (
    <ChoiceMenu
      open={inbox.ui.menu === "category"}
      onOpenChange={(open) => inbox.change({ menu: open ? "category" : null })}
      trigger={
        <button
          type="button"
          title="Wrong category? (T)"
          className="inline-flex shrink-0 cursor-pointer items-center gap-1 rounded-md bg-hover px-1.5 text-[12px] leading-5 font-medium whitespace-nowrap text-ink-2 hover:text-ink max-md:min-h-11 max-md:px-3"
        >
          <span className="sr-only">Category: </span>
          {category ? categoryName(category) : "No category"}
          <ChevronDown size={12} aria-hidden />
        </button>
      }
      groups={[{ title: "What is it about?", choices }]}
    />
  );
}
