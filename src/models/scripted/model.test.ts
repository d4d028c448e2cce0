import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { asking, openForTest, testModelContract } from "../contract.ts";
import { scriptedModel } from "./model.ts";

testModelContract("scripted", { definition: scriptedModel, settings: {} });

describe("the scripted model", () => {
  const ask = (settings: Record<string, unknown>, text: string) =>
    openForTest(scriptedModel, settings).complete(asking({ messages: [{ role: "user", text }] }));

  test("it says the first line of its script that fits, and otherwise what it was told to", async () => {
    const settings = {
      script: [
        { when: "refund", say: "No: {text}", finish: "refusal" },
        { when: "fun", say: "never" },
      ],
      otherwise: "Hm.",
    };
    const refused = await ask(settings, "my refund");
    assert.deepEqual([refused.text, refused.finish], ["No: my refund", "refusal"]);
    assert.equal((await ask(settings, "hello")).text, "Hm.");
  });

  test("it fails as often and in the way it is told to, then works", async () => {
    const model = openForTest(scriptedModel, { failCalls: 2, failKind: "unavailable", retryAfterMs: 5 });
    for (const retryAfterMs of [5, 5]) await assert.rejects(model.complete(asking()), { code: "vendor_unavailable", retryAfterMs });
    assert.equal((await model.complete(asking())).finish, "stop");
  });

  test("what it says counts as JSON only when it is of the form asked for", async () => {
    const schema = z.object({ ok: z.boolean() });
    for (const [say, json] of [
      ['{"ok":true}', { ok: true }],
      ['```json\n{"ok":true}\n```', { ok: true }],
      ["{}", undefined],
    ] as const)
      assert.deepEqual((await openForTest(scriptedModel, { otherwise: say }).complete(asking({ schema }))).json, json);
  });
});
