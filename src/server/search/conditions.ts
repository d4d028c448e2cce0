/** What each filter means: the labels by which the search index finds it, and the condition the conversation itself has to fulfil. */
import type { FilterName } from "../../domain/search.ts";

type Named = { id: string; name: string }[];
export type Names = { users: Named; teams: Named; connections: Named };
type Context = { me: string | null; names: Names; bind(value: unknown): string };
/** `sql` is over conversation `v`. */
export type Condition = { labels: string[]; sql: string };

const statuses: Record<string, string[]> = {
  open: ["open"],
  waiting: ["waiting"],
  snoozed: ["snoozed"],
  closed: ["closed"],
  unfinished: ["open", "waiting", "snoozed"],
  offen: ["open"],
  wartend: ["waiting"],
  geschlossen: ["closed"],
};
const priorities: Record<string, string> = { dringend: "urgent", hoch: "high", normal: "normal", niedrig: "low" };

/** A sentence when the value means nothing. Names of people, teams and channels are taken as people see them, whatever the case. */
export function conditionOf(
  name: Exclude<FilterName, "from" | "order" | "before" | "after">,
  value: string,
  context: Context,
): Condition | string {
  const { me, names, bind } = context;
  const text = value.toLowerCase();
  const column = (label: string, sql: string, values: string[]): Condition => ({
    labels: values.map((one) => `=${label}:${one}`),
    sql: `${sql} = any(${bind(values)}::text[])`,
  });
  const idsOf = (list: Named): string[] => [
    ...new Set(list.filter((one) => one.id.toLowerCase() === text || one.name.toLowerCase() === text).map(({ id }) => id)),
  ];
  const named = (label: string, sql: string, list: Named): Condition => {
    const ids = idsOf(list);
    const near = ids.length > 0 ? ids : [...new Set(list.filter((one) => one.name.toLowerCase().startsWith(text)).map(({ id }) => id))];
    // Somebody who left or a connection that is gone may still stand in old conversations.
    return column(label, sql, near.length > 0 ? near : [value]);
  };
  switch (name) {
    case "is": {
      const found = statuses[text];
      return found ? column("is", "v.status", found) : `Write one of: ${Object.keys(statuses).slice(0, 5).join(", ")}.`;
    }
    case "has":
      if (["draft", "entwurf"].includes(text)) return { labels: ["=has:draft"], sql: waitsForApproval };
      if (["file", "attachment", "datei", "anhang"].includes(text)) return { labels: ["=has:file"], sql: "true" };
      return "Write has:draft or has:file.";
    case "to":
      if (["nobody", "niemand", "none"].includes(text)) return { labels: ["=to:nobody"], sql: "v.assignee_id is null" };
      if (["me", "mich", "mir"].includes(text))
        return me === null ? "Only a person who signed in is “me”." : column("to", "v.assignee_id", [me]);
      return named("to", "v.assignee_id", names.users);
    case "tag":
      return {
        labels: [`=tag:${value.slice(0, 200)}`, ...(text === value ? [] : [`=tag:${text.slice(0, 200)}`])],
        sql: `v.tags && ${bind([value, text])}::text[]`,
      };
    case "category":
      return column("category", "v.category", [text.replaceAll(/[ -]/g, "_"), text]);
    case "team":
      return named("team", "v.team", names.teams);
    case "channel":
      return named("channel", "v.connection_id", names.connections);
    case "store":
      return named("store", "v.store_id", names.connections);
    case "language":
      return column("language", "v.language", [text]);
    case "priority":
      return column("priority", "v.priority", [priorities[text] ?? text]);
  }
}

export const waitsForApproval =
  "(exists (select from draft d where d.conversation_id = v.id and d.state = 'pending') or exists (select from hold h where h.conversation_id = v.id and h.state = 'pending' and h.needs_approval))";
