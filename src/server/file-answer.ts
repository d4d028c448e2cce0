/** Files that strangers or colleagues put in, as answers: never as something a browser would run. */
import type { FastifyReply } from "fastify";
import { filePolicy } from "./security-headers.ts";

/** Types no browser runs. Everything else is handed over as bytes, whatever the sender called it. */
const harmless = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain"]);

export function sendUserFile(
  reply: FastifyReply,
  { name, contentType, content }: { name: string; contentType: string; content: Buffer },
): FastifyReply {
  return reply
    .header("content-type", harmless.has(contentType) ? contentType : "application/octet-stream")
    .header("content-disposition", `attachment; filename*=UTF-8''${fileName(name)}`)
    .header("content-security-policy", filePolicy)
    .header("cache-control", "private, max-age=3600")
    .send(content);
}

function fileName(name: string): string {
  const clean = (
    name
      .toWellFormed()
      .replace(/[\u0000-\u001f\u007f/\\]/g, "_")
      .slice(0, 200) || "attachment"
  ).toWellFormed();
  return encodeURIComponent(clean).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}
