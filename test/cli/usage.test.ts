import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { run, type Env } from "./command-line.ts";

/** Nothing answers there: what is wrong usage is said before anybody is asked. */
const env: Env = { DATABASE_URL: "postgresql://nobody@127.0.0.1:1/nothing" };

describe("wrong usage ends with code 2 and one sentence", () => {
  const cases: [string[], RegExp][] = [
    [["nonsense"], /unknown command 'nonsense'/],
    [[], /Usage: handrail/],
    [["ask"], /missing required argument 'text'/],
    [["ask", " "], /There is no message/],
    [["ask", "hi", "--from", "a@b.c", "--stranger", "a@b.c"], /Give only one of them/],
    [["ask", "hi", "--loud"], /unknown option '--loud'/],
    [["start", "--role", "king"], /There is no role "king"\. Use all, web, worker/],
    [["user", "add", "x@example.com", "--role", "king"], /There is no role "king"/],
    [["key", "add", "x"], /required option '--scopes/],
    [["key", "add", "x", "--scopes", "nonsense"], /there is no scope "nonsense"/],
    [["key", "add", "x", "--scopes", " , "], /a key without scopes could do nothing/],
    [["restore", "/nonsense"], /There is no file \/nonsense/],
  ];
  for (const [argv, expected] of cases) {
    test(`handrail ${argv.join(" ")}`, async () => {
      const { code, stdout, stderr } = await run(env, argv);
      assert.equal(code, 2, stdout + stderr);
      assert.match(stderr, expected);
      assert.doesNotMatch(stderr, /\n\s+at /);
      assert.equal(stdout, "");
    });
  }

  test("--help is no mistake, and lists every command", async () => {
    const { code, stdout } = await run(env, ["--help"]);
    assert.equal(code, 0);
    for (const command of [
      "start",
      "demo",
      "doctor",
      "migrate",
      "apply",
      "export",
      "ask",
      "classify",
      "train",
      "eval",
      "replay",
      "audit",
      "user",
      "key",
      "backup",
      "restore",
      "config",
    ])
      assert.match(stdout, new RegExp(`^  ${command}\\b`, "m"));
    assert.equal((await run(env, ["ask", "--help"])).code, 0);
  });
});
