import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { secretFields, settingFields } from "./secret-fields.ts";

const settings = z.object({
  host: z.string(),
  token: z.string().min(8).meta({ secret: true }),
  imap: z.object({ port: z.number().default(993), password: z.string().optional().meta({ secret: true }) }),
});

test("secret settings are found at any depth", () => {
  assert.deepEqual(secretFields(settings), ["token", "imap.password"]);
  assert.deepEqual(
    settingFields(settings).map((field) => field.path),
    ["host", "token", "imap", "imap.port", "imap.password"],
  );
});
