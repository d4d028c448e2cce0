import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { barred, importsOf, isProduction, matches, withoutComments } from "./source-rules.ts";

describe("The reader behind the architecture test", () => {
  test("an import is found over several lines, as a type, for its effect, at run time and as a worker's file", () => {
    const text = [
      'import {\n  a,\n  type B,\n} from "../domain/a.ts";',
      'import type { C } from "./c.ts";',
      'export { d } from "../../d.ts";',
      'import "./style.css";',
      'const e = await import("../e.ts");',
      'new Worker(new URL("./f.ts", import.meta.url));',
      'import pg from "pg";',
      '// import { g } from "./commented-out.ts";',
    ].join("\n");
    assert.deepEqual(importsOf("src/x/y/file.ts", text).sort(), [
      "src/d.ts",
      "src/x/domain/a.ts",
      "src/x/e.ts",
      "src/x/y/c.ts",
      "src/x/y/f.ts",
      "src/x/y/style.css",
    ]);
  });

  test("a forbidden import is named, an allowed one and one of the own folder are not", () => {
    const imports = new Map([["src/domain/a.ts", ["src/db/pool.ts", "src/domain/b.ts", "package.json"]]]);
    assert.deepEqual(barred(["src/domain/a.ts"], imports, { from: "domain", may: [] }), ["src/domain/a.ts -> src/db/pool.ts"]);
    assert.deepEqual(barred(["src/domain/a.ts"], imports, { from: "domain", may: ["db"] }), []);
    assert.deepEqual(barred(["src/domain/a.ts"], imports, { from: "domain", may: ["*"], not: ["db"] }), [
      "src/domain/a.ts -> src/db/pool.ts",
    ]);
  });

  test("a rule for the files right in a folder does not cover the folders below it, and a name's beginning is not a folder", () => {
    assert.ok(matches("workflow/load.ts", "workflow/*.ts"));
    assert.ok(!matches("workflow/steps/all.ts", "workflow/*.ts"));
    assert.ok(!matches("database/x.ts", "data"));
  });

  test("tests, fixtures and contract suites are not part of the product; a file that only sounds like one is", () => {
    assert.deepEqual(
      ["src/a/x.test.ts", "src/a/fixture-desk.ts", "src/a/contract.ts", "src/a/test-desk.ts", "src/a/fixtures/x.ts"].map(isProduction),
      [false, false, false, false, false],
    );
    assert.ok(isProduction("src/a/latest.ts"));
  });

  test("a word in a comment does not count, an address in a string stays", () => {
    assert.equal(withoutComments('a(); // shopify\n/* shopify\n */b("https://x.example");').includes("shopify"), false);
    assert.match(withoutComments('b("https://x.example/path");'), /x\.example\/path/);
  });
});
