/**
 * Where a reply may lead: pages of the connected shops, of their carriers and of the help centre, and the hosts the shop names in
 * voice.yaml. Everything else waits for a person, whoever wrote it: a link in a product's title, in an article somebody
 * else can write, or in a language model's words.
 */
import type { Reply } from "../domain/run.ts";
import { findAddresses } from "./grounding/addresses.ts";
import type { Templates } from "./templates.ts";

export type LinkRules = {
  /** Host names, lower case; those below them are meant, too. */
  hosts: readonly string[];
  /** Connections that cannot say which hosts are theirs: a link they give as a fact counts. */
  vouching: ReadonlySet<string>;
};

type Connected = { connectionId: string; hosts?: readonly string[] | undefined };

/** `own`: hosts of this desk and those of voice.yaml. */
export function linkRules(connected: readonly Connected[], own: readonly string[]): LinkRules {
  return {
    hosts: [...new Set([...own, ...connected.flatMap(({ hosts }) => hosts ?? [])].map((host) => host.toLowerCase()))],
    vouching: new Set(connected.filter(({ hosts }) => hosts === undefined).map(({ connectionId }) => connectionId)),
  };
}

/** Templates whose replies follow the rules. `rules` are asked for at each reply, because connections come and go. */
export function withLinks(templates: Templates, rules: () => LinkRules): Templates {
  return {
    ...templates,
    render: (...of) => underRules(templates.render(...of), rules()),
    check: (...of) => underRules(templates.check(...of), rules()),
  };
}

/** The host of a page's address; null for what is no address of a page on the web. */
export function hostOf(address: string): string | null {
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`;
  if (!URL.canParse(whole)) return null;
  const { protocol, hostname, username, password } = new URL(whole);
  return (protocol === "https:" || protocol === "http:") && username === "" && password === "" ? hostname : null;
}

// Neither leads to a page, and some programs run them.
const noPage = /(?<![\p{L}\p{N}])(?:(?:javascript|vbscript|file|blob):\S|data:[a-z]+\/[a-z])/iu;

function underRules(reply: Reply, { hosts, vouching }: LinkRules): Reply {
  const strange = noPage.exec(reply.text);
  if (strange) return held(reply, `“${strange[0]}…” is no address of a page.`);
  let { unsourced } = reply;
  for (const { kind, text, start, end } of findAddresses(reply.text)) {
    if (kind === "email") continue;
    const host = hostOf(text);
    if (host !== null && hosts.some((own) => host === own || host.endsWith(`.${own}`)))
      unsourced = unsourced.filter((piece) => piece.start < start || piece.end > end);
    else if (!reply.evidence.some((fact) => fact.start <= start && fact.end >= end && isTrusted(fact, vouching)))
      return held(reply, `It leads to ${host ?? text}, which is none of the shop's pages. Add it to \`links\` in voice.yaml if it may.`);
  }
  return unsourced.length === reply.unsourced.length ? reply : { ...reply, unsourced };
}

/** An article says where it can be read; what stands in its text is only text. */
const isTrusted = ({ field, source }: Reply["evidence"][number], vouching: ReadonlySet<string>): boolean =>
  field.endsWith(".url") && (vouching.has(source) || source.startsWith("article:"));

const held = (reply: Reply, why: string): Reply => ({ ...reply, held: reply.held ?? why });
