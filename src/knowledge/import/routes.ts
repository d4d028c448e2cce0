/** POST /api/v1/articles/import: what somebody has as a file or on a website becomes articles. */
import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { languageCode } from "../../domain/desk-rules.ts";
import { AppError } from "../../domain/errors.ts";
import { contentKinds } from "./content.ts";
import type { ArticleImport, ImportOptions } from "./import.ts";
import { importReport, type ImportReport } from "./report.ts";

type Principal = { kind: "user" | "key"; id: string };

const body = z.strictObject({
  kind: z.enum(["website", ...contentKinds]).meta({ description: "export: what a help desk's API answered." }),
  content: z.string().min(1).optional().meta({ description: "The file; for every kind but website." }),
  encoding: z.enum(["text", "base64"]).default("text").meta({ description: "How content is written." }),
  url: z
    .url({ protocol: /^https?$/ })
    .max(1_000)
    .optional()
    .meta({ description: "Of a website: a sitemap or a page. Of a file: where customers read it." }),
  file: z
    .string()
    .min(1)
    .max(300)
    .optional()
    .meta({ description: "Name of the file: the same name is the same source at the next import. Not needed with url." }),
  language: languageCode.optional().meta({ description: "Of what does not say its language." }),
  dry_run: z.boolean().default(false),
  overwrite: z.boolean().default(false).meta({ description: "Also articles that were changed here since they were imported." }),
});

/** Large enough for a PDF of 10 MB in base64. */
const bodyLimit = 15_000_000;
/** A request is answered within a minute; a larger website is for the command line. */
const limits = { pages: 50, delayMs: 250, totalMs: 40_000 };

export function articleImportRoutes(articles: ArticleImport): FastifyPluginAsync {
  return async (plain) => {
    plain.withTypeProvider<ZodTypeProvider>().post(
      "/api/v1/articles/import",
      {
        bodyLimit,
        // Whoever may not do it does not get to send so much.
        onRequest: async (request) => void (await allow(request)),
        schema: {
          summary: "Make articles of a file or a website; a second import of the same brings them up to date",
          tags: ["Knowledge"],
          body,
          response: { 200: importReport },
        },
      },
      async (request) => {
        const by = await allow(request);
        return run(articles, request.body, `${by.kind}:${by.id}`);
      },
    );
  };
}

const allow = (request: FastifyRequest): Promise<Principal> => request.allow("workflow.write");

function run(articles: ArticleImport, given: z.infer<typeof body>, by: string): Promise<ImportReport> {
  const { kind, content, url, file, language } = given;
  const options: ImportOptions = { language: language ?? null, isDryRun: given.dry_run, isOverwriting: given.overwrite, by };
  if (kind === "website") {
    if (url === undefined) throw new AppError("bad_request", "Which website? Give its url.");
    return articles.fromPlace({ source: url, kind, token: "", limits }, options);
  }
  if (content === undefined) throw new AppError("bad_request", `There is no content. Send the ${kind} file as content.`);
  const id = file ?? url;
  if (id === undefined)
    throw new AppError("bad_request", "Say where it is from, so that the next import finds it again: give url or file.");
  const bytes = Buffer.from(content, given.encoding === "base64" ? "base64" : "utf8");
  return articles.fromContent({ kind, bytes, id, url: kind === "csv" || kind === "export" ? null : (url ?? null) }, options);
}
