/** One message as a run would get it, made of what somebody typed: for `handrail ask` and for trying a workflow out. */
import { newId } from "../domain/ids.ts";
import type { Sender } from "../domain/message.ts";
import type { Reader } from "../domain/understanding.ts";
import type { RunInput } from "../workflow/engine/decision.ts";

export type Asking = {
  text: string;
  subject?: string | undefined;
  /** The customer's e-mail address; without one it is somebody nobody knows. */
  from?: string | undefined;
  isProven: boolean;
  /** The order it is about, as if the message named it. */
  order?: string | undefined;
  /** Where it comes from, e.g. "command-line". */
  channel: string;
};

/** Reads the message and makes a run's input of it, as of now. */
export function askInput(reader: Reader, { text, subject, from, isProven, order, channel }: Asking): RunInput {
  const understanding = reader.read({ text, ...(subject ? { subject } : {}) });
  if (order) {
    const value = order.replace(/^#/, "");
    const named = understanding.entities.order_number ?? [];
    if (!named.some((entity) => entity.value === value)) {
      understanding.entities.order_number = [{ text: order, value, start: 0, end: 0 }, ...named];
      understanding.why["order_number"] = "Given beside the message.";
    }
  }
  const address = from?.trim().toLowerCase();
  const sender: Sender = address
    ? { kind: "email", value: address, proof: isProven ? "proven" : "none" }
    : { kind: "channel", value: channel, proof: "none" };
  const now = new Date().toISOString();
  return {
    conversationId: newId(),
    channel: { connectionId: channel, maxLength: null, richText: false },
    storeId: null,
    messages: [{ id: newId(), text, subject: subject ?? null, sender, at: now }],
    asked: null,
    proven: address && isProven ? [{ kind: "email", value: address }] : [],
    replyAddress: null,
    customer: { id: null, name: null, isVip: false, language: null, contacts30d: 0 },
    understanding,
    reader: reader.version,
    now,
  };
}
