import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { graphqlFaults, readSchema } from "./fixture-graphql.ts";
import { specServer } from "./fixture-openapi.ts";

const specs = join(import.meta.dirname, "../../../shared/data/specs");
const orders = join(specs, "bigcommerce/orders.v2.oas2.yml");
const shop = join(specs, "shopify-admin-2026-07.json.gz");
const missing = (file: string) => (existsSync(file) ? false : "the vendors' specifications are not here");

describe("what stands in for vendors in tests", () => {
  test("a request that the specification does not allow is refused and told", { skip: missing(orders) }, async () => {
    const server = await specServer({
      files: [orders],
      handlers: { "GET /orders/count": () => ({ status: 200, body: { count: 3, statuses: [] } }) },
    });
    try {
      const ask = (path: string, init?: RequestInit) => fetch(server.url + path, { headers: { accept: "application/json" }, ...init });
      assert.equal((await ask("/orders/count")).status, 200);
      assert.deepEqual(server.violations, []);
      assert.equal((await ask("/orders/count?what=1")).status, 400);
      assert.equal((await ask("/no-such-thing")).status, 404);
      assert.equal(server.violations.length, 2);
    } finally {
      await server.close();
    }
  });

  test("a GraphQL document with a field that is not there, or a variable of the wrong kind, is refused", { skip: missing(shop) }, () => {
    const schema = readSchema(shop);
    const query = "query Find($id: ID!) { order(id: $id) { id name } }";
    assert.deepEqual(graphqlFaults(schema, query, { id: "gid://1" }), []);
    assert.match(graphqlFaults(schema, query.replace("name", "nmae"), { id: "1" }).join(), /nmae/);
    assert.match(graphqlFaults(schema, query, { id: null }).join(), /\$id/);
    assert.match(graphqlFaults(schema, "query {").join(), /Syntax/);
  });
});
