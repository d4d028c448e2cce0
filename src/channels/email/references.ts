/** Which earlier messages does a mail answer? Nearest first; whether it may join their conversation is decided elsewhere. */
import { parseAddresses } from "./addresses.ts";
import type { MailHeaders } from "./automatic.ts";
import { idFromPlusAddress, messageIds } from "./message-id.ts";

const MAX_REFERENCES = 50;
const RECIPIENTS = ["to", "cc", "delivered-to", "x-original-to", "envelope-to"];

export function referencesOf(headers: MailHeaders, own: { externalId: string; address: string; secret: string }): string[] {
  const answered = messageIds(headers.first("in-reply-to"), 5).toReversed();
  const chain = messageIds(headers.first("references"), MAX_REFERENCES).toReversed();
  const byAddress = RECIPIENTS.flatMap((name) => parseAddresses(headers.first(name)))
    .map((entry) => idFromPlusAddress(entry.address, own.address, own.secret))
    .filter((id) => id !== null);
  // A mail that names itself as its own ancestor says nothing.
  return [...new Set([...answered, ...chain, ...byAddress])].filter((id) => id !== own.externalId).slice(0, MAX_REFERENCES);
}
