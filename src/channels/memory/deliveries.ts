import type { ConnectionState } from "../../domain/connection.ts";
import type { OutgoingMessage } from "../../domain/message.ts";

/** One message that left through the memory channel. `attempts` above 1: the same key was handed over again and had no second effect. */
export type MemoryDelivery = Pick<
  OutgoingMessage,
  "key" | "conversationId" | "threadKey" | "to" | "subject" | "text" | "author" | "language"
> & {
  at: string;
  attempts: number;
};

const prefix = "delivery/";

export async function record(state: ConnectionState, message: OutgoingMessage, now: Date): Promise<void> {
  const { key, conversationId, threadKey, to, subject, text, author, language } = message;
  const first: MemoryDelivery = {
    key,
    conversationId,
    threadKey,
    to,
    text,
    author,
    language,
    at: now.toISOString(),
    attempts: 1,
    ...(subject === undefined ? {} : { subject }),
  };
  await state.update(prefix + key, (current) => {
    const earlier = current as MemoryDelivery | undefined;
    return earlier ? { ...earlier, attempts: earlier.attempts + 1 } : first;
  });
}

/** Everything sent through one memory connection that records in state, newest first. */
export async function listDeliveries(state: ConnectionState): Promise<MemoryDelivery[]> {
  const rows = await state.list(prefix);
  return rows.map(({ value }) => value as MemoryDelivery).sort((left, right) => right.at.localeCompare(left.at));
}
