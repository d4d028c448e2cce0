import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fetchHttp } from "./fetch.ts";
import { patientAsk } from "./patient.ts";
import { isPublicAddress } from "./public-only.ts";
import { startTestSite, type TestSite } from "./test-site.ts";

let site: TestSite;
before(async () => (site = await startTestSite()));
after(() => site.close());

test("an address somebody gave does not reach into the network, however it is written", async () => {
  const { port } = new URL(site.url);
  for (const host of ["127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.1", "169.254.169.254"])
    await assert.rejects(fetchHttp({ url: `http://${host}:${port}/`, vendor: "The website", reach: "public" }), {
      code: "vendor_refused",
      message: /inside the network.*HANDRAIL_PRIVATE_ADDRESSES/,
    });
  assert.deepEqual(site.asked, []);
});

test("addresses of the internet are told from those of the network", () => {
  for (const address of ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946"]) assert.ok(isPublicAddress(address), address);
  for (const address of ["192.168.1.1", "100.64.0.1", "0.0.0.0", "fe80::1", "fd00::1", "64:ff9b::7f00:1", "2002:7f00:1::", "nonsense"])
    assert.ok(!isPublicAddress(address), address);
});

test("who is told to wait waits as long as that, and then asks again; who is told to wait for a day does not", async () => {
  const waits: number[] = [];
  const ask = patientAsk(async (ms) => waits.push(ms));
  let nth = 0;
  const replies = [{ status: 429, headers: { "retry-after": "7" } }, { status: 500 }, { body: "at last" }];
  site.answers["/busy"] = () => replies[nth++]!;
  assert.equal((await ask({ url: `${site.url}/busy`, vendor: "The website" })).text(), "at last");
  assert.deepEqual(waits, [7_000, 2_000]);
  site.answers["/tomorrow"] = { status: 429, headers: { "retry-after": "86400" } };
  await assert.rejects(ask({ url: `${site.url}/tomorrow`, vendor: "The website" }), { code: "vendor_unavailable" });
  site.answers["/down"] = { status: 503 };
  await assert.rejects(ask({ url: `${site.url}/down`, vendor: "The website" }), { code: "vendor_unavailable" });
  assert.equal(site.asked.filter(({ path }) => path === "/down").length, 4);
});
