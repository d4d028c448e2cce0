/** The desk in the browser, and the script that shops put on their pages. */
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { AppError } from "../../domain/errors.ts";
import { deskPolicy } from "../security-headers.ts";
import { readStaticFiles, sendFile, type StaticFile } from "../static-files.ts";

export type PageParts = {
  /** Folders with the built files of the desk and of the widget. */
  webDir: string;
  widgetDir: string;
};

const hidden = { schema: { hide: true } as object };
const forever = "public, max-age=31536000, immutable";

export function pageRoutes({ webDir, widgetDir }: PageParts): FastifyPluginAsync {
  return async (app) => {
    const [desk, widget] = await Promise.all([readStaticFiles(webDir), readStaticFiles(widgetDir)]);
    const index = desk.get("/index.html");
    for (const [path, file] of desk) {
      if (path === "/index.html") continue;
      // Vite puts a hash of the content into these names: a changed file is another address.
      app.get(path, hidden, (request, reply) => sendFile(request, reply, file, path.startsWith("/assets/") ? forever : "no-cache"));
    }
    serveWidget(app, widget.get("/widget.js"));
    app.get("/", hidden, (request, reply) => sendDesk(request, reply, index));
    // Addresses inside the desk are the browser's business; what looks like a file or belongs to others does not exist.
    app.get("/*", hidden, (request, reply) => {
      if (!isPage(request)) throw new AppError("not_found", `There is nothing at ${request.url.split("?")[0]!.slice(0, 200)}.`);
      return sendDesk(request, reply, index);
    });
  };
}

function serveWidget(app: FastifyInstance, file: StaticFile | undefined): void {
  app.get("/widget.js", hidden, (request, reply) => {
    if (!file) throw new AppError("unavailable", "The widget is not built. Run: npm run build");
    reply.header("access-control-allow-origin", "*").header("cross-origin-resource-policy", "cross-origin");
    return sendFile(request, reply, file, "public, max-age=300");
  });
}

function isPage({ url, headers }: FastifyRequest): boolean {
  const path = url.split("?")[0]!;
  const last = path.slice(path.lastIndexOf("/") + 1);
  if (/^\/(api|hooks|assets|shop|help)(\/|$)/.test(path) || last.includes(".")) return false;
  return /text\/html|\*\/\*/.test(headers.accept ?? "*/*");
}

function sendDesk(request: FastifyRequest, reply: FastifyReply, index: StaticFile | undefined): FastifyReply {
  if (!index) throw new AppError("unavailable", "The desk's pages are not built. Run: npm run build");
  return sendFile(request, reply.header("content-security-policy", deskPolicy), index, "no-cache");
}
