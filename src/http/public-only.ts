/**
 * Requests that leave the network or fail: for addresses somebody typed or a page named, so that nobody can have the desk read
 * what only the desk can reach. What is checked is the address that is connected to, not one looked up a moment before.
 */
import { lookup } from "node:dns";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { pipeline, Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { AppError } from "../domain/errors.ts";

/** RFC 6890 and its registries: this host, private, shared, link-local, documentation, benchmarks, multicast, reserved. */
const inside4 = ranges(
  "ipv4",
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4",
);
/** Also every form that carries an IPv4 address inside: a gateway would lead back in. A list of its own: ::ffff:0:0/96 is all of IPv4. */
const inside6 = ranges(
  "ipv6",
  "::/96 ::ffff:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 fc00::/7 fe80::/9 ff00::/8",
);

function ranges(family: "ipv4" | "ipv6", list: string): BlockList {
  const blocked = new BlockList();
  for (const range of list.split(" ")) blocked.addSubnet(range.slice(0, range.indexOf("/")), Number(range.split("/")[1]), family);
  return blocked;
}

export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  return family === 4 ? !inside4.check(address, "ipv4") : family === 6 && !inside6.check(address, "ipv6");
}

const refusal = (host: string) =>
  new AppError(
    "vendor_refused",
    `${host} is an address inside the network, which is not read. If it is your own, set HANDRAIL_PRIVATE_ADDRESSES=true.`,
  );

const lookUpPublic: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, found) => {
    if (error) return done(error, []);
    if (!found.every(({ address }) => isPublicAddress(address))) return done(refusal(host) as NodeJS.ErrnoException, []);
    if (options.all) return done(null, found);
    return done(null, found[0]!.address, found[0]!.family);
  });
};

/** Like `fetch` without redirects; AppError `vendor_refused` for an address inside the network. */
export function fetchPublic(address: string, init: RequestInit): Promise<Response> {
  const url = new URL(address);
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(literal) !== 0 && !isPublicAddress(literal)) return Promise.reject(refusal(literal));
  return new Promise((resolve, reject) => {
    const send = url.protocol === "https:" ? httpsRequest : httpRequest;
    // A connection of its own each time: a kept one could have been opened by somebody who did not look where it leads.
    const client = send(url, {
      agent: false,
      lookup: lookUpPublic,
      method: init.method ?? "GET",
      headers: { "accept-encoding": "gzip, deflate, br", ...(init.headers as Record<string, string> | undefined) },
      ...(init.signal ? { signal: init.signal } : {}),
    });
    client.once("error", reject);
    client.once("response", (message) => {
      try {
        resolve(toResponse(message));
      } catch (error) {
        message.destroy();
        reject(error as Error);
      }
    });
    client.end(init.body as string | Uint8Array | undefined);
  });
}

const decoders = { gzip: createGunzip, "x-gzip": createGunzip, deflate: createInflate, br: createBrotliDecompress };

function toResponse(message: IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headersDistinct)) for (const one of value ?? []) headers.append(name, one);
  const status = message.statusCode ?? 500;
  const decoder = decoders[(headers.get("content-encoding") ?? "").toLowerCase() as keyof typeof decoders]?.();
  const body = decoder ? pipeline(message, decoder, () => undefined) : message;
  const isEmpty = status === 204 || status === 205 || status === 304;
  if (isEmpty) message.resume();
  return new Response(isEmpty ? null : (Readable.toWeb(body as Readable) as ReadableStream), { status, headers });
}
