/** What a bounce says of a mail we sent: which one, and why it did not arrive (RFC 3464, and older programs' habits). */
import type { Attachment } from "postal-mime";
import type { DeliveryUpdate } from "../../domain/message.ts";
import { cleanLine } from "./clean-text.ts";
import { isOwnMessageId } from "./message-id.ts";

const REPORT = "message/delivery-status";
const ORIGINAL = new Set(["message/rfc822", "text/rfc822-headers", "message/rfc822-headers"]);
const OWN_ID = /<hr-[0-9a-f]{20}-[0-9a-f]{20}@[^<>\s@]{1,253}>/gi;
const MAX_READ = 64_000;

export type BounceInput = {
  attachments: Attachment[];
  text: string;
  /** References, In-Reply-To and X-Failed-Recipients as received. */
  references: string;
  failedRecipients: string;
  at: string;
  secret: string;
};

export function hasDeliveryReport(attachments: Attachment[]): boolean {
  return attachments.some((part) => part.mimeType === REPORT);
}

/**
 * One update for the mail of ours that bounced for good. Nothing for a delay, and nothing when the id is not signed by
 * us: a forged bounce must not mark somebody's answer as failed.
 */
export function failedDeliveries(input: BounceInput): DeliveryUpdate[] {
  const report = input.attachments
    .filter((part) => part.mimeType === REPORT)
    .map(partText)
    .join("\n");
  const hasFailed = /^action:\s*failed/im.test(report) || (report === "" && input.failedRecipients !== "");
  const externalId = hasFailed ? originalId(input) : undefined;
  if (externalId === undefined) return [];
  return [{ externalId, state: "failed", at: input.at, reason: reasonOf(report, input.failedRecipients) }];
}

function originalId(input: BounceInput): string | undefined {
  const originals = input.attachments.filter((part) => ORIGINAL.has(part.mimeType)).map(partText);
  const places = [...originals, input.references, input.text.slice(0, MAX_READ)];
  return places.flatMap((place) => place.match(OWN_ID) ?? []).find((id) => isOwnMessageId(id, input.secret));
}

function reasonOf(report: string, failedRecipients: string): string {
  const recipient = field(report, "final-recipient").replace(/^rfc822;\s*/i, "") || failedRecipients;
  const why = field(report, "diagnostic-code").replace(/^smtp;\s*/i, "") || field(report, "status");
  return cleanLine(`${recipient}: ${why || "the address does not accept mail"}`, 500);
}

function field(report: string, name: string): string {
  const found = new RegExp(`^${name}:[ \\t]*([^\\n]{1,500})`, "im").exec(report);
  return found?.[1]?.trim() ?? "";
}

function partText(part: Attachment): string {
  const { content } = part;
  if (typeof content === "string") return content.slice(0, MAX_READ);
  return Buffer.from(content instanceof ArrayBuffer ? new Uint8Array(content) : content)
    .subarray(0, MAX_READ)
    .toString("utf8");
}
