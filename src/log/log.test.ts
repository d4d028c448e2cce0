import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { AppError } from "../domain/errors.ts";
import { createLog } from "./log.ts";

function capture(pretty = false) {
  const lines: string[] = [];
  return {
    lines,
    log: createLog({ level: "info", pretty, out: { write: (line) => lines.push(line) } }),
  };
}

describe("the log", () => {
  test("secrets are not written, however deep they sit and however they are spelt", () => {
    const { lines, log } = capture();
    log.info(
      {
        password: "pw-1",
        settings: { list: [{ "api-key": "pw-2", accessToken: "pw-3" }] },
        headers: { Authorization: "Bearer pw-4", Cookie: "pw-5" },
      },
      "Connected",
    );
    assert.doesNotMatch(lines.join(""), /pw-\d/);
    assert.match(lines.join(""), /Connected/);
  });

  test("what customers write is not written, only how long it is", () => {
    const { lines, log } = capture();
    log.info({ id: "msg_1", message: { from: "x", text: "my dog ate it", html: "<p>my dog ate it</p>" } }, "Received");
    assert.doesNotMatch(lines.join(""), /dog/);
    assert.match(lines.join(""), /\[13 characters\]/);
    assert.match(lines.join(""), /msg_1/);
  });

  test("a password inside an address is cut out of messages, errors and their causes", () => {
    const { lines, log } = capture();
    const cause = new Error("connect postgresql://shop:hunter2@db/desk failed");
    log.error(
      {
        err: new AppError("database_unavailable", "no database", {
          cause,
          details: { token: "hunter2" },
        }),
      },
      "postgresql://shop:hunter2@db/desk",
    );
    assert.doesNotMatch(lines.join(""), /hunter2/);
    assert.equal(JSON.parse(lines[0] ?? "").err.code, "database_unavailable");
  });

  test("a database error does not bring the customer's row into the log", () => {
    const { lines, log } = capture();
    log.error(
      {
        err: Object.assign(new Error("duplicate key"), {
          code: "23505",
          detail: "Key (email)=(ana@example.com) already exists.",
        }),
      },
      "Failed",
    );
    assert.doesNotMatch(lines.join(""), /ana@/);
    assert.match(lines.join(""), /23505/);
  });

  test("a value that contains itself does not stop the log", () => {
    const { lines, log } = capture();
    const loop: Record<string, unknown> = { name: "loop" };
    loop["self"] = loop;
    log.info(loop, "Loop");
    assert.match(lines.join(""), /"msg":"Loop"/);
  });

  test("on a terminal an entry is one line, and control characters cannot fake another", () => {
    const { lines, log } = capture(true);
    log.info({ port: 3000, name: "a\n12:00:00 fatal fake" }, "Listening\u001B[2J");
    assert.equal(lines.length, 1);
    assert.equal(lines[0]?.split("\n").length, 2);
    assert.match(lines[0] ?? "", /info .*Listening .*port=3000/);
    assert.ok(!lines[0]?.includes("\u001B[2J"));
  });

  test("quieter levels are left out", () => {
    const { lines, log } = capture();
    log.debug("detail");
    assert.deepEqual(lines, []);
  });
});
