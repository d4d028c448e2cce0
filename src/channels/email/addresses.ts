/** Who wrote, where an answer goes, and how far that can be trusted. */
import { addressParser } from "postal-mime";
import type { Sender } from "../../domain/message.ts";
import { cleanLine } from "./clean-text.ts";

export type MailAddress = { address: string; name: string };

const MAX_ADDRESSES = 200;
// No quoting, spaces or invisible characters: such addresses exist on paper and in attacks.
const LOCAL = /^[^\s@<>",;:\\()[\]\p{Cc}\p{Cf}]{1,64}$/u;
const DOMAIN = /^[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,250}[\p{L}\p{N}])?$/u;

/** The address in lower case, or null when nothing can be sent there. */
export function normalAddress(text: string): string | null {
  const address = text.trim().toLowerCase();
  const at = address.lastIndexOf("@");
  if (at < 1 || address.length > 254 || !address.isWellFormed()) return null;
  const domain = address.slice(at + 1);
  return LOCAL.test(address.slice(0, at)) && DOMAIN.test(domain) && !domain.includes("..") ? address : null;
}

/** The mailboxes of an address header, groups unwrapped, unusable ones left out. */
export function parseAddresses(value: string): MailAddress[] {
  const found: MailAddress[] = [];
  for (const entry of addressParser(value.slice(0, 64_000), { flatten: true })) {
    const address = normalAddress(entry.address ?? "");
    if (address !== null) found.push({ address, name: cleanLine(entry.name, 200) });
    if (found.length === MAX_ADDRESSES) break;
  }
  return found;
}

export type Envelope = {
  from: MailAddress[];
  /** How many From headers there were; more than one is a forgery or a broken program. */
  fromHeaders: number;
  replyTo: MailAddress[];
  sender: MailAddress[];
  isForwarded: boolean;
  isFromMachine: boolean;
};

/**
 * The sender is whoever our answer will reach. With a Reply-To that is the Reply-To address, not the From address: a
 * contact form writes from its own address for all customers, and a forger writes from the customer's address with a
 * Reply-To of his own. Either way the person who reads the answer is the person the conversation belongs to.
 */
export function senderOf(envelope: Envelope): Sender | null {
  const from = envelope.from[0] ?? envelope.sender[0];
  const answer = envelope.replyTo[0] ?? from;
  if (answer === undefined) return null;
  const isPlain =
    envelope.fromHeaders === 1 &&
    envelope.from.length === 1 &&
    envelope.replyTo.every((entry) => entry.address === answer.address) &&
    envelope.from[0]!.address === answer.address &&
    !envelope.isForwarded &&
    !envelope.isFromMachine;
  // The name beside From belongs to the From address: beside a foreign Reply-To it would lend a stranger a known name.
  return { kind: "email", value: answer.address, ...(answer.name ? { name: answer.name } : {}), proof: isPlain ? "reply_address" : "none" };
}

/** The same mailbox, with or without "+something". */
export function isSameMailbox(address: string, own: string): boolean {
  const at = address.lastIndexOf("@");
  const plus = address.indexOf("+");
  const bare = plus > 0 && plus < at ? address.slice(0, plus) + address.slice(at) : address;
  return address === own || bare === own;
}
