import { AppError } from "./errors.ts";

type Bucket = { tokens: number; at: number };
const maxBuckets = 20_000;

/**
 * A token bucket per key: `perMinute` at once, refilled evenly. In this process only, so that a limit never costs a
 * query; with several web processes behind a balancer the effective limit is a multiple. The oldest keys are forgotten first.
 */
export function rateLimit(perMinute: number, now: () => number): (key: string) => void {
  const buckets = new Map<string, Bucket>();
  const perMs = perMinute / 60_000;
  return (key) => {
    const at = now();
    const last = buckets.get(key) ?? { tokens: perMinute, at };
    const tokens = Math.min(perMinute, last.tokens + (at - last.at) * perMs);
    buckets.delete(key);
    buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at });
    if (buckets.size > maxBuckets) buckets.delete(buckets.keys().next().value!);
    if (tokens < 1)
      throw new AppError("rate_limited", "Too many requests from here. Please wait a moment.", {
        retryAfterMs: Math.ceil((1 - tokens) / perMs),
      });
  };
}

/** One household counts as one: an IPv6 network of /64, or one IPv4 address (also when written as ::ffff:1.2.3.4). */
export function addressKey(remoteAddress: string): string {
  const address = remoteAddress.replace(/^::ffff:(?=\d+\.)/i, "");
  if (!address.includes(":")) return address;
  const [left = "", right] = address.split("::");
  const head = left === "" ? [] : left.split(":");
  const tail = right === undefined || right === "" ? [] : right.split(":");
  const full =
    right === undefined ? head : [...head, ...Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => "0"), ...tail];
  return full.slice(0, 4).join(":");
}
