/** Links, hosts and mail addresses in a reply. A link leads where a fact leads, or to a host the shop names. */
import type { Ground } from "./grounds.ts";

export type Address = { kind: "link" | "host" | "email"; text: string; start: number; end: number };

const links = /(?<![\p{L}\p{N}])(?:[a-z][a-z0-9+.-]{1,20}:\/\/|www\.)[^\s<>"]+/giu;
const emails = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5}/gu;
const hosts = /(?<![\p{L}\p{N}.@/-])[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,4}\.(?:[a-z]{2,24})(?![\p{L}\p{N}])(?:\/[^\s<>"]*)?/giu;

export function findAddresses(text: string): Address[] {
  const found: Address[] = [];
  const add = (kind: Address["kind"], match: RegExpExecArray): void => {
    const shown = match[0].replace(/[.,;:!?)\]’']{1,5}$/, "");
    const [start, end] = [match.index, match.index + shown.length];
    if (!found.some((one) => start < one.end && one.start < end)) found.push({ kind, text: shown, start, end });
  };
  for (const match of text.matchAll(links)) add("link", match);
  for (const match of text.matchAll(emails)) add("email", match);
  for (const match of text.matchAll(hosts)) if (/\p{L}/u.test(match[0].split(".")[0]!) && !isAbbreviation(match[0])) add("host", match);
  return found;
}

/** "z.B", "e.g", "p.ej": no host has a label of one letter before an ending of one or two. */
const isAbbreviation = (text: string): boolean => /^\p{L}{1,3}\.\p{L}{1,2}$/u.test(text) || /^\p{Ll}+\.\p{Lu}/u.test(text);

export function isAllowed(address: Address, grounds: readonly Ground[], linkHosts: readonly string[]): Ground | null {
  if (address.kind === "email")
    return grounds.find((one) => one.kind === "text" && one.value.toLowerCase() === address.text.toLowerCase()) ?? null;
  const wanted = parse(address.text);
  if (!wanted) return null;
  const fact = grounds.find((one) => one.kind === "url" && isSame(parse(one.value), wanted, address.kind === "host"));
  if (fact) return fact;
  const isOwn =
    (wanted.protocol === "https:" || wanted.protocol === "http:") &&
    linkHosts.some((host) => wanted.hostname === host || wanted.hostname.endsWith(`.${host}`));
  return isOwn ? { kind: "url", value: address.text, shown: address.text, field: "store.host", source: "store", at: "" } : null;
}

function parse(text: string): URL | null {
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  return URL.canParse(whole) ? new URL(whole) : null;
}

/** A bare host stands for the page of a fact on it; a whole link has to be that link. */
function isSame(known: URL | null, wanted: URL, isHost: boolean): boolean {
  if (!known || known.hostname.replace(/^www\./, "") !== wanted.hostname.replace(/^www\./, "")) return false;
  if (isHost && wanted.pathname === "/") return true;
  return known.pathname.replace(/\/$/, "") === wanted.pathname.replace(/\/$/, "") && known.search === wanted.search;
}
