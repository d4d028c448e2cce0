/** The description of the API, made from the routes' own schemas, and a page to read it that loads nothing from elsewhere. */
import { createHash } from "node:crypto";
import swagger from "@fastify/swagger";
import { jsonSchemaTransform } from "fastify-type-provider-zod";
import { errorCodes } from "../domain/errors.ts";
import { docsPage, docsStyle, type ApiDocument } from "./docs-page.ts";
import type { App } from "./http.ts";
import { dataPolicy } from "./security-headers.ts";

/** Call before the routes are registered: it listens to their registration. Routes with `hide: true` are left out. */
export async function describeApi(app: App, { publicUrl, version }: { publicUrl: string; version: string }): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Handrail",
        version,
        description:
          "Errors are application/problem+json (RFC 9457); `code` says which one. Keys are sent as `Authorization: Bearer hr_…`.",
      },
      servers: [{ url: publicUrl }],
      components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } },
      security: [{ key: [] }],
    },
    transform: jsonSchemaTransform,
  });
  let page: string | undefined;
  let description: string | undefined;
  const styleHash = createHash("sha256").update(docsStyle).digest("base64");
  app.get("/api/openapi.json", { schema: { hide: true } }, async (_request, reply) => {
    description ??= JSON.stringify(app.swagger());
    return reply.header("content-type", "application/json; charset=utf-8").header("access-control-allow-origin", "*").send(description);
  });
  app.get("/api/docs", { schema: { hide: true } }, async (_request, reply) => {
    page ??= docsPage(app.swagger() as unknown as ApiDocument, errorCodes);
    return reply
      .header("content-type", "text/html; charset=utf-8")
      .header("content-security-policy", `${dataPolicy}; style-src 'sha256-${styleHash}'`)
      .send(page);
  });
}
