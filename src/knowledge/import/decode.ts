/** Bytes as text: what the sender says, what the file itself says, and what it must be. */
import { isUtf8 } from "node:buffer";

/** `charset`: as a header says; unknown ones are ignored. Never throws. */
export function decodeText(bytes: Uint8Array, charset?: string | null): string {
  const named = markOf(bytes) ?? (charset && known(charset) ? charset : null);
  // Old spreadsheets write the Windows code page and say nothing.
  return new TextDecoder(named ?? (isUtf8(bytes) ? "utf-8" : "windows-1252")).decode(bytes);
}

export function decodeHtml(bytes: Uint8Array, contentType: string | null): string {
  const header = /charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(contentType ?? "")?.[1];
  const start = Buffer.from(bytes.subarray(0, 2_048)).toString("latin1");
  return decodeText(bytes, header ?? /<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(start)?.[1]);
}

function markOf(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? "utf-8" : null;
}

function known(charset: string): boolean {
  try {
    new TextDecoder(charset);
    return true;
  } catch {
    return false;
  }
}
