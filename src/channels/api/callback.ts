import { createHmac } from "node:crypto";
import type { OutgoingMessage, SendReceipt } from "../../domain/message.ts";
import { fetchHttp } from "../../http/fetch.ts";

export type Callback = { url: string; secret: string; timeoutMs: number; now: Date };

/** The signing key in `whsec_<base64>`; the prefix may be missing. */
export function decodeSecret(secret: string): Buffer {
  return Buffer.from(secret.replace(/^whsec_/, ""), "base64");
}

/** `v1,<base64>` over "id.timestamp.body", as in https://www.standardwebhooks.com (timestamp in Unix seconds). */
export function signCallback(secret: string, id: string, timestamp: number, body: string): string {
  return `v1,${createHmac("sha256", decodeSecret(secret)).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}

/** Posts one reply. `webhook-id` and `Idempotency-Key` are the outbox key, so a second attempt can be recognised. */
export async function postCallback({ url, secret, timeoutMs, now }: Callback, message: OutgoingMessage): Promise<SendReceipt> {
  const body = JSON.stringify(payload(message));
  const timestamp = Math.floor(now.getTime() / 1000);
  const response = await fetchHttp({
    url,
    vendor: "The callback address",
    method: "POST",
    timeoutMs,
    body,
    maxBytes: 100_000,
    headers: {
      "content-type": "application/json",
      "user-agent": "Handrail",
      "idempotency-key": message.key,
      "webhook-id": message.key,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": signCallback(secret, message.key, timestamp, body),
    },
  });
  return { ...readExternalId(response.text()), state: "delivered" };
}

function payload(message: OutgoingMessage): object {
  const { to, channelData } = message;
  return {
    type: "message.sent",
    timestamp: message.at,
    data: {
      id: message.key,
      conversation_id: message.conversationId,
      conversation: channelData["conversation"] ?? null,
      to: { ...(to.kind === "channel" ? {} : { [to.kind]: to.value }), name: to.name ?? null },
      subject: message.subject ?? null,
      text: message.text,
      language: message.language,
      author: message.author,
      in_reply_to: message.earlierExternalIds.at(-1) ?? null,
    },
  };
}

/** A callback may answer `{ "external_id": "…" }` to name the message in its own system; anything else is fine too. */
function readExternalId(answer: string): { externalId?: string } {
  try {
    const id = (JSON.parse(answer) as { external_id?: unknown } | null)?.external_id;
    return typeof id === "string" && id.length > 0 && id.length <= 500 ? { externalId: id } : {};
  } catch {
    return {};
  }
}
