/** The desk's pages and the widget's script, from memory: they are few, and compressed once instead of per request. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";

export type StaticFile = { type: string; etag: string; plain: Buffer; gzip?: Buffer; br?: Buffer };
export type StaticFiles = ReadonlyMap<string, StaticFile>;

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "application/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".webp": "image/webp",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json",
};
const isText = /^(text|application|image\/svg)/;
const compressGzip = promisify(gzip);
const compressBrotli = promisify(brotliCompress);

/** Every file below `dir` by its address, "/index.html". Empty when there is no such folder. */
export async function readStaticFiles(dir: string): Promise<StaticFiles> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith("."));
  const read = await Promise.all(
    files.map(async (entry): Promise<[string, StaticFile]> => {
      const path = join(entry.parentPath, entry.name);
      return [`/${relative(dir, path).split(sep).join("/")}`, await readStaticFile(path)];
    }),
  );
  return new Map(read);
}

async function readStaticFile(path: string): Promise<StaticFile> {
  const plain = await readFile(path);
  const type = types[extname(path)] ?? "application/octet-stream";
  const etag = `"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`;
  if (!isText.test(type) || plain.length < 1_000) return { type, etag, plain };
  const [zipped, br] = await Promise.all([compressGzip(plain), compressBrotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })]);
  return { type, etag, plain, gzip: zipped, br };
}

/** Answers with the form the browser takes, or with 304. `cacheControl` says how long it may keep it. */
export function sendFile(request: FastifyRequest, reply: FastifyReply, file: StaticFile, cacheControl: string): FastifyReply {
  reply.header("content-type", file.type).header("cache-control", cacheControl).header("etag", file.etag).header("vary", "accept-encoding");
  if (request.headers["if-none-match"] === file.etag) return reply.code(304).send();
  const accepts = String(request.headers["accept-encoding"] ?? "");
  if (file.br && /\bbr\b/.test(accepts)) return reply.header("content-encoding", "br").send(file.br);
  if (file.gzip && /\bgzip\b/.test(accepts)) return reply.header("content-encoding", "gzip").send(file.gzip);
  return reply.send(file.plain);
}
