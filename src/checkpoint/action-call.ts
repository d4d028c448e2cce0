/** From an allowed wish to the one call at the shop. The same call can be made again later with the same key. */
import type { ActionDetails, ActionKind, Verdict } from "../domain/action.ts";
import { AppError } from "../domain/errors.ts";
import type { Money } from "../domain/money.ts";
import type { ActionReceipt, Store, WriteLine } from "../stores/store.ts";

export type Call = {
  id: string;
  key: string;
  verdict: Verdict;
  conversationId: string | null;
  kind: ActionKind;
  orderId: string;
  details: ActionDetails;
  reason: string;
  /** The part of a refund that gives shipping costs back. */
  shipping: Money | null;
  /** Expiry dates count from here, so that a repeated call asks for the same. */
  begunAt: Date;
  actor: string;
  attempts: number;
};

type Allowed = {
  id: string;
  key: string;
  verdict: Verdict;
  wish: { conversationId: string | null; kind: ActionKind; orderId: string; details: ActionDetails; reason: string };
  shipping: Money | null;
  now: Date;
};

export function callOf({ id, key, verdict, wish, shipping, now }: Allowed): Omit<Call, "actor" | "attempts"> {
  const { conversationId, kind, orderId, details, reason } = wish;
  return { id, key, verdict, conversationId, kind, orderId, details, reason, shipping, begunAt: now };
}

/** AppErrors of the store. */
export function write({ actions }: Store, { kind, details, verdict, shipping, begunAt, ...call }: Call): Promise<ActionReceipt> {
  const base = { key: call.key, orderId: call.orderId, reason: call.reason };
  const lines: WriteLine[] = (details.lines ?? []).map(({ line, quantity, sku }) => ({
    lineId: line,
    quantity,
    ...(sku === undefined ? {} : { sku }),
  }));
  const method = details.method === undefined ? {} : { method: details.method };
  switch (kind) {
    case "refund":
      return actions.refund!({
        ...base,
        ...method,
        amount: verdict.amount!,
        ...(lines.length > 0 ? { lines } : {}),
        ...(shipping ? { shipping } : {}),
      });
    case "cancel":
      return actions.cancel!(base);
    case "change_address":
      return actions.change_address!({ ...base, address: details.address! });
    case "change_profile":
      return actions.change_profile!({ ...base, address: details.address! });
    case "change_items":
      return actions.change_items!({ ...base, ...method, lines: lines.map(withSku) });
    case "reship": {
      const address = details.address ? { address: details.address } : {};
      return actions.reship!({ ...base, ...method, ...address, lines, returns: details.returns === true });
    }
    case "return_label":
      return actions.return_label!({ ...base, ...method, lines });
    case "discount_code": {
      const expiresAt = new Date(begunAt.getTime() + details.valid_days! * 86_400_000).toISOString();
      const off = details.percent === undefined ? { amount: details.amount! } : { percent: details.percent };
      return actions.discount_code!({ ...base, ...off, expiresAt });
    }
    case "tag":
      return actions.tag!({ ...base, tags: details.tags! });
  }
}

function withSku(line: WriteLine): Required<WriteLine> {
  if (line.sku === undefined) throw new AppError("invalid", "change_items needs a sku for every line.");
  return { ...line, sku: line.sku };
}
