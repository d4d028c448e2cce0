/**
 * The contract of a channel: a way for customers to write and be answered. Adapters live beside this file, one folder
 * each, and pass the suite in contract.ts. Nobody outside a channel's folder names the channel: what differs is
 * declared in `can`, and an optional power is an optional function.
 */
import type { z } from "zod";
import type { CheckConnection, ConnectorDefinition } from "../domain/connection.ts";
import type { HookRequest } from "../domain/hook.ts";
import type { DeliveryUpdate, InboundMessage, OutgoingMessage, SendReceipt } from "../domain/message.ts";

export type ChannelCan = {
  /** A sent message can be changed afterwards. */
  edit: boolean;
  richText: boolean;
  attachments: boolean;
  subject: boolean;
  /** Longest text in UTF-16 units; null when there is no limit. */
  maxLength: number | null;
  /** Hours after the customer's last message in which a free reply is allowed; null when always. */
  replyWindowHours: number | null;
  /** Customers leave the page and come back: the reply has to reach them live. */
  live: boolean;
};

export type HookAnswer = {
  status: number;
  headers?: Record<string, string>;
  /** A string is sent as it is, an object as JSON. */
  body?: string | object;
  /** Stored in one transaction before the answer leaves; when that fails the answer is 503 and nothing is stored. */
  messages?: InboundMessage[];
  deliveries?: DeliveryUpdate[];
};

/** What intake says of each message, in the order given. */
export type IntakeResult = { messageId: string; conversationId: string; duplicate: boolean };
export type Intake = (messages: InboundMessage[]) => Promise<IntakeResult[]>;

/** A message that could not be turned into an InboundMessage: set aside, visible to people, retried on demand. */
export type Quarantined = { externalId: string; reason: string; raw: Uint8Array };

export type Listener = {
  intake: Intake;
  /** Sets a message aside so that the ones behind it go on. */
  quarantine(item: Quarantined): Promise<void>;
  /** What became of messages sent earlier, when the news comes the same way as messages do (a bounced e-mail). */
  deliveries?(updates: DeliveryUpdate[]): Promise<void>;
  signal: AbortSignal;
};

export type Channel = {
  /** Hands one message to the vendor. Resolves once the vendor has it; throws AppError with a vendor_* code otherwise. */
  send(message: OutgoingMessage): Promise<SendReceipt>;
  /** Asked after a crash: was the message with this key sent? null: certainly not. Needed when `afterCrash` is "ask". */
  findSent?(key: string): Promise<SendReceipt | null>;
  /** Handles a webhook. Throws AppError bad_signature (nothing is stored) or bad_request. */
  receive?(request: HookRequest): Promise<HookAnswer>;
  /** Pulls messages until `signal` aborts; reconnects by itself and never rejects for a fault of the other side. */
  listen?(listener: Listener): Promise<void>;
  /** Which thread may this customer's page follow live? Throws AppError unauthenticated or forbidden. `headers` go on the stream (CORS). */
  follow?(request: HookRequest): Promise<{ threadKey: string; headers?: Record<string, string> }>;
  /** Headers for every answer to this request, refusals by the host included, so that a page elsewhere can read them (CORS). */
  cors?(request: HookRequest): Record<string, string>;
  /** Parses again what was set aside; null when it still cannot be read. */
  reparse?(raw: Uint8Array): Promise<InboundMessage | null>;
  check?: CheckConnection;
};

export type ChannelDefinition<Settings extends z.ZodType = z.ZodType> = ConnectorDefinition<Settings, Channel> & {
  can: ChannelCan;
  /**
   * What to do with a message of which we do not know whether it left, because the process died in between:
   * `resend` when the vendor recognises the key, `ask` when `findSent` can tell, `hold` when a person has to look.
   */
  afterCrash: "resend" | "ask" | "hold";
  /** This channel can carry a one-time code to an address of this kind. */
  carriesCodesTo?: "email" | "phone";
};
