import { isUtf8 } from "node:buffer";
import type { FastifyInstance } from "fastify";
import { AppError } from "../domain/errors.ts";

/** JSON bodies, byte for byte: Node would silently turn invalid UTF-8 into other characters, and the sender would never know. */
export function readJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body: Buffer, done) => {
    if (!isUtf8(body)) return done(new AppError("bad_text", "The body is not valid UTF-8. Encode it as UTF-8 and send again."));
    return parse(request, body.toString("utf8"), done);
  });
}
