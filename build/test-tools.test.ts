import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { planTools } from "./test-tools.ts";

function machine(isRoot: boolean, ...paths: string[]) {
  return { isRoot, has: (path: string) => paths.includes(path) };
}

describe("What the tests need from the machine", () => {
  test("a machine with a browser and an IMAP server is ready, whatever the browser is called", () => {
    assert.equal(planTools(machine(false, "/usr/bin/google-chrome", "/usr/sbin/dovecot")).kind, "ready");
  });

  test("root on Debian gets only what is missing installed", () => {
    const plan = planTools(machine(true, "/usr/bin/apt-get", "/usr/bin/chromium"));
    assert.ok(plan.kind === "install");
    assert.deepEqual(plan.packages, ["dovecot-imapd"]);
  });

  test("anyone else on Debian is told the command, word for word", () => {
    const plan = planTools(machine(false, "/usr/bin/apt-get"));
    assert.equal(plan.kind, "ask");
    assert.match(
      (plan as { sentence: string }).sentence,
      /sudo apt-get install -y --no-install-recommends chromium fonts-liberation dovecot-imapd$/,
    );
  });

  test("without apt-get the sentence names the programs and where they are looked for", () => {
    const plan = planTools(machine(true));
    assert.equal(plan.kind, "ask");
    assert.match((plan as { sentence: string }).sentence, /\/usr\/bin\/chromium and \/usr\/sbin\/dovecot/);
  });
});
