/** Runs beside the desk, so that a PDF made to be slow costs its own thread. See pdf.ts. */
import { parentPort, workerData } from "node:worker_threads";
import { getDocumentProxy, getMeta } from "unpdf";
import type { PdfAnswer } from "./pdf.ts";
import { pdfMarkdown, type Piece } from "./pdf-text.ts";

const maxPages = 500;
const { bytes } = workerData as { bytes: Uint8Array };

async function read(): Promise<PdfAnswer> {
  const document = await getDocumentProxy(new Uint8Array(bytes), { disableFontFace: true, verbosity: 0 });
  if (document.numPages > maxPages) return { problem: `it has ${document.numPages} pages, and ${maxPages} are read` };
  const pages: Piece[][] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent();
    pages.push(items.flatMap((item) => ("str" in item ? pieceOf(item) : [])));
  }
  const { info } = await getMeta(document).catch(() => ({ info: {} as Record<string, unknown> }));
  const { title, markdown } = pdfMarkdown(pages);
  const language = (info as Record<string, unknown>)["Language"];
  const given = (info as Record<string, unknown>)["Title"];
  return {
    markdown,
    title,
    metaTitle: typeof given === "string" ? given : null,
    language: typeof language === "string" ? language : null,
  };
}

function pieceOf({ str, transform, width, height }: { str: string; transform: number[]; width: number; height: number }): Piece {
  const [, , c = 0, d = 0, x = 0, y = 0] = transform;
  const size = Math.round((Math.hypot(c, d) || height) * 2) / 2;
  return { text: str, x, y, size, width };
}

parentPort!.postMessage(
  await read().catch((error: unknown): PdfAnswer => ({
    problem:
      (error as Error).name === "PasswordException"
        ? "it is locked with a password"
        : `it cannot be read as PDF: ${(error as Error).message.slice(0, 200)}`,
  })),
);
