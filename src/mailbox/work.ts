/** The shapes the worker's parts hand to each other: a claimed conversation, and the plan of what to write about it. */
import type { InboundMessage, IdentityKind, Sender } from "../domain/message.ts";
import type { Mode, Outcome, Reply, Trace } from "../domain/run.ts";
import type { Priority } from "../domain/understanding.ts";
import type { Asked, Effect, Wait, WaitState } from "../workflow/engine/decision.ts";

export type Address = { kind: IdentityKind; value: string };

export type WorkMessage = {
  id: string;
  seq: number;
  text: string;
  subject: string | null;
  at: string;
  sender: Sender & { also?: Address[] };
  automatic: InboundMessage["automatic"] | null;
  channelData: Record<string, unknown> | null;
  externalId: string | null;
};

/** A conversation under lease. `epoch` and `revision` are what the commit will be compared with. */
export type Work = {
  id: string;
  epoch: number;
  revision: number;
  pending: number;
  attempts: number;
  connectionId: string;
  threadKey: string | null;
  storeId: string | null;
  subject: string | null;
  language: string | null;
  status: string;
  priority: Priority;
  asked: Asked | null;
  proven: Address[];
  isPaused: boolean;
  needsPerson: boolean;
  handoverReason: string | null;
  team: string | null;
  dueAt: string | null;
  /** `contacts30d`: their conversations of the last 30 days, this one included, counted up to 50. */
  customer: { id: string | null; name: string | null; isVip: boolean; language: string | null; contacts30d: number };
  /** Whom we write to where nobody has written to us. */
  recipient: (Address & { name?: string }) | null;
  messages: WorkMessage[];
  waiting: { id: string; workflow: string; version: string; wait: Wait & { state: WaitState }; messageIds: string[] } | null;
};

/** Another machine wrote; a person has it; something is under way with the shop; Handrail failed. */
export type Bypass = "automatic" | "person" | "hold" | "fault";

export type PlannedReply = { reply: Reply; asks: string | null };
/** `address` null: no code leaves, but everything looks as if one had. */
export type PlannedChallenge = { address: Address | null };

/** What to write for one conversation; the committer turns it into rows. */
export type Plan = {
  work: Work;
  now: string;
  run: {
    id: string;
    messageIds: string[];
    workflow: string | null;
    version: string | null;
    mode: Mode | null;
    outcome: Outcome | null;
    wait: Wait | null;
    trace: Trace;
    /** Why no workflow was asked; missing where one was. */
    bypass?: Bypass;
  };
  /** Only a machine's mail came into a conversation between people: it is recorded, and nothing about the conversation changes. */
  isAside?: true;
  /** A waiting run that ends because of this one. */
  endsRun: string | null;
  /** This run waited for a person or a shop, and the time is over. */
  expiresHold?: true;
  send: PlannedReply[];
  draft: (PlannedReply & { challenge: PlannedChallenge | null }) | null;
  challenges: PlannedChallenge[];
  /** The one-time code the customer typed: which challenge it was compared with and whether it fits. */
  checkedChallenge: { id: string; isRight: boolean; address: Address | null; /** This try included. */ attempt: number } | null;
  set: { tags?: string[]; priority?: Priority; assignee?: string; team?: string; rating?: number };
  /** What the customer wants to be told when it is back, and what not any more. */
  notices: Extract<Effect, { kind: "notice" | "stop_notice" }>[];
  /** The wish of theirs that this run's message fulfils. */
  tellsNotice?: string;
  asked: Asked | null;
};
