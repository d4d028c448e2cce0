/** Sitemaps (sitemaps.org): the addresses in one, packed or not. */
import { gunzipSync } from "node:zlib";
import { Parser } from "htmlparser2";
import { decodeText } from "./decode.ts";

/** A sitemap has at most 50 MB by its own rules; nobody's help pages need a tenth of it. */
export const maxSitemap = 10_000_000;
const maxEntries = 50_000;
const maxDepth = 20;

export type Sitemap = { kind: "pages" | "sitemaps"; urls: string[]; /** True when its end is missing. */ isCut: boolean };

export function readSitemap(bytes: Uint8Array): Sitemap | { problem: string } {
  const unpacked = unpack(bytes);
  if (!unpacked) return { problem: `it is packed and cannot be unpacked, or has more than ${maxSitemap / 1_000_000} MB` };
  const open: string[] = [];
  const urls: string[] = [];
  let root = "";
  let text = "";
  let isCut = true;
  const parser = new Parser(
    {
      onopentag(name) {
        if (open.length === 0 && root === "") root = localName(name);
        // The parser's time grows with the depth, and a sitemap has four levels.
        if (open.push(localName(name)) > maxDepth) throw new RangeError("deep");
        text = "";
      },
      ontext: (piece) => void (open.at(-1) === "loc" && text.length < 3_000 && (text += piece)),
      onclosetag(name, isImplied) {
        const closed = localName(name);
        // <image:loc> stands inside <image:image>, not right inside <url>.
        // An address that ends with the file is perhaps only half of one.
        if (!isImplied && closed === "loc" && /^(?:url|sitemap)$/.test(open.at(-2) ?? "") && urls.length < maxEntries)
          urls.push(text.trim());
        open.pop();
        if (open.length === 0) isCut = isImplied;
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  try {
    parser.end(decodeText(unpacked));
  } catch (error) {
    if (error instanceof RangeError) return { problem: `it is no sitemap: its tags stand more than ${maxDepth} deep in each other` };
    throw error;
  }
  if (root !== "urlset" && root !== "sitemapindex")
    return { problem: "it is no sitemap: it begins with neither <urlset> nor <sitemapindex>" };
  return { kind: root === "urlset" ? "pages" : "sitemaps", urls: [...new Set(urls.filter((url) => url !== ""))], isCut };
}

const localName = (name: string): string => name.slice(name.indexOf(":") + 1).toLowerCase();

function unpack(bytes: Uint8Array): Uint8Array | null {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: maxSitemap });
  } catch {
    return null;
  }
}
