import type { Answer, Desk, SessionAnswer } from "./desk.ts";
import { listen } from "./listen.ts";
import { sendUnsent } from "./outbox.ts";
import { anonymous, newClientId, type StoredSession, type UserStorage } from "./storage.ts";
import type { Cell } from "./view.ts";
import { waiting, type Waiting } from "./waiting.ts";

/** What belongs to one user on this page. It ends when somebody else signs in or out; nothing it still does has effect then. */
export type Visit = {
  readonly desk: Desk;
  readonly storage: UserStorage;
  readonly view: Cell;
  readonly signal: AbortSignal;
  readonly language: string;
  readonly waiting: Waiting;
  /** The token to speak with; opens a session when there is none. */
  token(): Promise<Answer<string>>;
  /** The desk did not take the token: forget it. */
  dropToken(): void;
};

const hourMs = 3_600_000;

export type VisitOptions = {
  desk: Desk;
  storage: UserStorage;
  view: Cell;
  language: string;
  user: string;
  customerToken: string | null;
  signal: AbortSignal;
};

export function openVisit({ desk, storage, view, language, user, customerToken, signal }: VisitOptions): Visit {
  let opening: Promise<Answer<string>> | undefined;

  async function open(): Promise<Answer<string>> {
    const stored = storage.readSession();
    if (stored && isFresh(stored, user)) return { kind: "done", body: stored.token };
    // A customer is named by the shop's token alone; an anonymous visitor shows the old session to go on with it.
    const proof = customerToken ? { customer_token: customerToken } : stored?.token ? { visitor_token: stored.token } : {};
    const answer = await desk.session(proof);
    if (signal.aborted) return { kind: "later" };
    // The page was open for so long that the shop's token is over; the session made from it lives on for a while.
    if (answer.kind === "signed_out" && stored && isValid(stored)) return { kind: "done", body: stored.token };
    const meanwhile = storage.readSession();
    // Another tab was faster: two tabs are one visitor.
    if (meanwhile && meanwhile.token !== stored?.token && isFresh(meanwhile, user)) return { kind: "done", body: meanwhile.token };
    return answer.kind === "done" ? { kind: "done", body: keep(answer.body, meanwhile) } : answer;
  }

  function keep({ visitor_token: token, expires_at, title, greeting }: SessionAnswer, earlier: StoredSession | undefined): string {
    storage.writeSession({ ...earlier, token, expiresAt: Date.parse(expires_at), fetchedAt: Date.now(), title, greeting });
    view.set({ title, greeting });
    return token;
  }

  return {
    desk,
    storage,
    view,
    language,
    signal,
    waiting: waiting(),
    token: () => (opening ??= open().finally(() => void (opening = undefined))),
    dropToken() {
      const stored = storage.readSession();
      if (stored) storage.writeSession({ ...stored, token: "", expiresAt: 0 });
    },
  };
}

function isValid({ token, expiresAt }: StoredSession): boolean {
  return token !== "" && expiresAt > Date.now() + 60_000;
}

/** A customer's name or address may have changed in the shop: ask again after an hour. */
function isFresh(session: StoredSession, user: string): boolean {
  return isValid(session) && session.fetchedAt > Date.now() - (user === anonymous ? 24 * hourMs : hourMs);
}

/** Shows what is stored from earlier pages, and goes on sending it. */
export function resume(visit: Visit): void {
  const { storage, view } = visit;
  const session = storage.readSession();
  view.set({
    unsent: storage.unsent().map((message) => ({ ...message, state: "waiting" })),
    ...(session && { title: session.title, greeting: session.greeting }),
  });
  void sendUnsent(visit);
  listenIfUseful(visit);
}

/** Listens while the page is seen and an answer can come: six streams of hidden tabs would block a seventh page (HTTP/1.1). */
export function listenIfUseful(visit: Visit): void {
  const { isOpen, unsent } = visit.view.get();
  const isUseful = isOpen || unsent.length > 0 || visit.storage.readSession()?.hasTalked === true;
  if (isUseful && document.visibilityState === "visible") void listen(visit);
}

export function write(visit: Visit, text: string): void {
  const { storage, view } = visit;
  const message = { clientId: newClientId(), text, at: new Date().toISOString() };
  storage.keep(message);
  view.set({ unsent: [...view.get().unsent, { ...message, state: "waiting" }] });
  void sendUnsent(visit);
}

export function markSeen({ storage, view }: Visit): void {
  const newest = view.get().messages.findLast(({ direction }) => direction === "out");
  const session = storage.readSession();
  if (session && newest && newest.at > (session.seenAt ?? "")) storage.writeSession({ ...session, seenAt: newest.at });
  if (view.get().unread > 0) view.set({ unread: 0 });
}
