/** Asks the customer for a yes to exactly what will be done, and reads the answer. */
import type { ActionDetails } from "../../../domain/action.ts";
import type { Money } from "../../../domain/money.ts";
import { yesOrNo } from "../../../understand/yes-no.ts";
import { after } from "../../duration.ts";
import { moneyFact } from "../../order-facts.ts";
import type { StepContext, StepResult } from "../../step.ts";

type Asked = { messages: string[]; details: ActionDetails };
export type Confirmation =
  | { step: StepResult }
  | { says: "yes"; messageId: string | null }
  | { says: "no"; messageId: string }
  | { says: "unclear" | "nothing"; why: string };

const patience = "3 days";

export type Wish = { what: string; details: ActionDetails; amount: Money | null };

/** What the customer was asked to confirm; null before. */
export function confirmedDetails(context: StepContext): ActionDetails | null {
  return askedOf(context)?.details ?? null;
}

const keyOf = ({ path }: StepContext): string => `confirm:${path}`;
const askedOf = (context: StepContext) => context.pending[keyOf(context)] as Asked | undefined;

export function confirm(template: string, context: StepContext, { what, details, amount }: Wish): Confirmation {
  const { input, render } = context;
  const asked = askedOf(context);
  if (!asked) {
    const until = after(input.now, patience);
    return {
      step: {
        go: "wait",
        again: true,
        why: `Asks the customer whether to ${what}.`,
        effects: [{ kind: "reply", reply: render(template, { wish: wishFacts(details, amount) }) }],
        pending: { [keyOf(context)]: { messages: input.messages.map(({ id }) => id), details } satisfies Asked },
        wait: { until, forMessage: true },
      },
    };
  }
  const answers = input.messages.filter(({ id }) => !asked.messages.includes(id));
  const last = answers.at(-1);
  if (!last) return { says: "nothing", why: `The customer did not answer whether to ${what}.` };
  const says = answers.map(({ text }) => yesOrNo(text));
  // Two answers that do not agree, or one that says more than yes, are for a person to read.
  if (says.every((one) => one === "yes")) return { says: "yes", messageId: last.id };
  if (says.every((one) => one === "no")) return { says: "no", messageId: last.id };
  return { says: "unclear", why: `It is not clear whether the customer wants us to ${what}.` };
}

function wishFacts({ lines = [], address }: ActionDetails, amount: Money | null) {
  const parts = address && [address.line1, `${address.postalCode} ${address.city}`, address.country];
  return {
    amount: amount && moneyFact(amount),
    item_count: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    address: parts ? parts.join(", ") : null,
  };
}
