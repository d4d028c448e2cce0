/** What a waiting run has asked a person or a shop for. */
import type { Money } from "./money.ts";
import type { ActionKind } from "./policy.ts";

/** What the run waits for beside time and messages: a person's answer, or a write to the shop. */
export type Hold =
  | { kind: "approval"; question: string; team: string; expiresAt: string }
  | { kind: "action"; action: ActionWish; expiresAt: string };

/** A write to the shop as a workflow wants it; the policy decides at the moment of the act. `amount` null: all that is left. */
export type ActionWish = {
  kind: ActionKind;
  connectionId: string;
  orderId: string;
  orderNumber: string;
  amount: Money | null;
  reason: string;
};

/** What became of a hold; in the facts under "$results", by the path of the step that asked. */
export type HoldResult = {
  state: "approved" | "refused" | "expired" | "done" | "denied" | "failed" | "unknown";
  by: string | null;
  note: string | null;
  amount: Money | null;
};
