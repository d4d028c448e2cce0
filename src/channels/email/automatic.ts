/** Is this mail written by a machine? Answering one could start two machines writing to each other for ever. */
import type { AutomaticKind } from "../../domain/message.ts";
import { isSameMailbox, type MailAddress } from "./addresses.ts";
import { isOwnMessageId } from "./message-id.ts";

export type MailHeaders = {
  /** The first value of a header, "" when absent. Names in lower case. */
  first(name: string): string;
  all(name: string): string[];
};

export type AutomaticInput = {
  headers: MailHeaders;
  from: MailAddress[];
  replyTo: MailAddress[];
  messageId: string | null;
  /** There is a delivery report among the parts. */
  hasDeliveryReport: boolean;
  ownAddress: string;
  secret: string;
};

const DAEMON = /^(mailer-daemon|postmaster|mail-daemon)@/;
const NO_REPLY = /^(no-?reply|do-?not-?reply|donotreply|noreply[.+-][^@]*)@/;

/** The first reason that applies, the strongest first; undefined when a person seems to have written. */
export function automaticKind(mail: AutomaticInput): AutomaticKind | undefined {
  if (isOwn(mail)) return "own_message";
  if (isBounce(mail)) return "bounce";
  if (isAutoReply(mail)) return "auto_reply";
  if (isList(mail)) return "mailing_list";
  return undefined;
}

function isOwn({ from, replyTo, messageId, ownAddress, secret }: AutomaticInput): boolean {
  if (messageId !== null && isOwnMessageId(messageId, secret)) return true;
  const isFromUs = from.some((entry) => isSameMailbox(entry.address, ownAddress));
  // A contact form on the shop's own site writes from the shop's address and names the customer in Reply-To.
  const isForSomebody = replyTo.some((entry) => !isSameMailbox(entry.address, ownAddress));
  return isFromUs && !isForSomebody;
}

function isBounce({ headers, from, hasDeliveryReport }: AutomaticInput): boolean {
  return (
    hasDeliveryReport ||
    /report-type\s*=\s*"?delivery-status/i.test(contentType(headers)) ||
    headers.first("x-failed-recipients") !== "" ||
    from.some((entry) => DAEMON.test(entry.address)) ||
    /mailer-daemon/i.test(headers.first("from").slice(0, 500))
  );
}

function contentType(headers: MailHeaders): string {
  return headers.first("content-type").slice(0, 1000);
}

function isAutoReply({ headers, from, replyTo }: AutomaticInput): boolean {
  const submitted = headers.first("auto-submitted").trim().toLowerCase();
  const suppress = headers.first("x-auto-response-suppress").toLowerCase();
  const answerTo = replyTo[0] ?? from[0];
  return (
    (submitted !== "" && !/^no\b/.test(submitted)) ||
    /\b(all|oof|autoreply)\b/.test(suppress) ||
    /^auto[_-]?reply$/i.test(headers.first("precedence").trim()) ||
    headers.all("return-path").some((value) => /^\s*<\s*>\s*$/.test(value)) ||
    ["x-autoreply", "x-autorespond", "x-auto-reply", "x-handrail-loop"].some((name) => headers.first(name) !== "") ||
    /^multipart\/report/i.test(contentType(headers).trim()) ||
    (answerTo !== undefined && NO_REPLY.test(answerTo.address))
  );
}

function isList({ headers, ownAddress }: AutomaticInput): boolean {
  // A shop whose support address is a group (Google Groups) receives every customer's mail through a list of its own.
  const ownList = ownAddress.replace("@", ".");
  if (headers.first("list-id").toLowerCase().includes(`<${ownList}>`)) return false;
  return (
    ["list-id", "list-unsubscribe", "list-post"].some((name) => headers.first(name) !== "") ||
    /^(bulk|junk|list)$/i.test(headers.first("precedence").trim())
  );
}
