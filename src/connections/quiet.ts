/** Connections nobody has called for a while are asked whether they work, so that a mailbox whose password ran out is noticed before a customer does. */
import type { Connections } from "./connections.ts";
import { longestReadMs, within } from "./watch.ts";

const quietMs = 10 * 60_000;

/** Resolves to how many were asked. Language models are not: every word of theirs costs money. */
export async function checkQuiet(connections: Connections, now: Date): Promise<number> {
  const all = [
    ...connections.channels().map(({ id, title, channel }) => ({ id, title, check: channel.check })),
    ...connections.stores().map(({ id, title, store }) => ({ id, title, check: store.check })),
    ...connections.carriers().map(({ id, title, carrier }) => ({ id, title, check: carrier.check })),
  ];
  const quiet = all.filter(({ id }) => {
    const { answeredAt, faultAt } = connections.health.standing(id);
    return now.getTime() - Math.max(answeredAt ?? 0, faultAt ?? 0) > quietMs;
  });
  // What is wrong is noted by the check itself.
  await Promise.all(quiet.map(({ title, check }) => check && within(longestReadMs, check(), title).catch(() => undefined)));
  return quiet.length;
}
