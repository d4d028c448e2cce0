import type { StoredMessage } from "./storage.ts";

export type ChatFile = { id: string; name: string; content_type: string; size: number };
export type ChatMessage = {
  id: string;
  direction: "in" | "out";
  author: { kind: "customer" | "agent" | "automation"; name: string | null };
  text: string;
  at: string;
  external_id: string | null;
  files?: readonly ChatFile[];
};

/** `sent`: the desk has it, its echo on the stream is still to come. */
export type Unsent = StoredMessage & { state: "waiting" | "sending" | "sent" | "failed" };

/** All the panel shows. Replaced as a whole at each change, never changed in place. */
export type View = {
  isOpen: boolean;
  messages: readonly ChatMessage[];
  unsent: readonly Unsent[];
  /** `idle`: not listening, since nothing can arrive or the page is hidden. */
  connection: "idle" | "connecting" | "online" | "lost";
  isLoaded: boolean;
  agentName: string | null;
  title: string;
  greeting: string;
  unread: number;
  problem: "signed_out" | "blocked" | null;
  /** What is typed and not sent; survives closing the panel. */
  text: string;
};

export const emptyView: View = {
  isOpen: false,
  messages: [],
  unsent: [],
  connection: "idle",
  isLoaded: false,
  agentName: null,
  title: "",
  greeting: "",
  unread: 0,
  problem: null,
  text: "",
};

/** Adds or replaces by id; in the order of arrival, which is the desk's order. */
export function withMessage(messages: readonly ChatMessage[], message: ChatMessage): ChatMessage[] {
  const known = messages.findIndex(({ id }) => id === message.id);
  return known < 0 ? [...messages, message] : messages.with(known, message);
}

/** Is this message the stored form of what was sent under `clientId`? The desk's external id ends with it. */
export function isEcho(message: ChatMessage, clientId: string): boolean {
  return message.direction === "in" && (message.external_id?.endsWith(`:${clientId}`) ?? false);
}

export type Cell = { get(): View; set(change: Partial<View>): void; subscribe(listener: () => void): () => void };

export function viewCell(): Cell {
  let view = emptyView;
  const listeners = new Set<() => void>();
  return {
    get: () => view,
    set(change) {
      view = { ...view, ...change };
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
