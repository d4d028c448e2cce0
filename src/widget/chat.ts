import { openDesk } from "./desk.ts";
import { loseConnection, stopListening } from "./listen.ts";
import { sendAgain, sendUnsent } from "./outbox.ts";
import { findPlace, forgetOthers, userOf, userStorage } from "./storage.ts";
import { emptyView, viewCell, type Cell, type Unsent } from "./view.ts";
import { listenIfUseful, markSeen, openVisit, resume, write, type Visit } from "./visit.ts";

/** The chat of this page, without its looks. */
export type Chat = {
  view: Cell;
  /** `text` is filled in unless the visitor is already writing. */
  open(text?: string): void;
  close(): void;
  send(text: string): void;
  again(message: Unsent): void;
  /** A file of the thread; null when it cannot be had. */
  file(id: string): Promise<Blob | null>;
  /** Who is signed in, by the shop's customer token; null for nobody. */
  identify(customerToken: string | null): void;
};

export type ChatOptions = { address: string; connection: string; language: string; customerToken: string | null };

const hiddenMs = 20_000;

export function startChat({ address, connection, language, customerToken }: ChatOptions): Chat {
  const view = viewCell();
  const desk = openDesk(address);
  const place = findPlace();
  let user = "";
  let visit: Visit;
  let ending = new AbortController();

  function identify(token: string | null): void {
    const next = userOf(token);
    // A fresh token for the same user changes nothing, unless the last one had expired.
    if (next === user && view.get().problem !== "signed_out") return;
    ending.abort();
    ending = new AbortController();
    if (next !== user) forgetOthers(place, connection, next);
    const { isOpen } = view.get();
    // Nothing of the last user may stay on the screen, the unsent text included.
    view.set(next === user ? { problem: null } : { ...emptyView, isOpen });
    user = next;
    visit = openVisit({
      desk,
      storage: userStorage(place, connection, user),
      view,
      language,
      user,
      customerToken: token,
      signal: ending.signal,
    });
    resume(visit);
  }

  identify(customerToken);
  watchPage(() => visit);
  view.subscribe(() => {
    if (view.get().isOpen) markSeen(visit);
  });

  return {
    view,
    open(text = "") {
      view.set({ isOpen: true, text: view.get().text || text });
      listenIfUseful(visit);
    },
    close: () => view.set({ isOpen: false }),
    send: (text) => {
      write(visit, text);
      listenIfUseful(visit);
    },
    again: (message) => sendAgain(visit, message),
    async file(id) {
      const token = await visit.token();
      const answer = token.kind === "done" ? await desk.file(token.body, id) : token;
      return answer.kind === "done" && typeof answer.body !== "string" ? answer.body : null;
    },
    identify,
  };
}

function watchPage(visit: () => Visit): void {
  let hiding: ReturnType<typeof setTimeout> | undefined;
  addEventListener("online", () => {
    visit().waiting.wake();
    void sendUnsent(visit());
    listenIfUseful(visit());
  });
  addEventListener("offline", () => loseConnection(visit()));
  document.addEventListener("visibilitychange", () => {
    clearTimeout(hiding);
    if (document.visibilityState === "visible") listenIfUseful(visit());
    else hiding = setTimeout(() => stopListening(visit()), hiddenMs);
  });
}
