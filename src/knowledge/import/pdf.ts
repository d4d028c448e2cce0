/** A PDF as an item, read in a thread of its own with a time and a memory limit. */
import { Worker } from "node:worker_threads";
import { withoutTitle } from "./html-page.ts";
import { oneLine, toLanguage, type ImportItem } from "./item.ts";
import { languageOfPath, titleFromFile } from "./markdown.ts";

const timeoutMs = 60_000;
const heapMb = 512;

export type PdfAnswer = { markdown: string; title: string | null; metaTitle: string | null; language: string | null } | { problem: string };

export async function readPdf({ bytes, id }: { bytes: Uint8Array; id: string }): Promise<{ item: ImportItem } | { problem: string }> {
  const answer = await inThread(bytes);
  if ("problem" in answer) return answer;
  if (answer.markdown === "") return { problem: "it has no text; perhaps its pages are pictures" };
  // Programs write the name of the file they came from into the title.
  const meta = answer.metaTitle && !/\.[a-z]{2,5}$|^(?:untitled|microsoft word)/i.test(answer.metaTitle.trim()) ? answer.metaTitle : "";
  const title = oneLine(answer.title ?? "", 200) || oneLine(meta, 200) || titleFromFile(id);
  return {
    item: {
      kind: "pdf",
      id,
      title,
      markdown: withoutTitle(answer.markdown, title),
      language: languageOfPath(id),
      languageHint: toLanguage(answer.language),
      notes: ["headings were guessed from the size of the letters"],
    },
  };
}

function inThread(bytes: Uint8Array): Promise<PdfAnswer> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL("./pdf-worker.ts", import.meta.url), {
      workerData: { bytes },
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
      // What the reader has to say about odd fonts is nobody's news.
      stdout: true,
      stderr: true,
    });
    const finish = (answer: PdfAnswer): void => {
      clearTimeout(timer);
      resolve(answer);
      void worker.terminate();
    };
    const timer = setTimeout(() => finish({ problem: `it took longer than ${timeoutMs / 1_000} s to read` }), timeoutMs);
    worker.once("message", finish);
    worker.once("error", (error) => finish({ problem: `it cannot be read as PDF: ${error.message.slice(0, 200)}` }));
    worker.once("exit", () => finish({ problem: "it cannot be read as PDF: its reader stopped" }));
  });
}
