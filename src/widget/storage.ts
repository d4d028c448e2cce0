/**
 * What the widget keeps in the browser, under `handrail/<connection>/<user>/`: the session, and messages not sent yet, each
 * under its own key so that two tabs never overwrite each other's. Falls back to this page's memory where storage is forbidden.
 */
export type StoredSession = {
  token: string;
  expiresAt: number;
  fetchedAt: number;
  title: string;
  greeting: string;
  /** Something was written in this session: worth listening for answers without the panel open. */
  hasTalked?: boolean;
  /** Time of the newest answer the visitor has seen. */
  seenAt?: string;
};
export type StoredMessage = { clientId: string; text: string; at: string };

export const anonymous = "anonymous";

export type UserStorage = {
  readSession(): StoredSession | undefined;
  writeSession(session: StoredSession | undefined): void;
  /** Oldest first. */
  unsent(): StoredMessage[];
  keep(message: StoredMessage): void;
  drop(clientId: string): void;
};

type Place = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

function memoryPlace(): Place {
  const rows = new Map<string, string>();
  return {
    getItem: (key) => rows.get(key) ?? null,
    setItem: (key, value) => void rows.set(key, value),
    removeItem: (key) => void rows.delete(key),
    key: (index) => [...rows.keys()][index] ?? null,
    get length() {
      return rows.size;
    },
  };
}

export function findPlace(): Place {
  try {
    const probe = "handrail/probe";
    localStorage.setItem(probe, "1");
    localStorage.removeItem(probe);
    return localStorage;
  } catch {
    return memoryPlace();
  }
}

function keysOf(place: Place, prefix: string): string[] {
  const keys = Array.from({ length: place.length }, (_, index) => place.key(index));
  return keys.filter((key): key is string => key !== null && key.startsWith(prefix));
}

function readJson<T>(place: Place, key: string): T | undefined {
  try {
    return (JSON.parse(place.getItem(key) ?? "null") as T | null) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(place: Place, key: string, value: unknown): void {
  try {
    place.setItem(key, JSON.stringify(value));
  } catch {
    // Full: the message stays in the page's memory and is lost only when the page is closed before it is sent.
  }
}

export function userStorage(place: Place, connection: string, user: string): UserStorage {
  const base = `handrail/${connection}/${user}/`;
  return {
    readSession: () => readJson<StoredSession>(place, `${base}session`),
    writeSession: (session) => (session ? write(place, `${base}session`, session) : place.removeItem(`${base}session`)),
    unsent: () =>
      keysOf(place, `${base}out/`)
        .flatMap((key) => readJson<StoredMessage>(place, key) ?? [])
        .sort((left, right) => left.at.localeCompare(right.at)),
    keep: (message) => write(place, `${base}out/${message.clientId}`, message),
    drop: (clientId) => place.removeItem(`${base}out/${clientId}`),
  };
}

/** Forgets every signed-in user but `user`: whoever signs out, or hands the computer on, leaves nothing behind. */
export function forgetOthers(place: Place, connection: string, user: string): void {
  const base = `handrail/${connection}/`;
  for (const key of keysOf(place, base)) {
    const owner = key.slice(base.length).split("/")[0];
    if (owner !== user && owner !== anonymous) place.removeItem(key);
  }
}

/** Names a signed-in user in storage keys: a hash of what the customer token says, so that the key shows no address. */
export function userOf(customerToken: string | null): string {
  if (!customerToken) return anonymous;
  try {
    const body = (customerToken.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    const claims = JSON.parse(atob(body)) as { customer_id?: string; email?: string };
    return `u${hash(String(claims.customer_id ?? claims.email?.toLowerCase() ?? customerToken))}`;
  } catch {
    return `u${hash(customerToken)}`;
  }
}

/** 53 bits, not cryptographic (crypto.subtle is missing on pages without TLS): it only keeps users' keys apart. */
function hash(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    high = Math.imul(high ^ text.charCodeAt(index), 2654435761);
    low = Math.imul(low ^ text.charCodeAt(index), 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}

export function newClientId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
