/** What a waiting run has asked a person or a shop for. */
import type { Money } from "./money.ts";
import type { ActionDetails, ActionKind } from "./action.ts";

/** What the run waits for beside time and messages: a person's answer, or a write to the shop. */
export type Hold =
  | { kind: "approval"; question: string; team: string; people: number; expiresAt: string }
  | { kind: "action"; action: ActionWish; expiresAt: string };

/** A write to the shop as a workflow wants it; the policy decides at the moment of the act. */
export type ActionWish = {
  kind: ActionKind;
  connectionId: string;
  orderId: string;
  orderNumber: string;
  details: ActionDetails;
  reason: string;
  /** The message in which the customer said yes to exactly this; null when nobody asked. */
  confirmedBy: string | null;
};

/** What became of a hold; in the facts under "$results", by the path of the step that asked. */
export type HoldResult = {
  state: "approved" | "refused" | "expired" | "done" | "denied" | "failed" | "unknown";
  by: string | null;
  note: string | null;
  amount: Money | null;
  /** What the shop made of it: a code, a label, a new order. */
  made?: ActionMade;
};

/** What a write made in the shop, as far as a customer may be told. */
export type ActionMade = { code?: string; url?: string; order?: string };
