import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readForm, settingsIn } from "./schema-form.ts";

const schema = {
  type: "object",
  properties: {
    baseUrl: { type: "string", format: "uri", default: "https://api.example/v1", description: "Where the API is." },
    apiKey: { type: "string", secret: true },
    model: { type: "string" },
    timeoutSeconds: { type: "integer", default: 60 },
    json: { type: "string", enum: ["schema", "words"], default: "schema" },
    script: { type: "array", default: [] },
  },
  required: ["apiKey", "model"],
};
const typed = (values: Record<string, string>) => ({ get: (name: string) => values[name] ?? null });

describe("the form of a connection is drawn from the connector's settings", () => {
  test("what has to be given comes first; the rest is behind “More settings”", () => {
    const fields = settingsIn(schema);
    assert.deepEqual(
      fields.map(({ name, kind, isFirst }) => [name, kind, isFirst]),
      [
        ["apiKey", "secret", true],
        ["model", "text", true],
        ["baseUrl", "address", false],
        ["timeoutSeconds", "number", false],
        ["json", "choice", false],
        ["script", "json", false],
      ],
    );
    assert.ok(settingsIn({ properties: { otherwise: { type: "string" } } })[0]!.isFirst);
  });

  test("numbers and JSON are read as such; what is left empty is left to the connector, and a stored key stays", () => {
    const fields = settingsIn(schema);
    const values = { apiKey: "", model: "large", timeoutSeconds: "30", json: "words", script: '[{"say":"hi"}]' };
    assert.deepEqual(readForm(fields, typed(values)), {
      settings: { model: "large", timeoutSeconds: 30, json: "words", script: [{ say: "hi" }] },
    });
    assert.deepEqual(readForm(fields, typed({ script: "[" })), { wrong: "script" });
  });
});
