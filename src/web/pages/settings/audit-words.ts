/** The audit log in words: who did what to whom. Identifiers become names where we know one, and go where nobody needs them. */
import { dayTime } from "../../ui/time.ts";
import { inWords, shortValue } from "../../ui/words.ts";

const acts: Record<string, string> = {
  sign_in: "Signed in",
  "user.create": "Added a user",
  "user.role": "Changed a role",
  "user.deactivate": "Deactivated a user",
  "user.reactivate": "Activated a user",
  "user.reset_password": "Reset a password",
  "user.change_password": "Changed their password",
  "key.create": "Created an API key",
  "key.revoke": "Revoked an API key",
  "demo.clear": "Cleared the demo data",
  "folder.apply": "Applied files",
  "workflow.publish": "Published a workflow",
  "workflow.mode": "Changed a workflow's mode",
  "template.save": "Saved a template",
  "rules.save": "Saved rules",
  "reports.hour_cost": "Changed what an hour costs",
  "quarantine.released": "Read a message again",
  "quarantine.discarded": "Discarded a message",
  "conversation.reply": "Replied",
  "conversation.note": "Wrote a note",
  "conversation.send": "Sent, not left yet",
  "conversation.unsend": "Called back a reply",
  "snippet.save": "Saved a snippet",
  "snippet.delete": "Deleted a snippet",
  "settings.undo_send": "Changed how long a reply can be called back",
  "conversation.assign": "Assigned",
  "conversation.snooze": "Snoozed",
  "conversation.close": "Closed",
  "conversation.reopen": "Reopened",
  "conversation.pause": "Paused automation",
  "conversation.resume": "Let automation continue",
  "conversation.category": "Changed the category",
  "conversation.tags": "Changed the tags",
  "conversation.spam": "Marked as spam",
  "conversation.undo": "Took back a change of many",
  "conversation.merge": "Merged two conversations",
  "conversation.unmerge": "Took a merge back",
  "conversation.split": "Split messages off",
  "conversation.unsplit": "Took a split back",
  "view.save": "Saved a view for the team",
  "view.remove": "Removed a view of the team",
  "draft.approve": "Approved a draft",
  "draft.edit": "Edited and sent a draft",
  "draft.refresh": "Wrote a draft anew, because the facts had changed",
  "draft.reject": "Rejected a draft",
  "workflow.remove": "Removed a workflow",
  "workflow.promote": "Let a workflow answer by itself, by its reviews",
  "workflow.demote": "Took a workflow back to drafts, by its reviews",
  "workflow.ladder": "Changed how a workflow may climb",
  "hold.approve": "Said yes to a workflow",
  "hold.refuse": "Said no to a workflow",
  "review.add": "Reviewed a decision",
  "model.promote": "Trained a model, now in force",
  "model.refuse": "Trained a model that was not better",
  "delivery_model.promote": "Trained a prediction of deliveries, now in use",
  "delivery_model.refuse": "Trained a prediction of deliveries that was not better",
  "delivery_model.retire": "Stopped predicting deliveries: the promises are better now",
  "model.use": "Put an earlier model in force",
  "connection.save": "Saved a connection",
  "connection.remove": "Took a connection away",
  "connection.enable": "Switched a connection on",
  "connection.disable": "Switched a connection off",
  "connection.sync": "Had a shop's orders read",
  "workflow.backtest": "Ran a backtest",
  "models.purpose": "Changed what language models are used for",
  "models.price": "Set the price of a language model",
  "models.budget": "Set the budget for language models",
  "customer.export": "Exported a customer's data",
  "customer.erase": "Erased a customer",
};

export const actWords = (act: string): string => (Object.hasOwn(acts, act) && acts[act]) || inWords(act);

/** Names by id, of users and API keys. */
export type Names = ReadonlyMap<string, string>;

/** "Mira" for "user:01a2…"; "Handrail" for what it did by itself. */
export function actorWords(actor: string, names: Names): string {
  if (actor === "system") return "Handrail";
  const [kind = "", id = ""] = cut(actor);
  const name = names.get(id);
  if (kind === "key") return name ? `API key ${name}` : "An API key";
  return name ?? (isUuid(id) ? `A ${inWords(kind).toLowerCase()}` : inWords(actor));
}

/** What it was done to; `conversationId` when there is a page for it. */
export function targetWords(target: string | null, names: Names): { text: string; conversationId?: string } {
  const [kind = "", id = ""] = cut(target ?? "");
  if (kind === "conversation") return { text: "Conversation", conversationId: id };
  if (kind === "workflow") return { text: inWords(id) };
  return { text: names.get(id) ?? (isUuid(id) || id === "" ? "" : `${inWords(kind)} ${id}`) };
}

/** "Role: admin · E-mail: a@b.c"; lists are counted, moments are dates, and identifiers without a name are left out. */
export function detailWords(data: Readonly<Record<string, unknown>>, names: Names): string {
  return Object.entries(data)
    .flatMap(([key, value]) => {
      const text = valueWords(value, names);
      return text === "" ? [] : [`${inWords(key)}: ${text}`];
    })
    .join(" · ");
}

function valueWords(value: unknown, names: Names): string {
  if (Array.isArray(value)) return value.length > 3 ? countWords(value.map(String)) : value.map(String).join(", ");
  if (typeof value !== "string") return value === null || value === undefined ? "none" : shortValue(value);
  if (names.has(value)) return names.get(value) ?? "";
  if (isUuid(value)) return "";
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? dayTime(value, true) : shortValue(value);
}

/** "5 workflow, 40 template" from lines that begin with what they are. */
function countWords(lines: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const kind = line.split(" ", 1)[0] ?? "";
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  if (counts.size > 6) return `${lines.length} entries`;
  return [...counts].map(([kind, count]) => `${count} ${kind}${count === 1 ? "" : "s"}`).join(", ");
}

function cut(text: string): [string, string] | [string] {
  const colon = text.indexOf(":");
  return colon < 0 ? [text] : [text.slice(0, colon), text.slice(colon + 1)];
}

const isUuid = (text: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
