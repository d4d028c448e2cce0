import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { describe, test } from "node:test";
import { fetchHttp } from "../../http/fetch.ts";
import { fixtureSettings, noon, withShop } from "./fixture-open.ts";
import { noSchema } from "./fixture-shop.ts";
import { authorizeUrl, exchangeCode, verifiedCode } from "./install.ts";
import { scopes, shopifySettings } from "./settings.ts";

const settings = shopifySettings.parse(fixtureSettings);
const callback = "https://desk.example/connect/shop/callback";
const seconds = String(Math.floor(noon.getTime() / 1_000));

/** As the shop signs it: all parameters but the signature, by name, joined. */
function answer(change: Record<string, string> = {}, secret: string = fixtureSettings.clientSecret): Record<string, string> {
  const query: Record<string, string> = {
    code: "code-of-the-owner",
    host: "YWRtaW4",
    shop: settings.shop,
    state: "state-1",
    timestamp: seconds,
    ...change,
  };
  const text = Object.keys(query)
    .sort()
    .map((name) => `${name}=${query[name]}`)
    .join("&");
  return { ...query, hmac: createHmac("sha256", secret).update(text).digest("hex") };
}

test("the owner is sent to the shop's own page, with the scopes that are needed and the state", () => {
  const url = new URL(authorizeUrl(settings, callback, "state-1"));
  assert.equal(url.origin + url.pathname, "https://test-shop.myshopify.com/admin/oauth/authorize");
  assert.deepEqual(Object.fromEntries(url.searchParams), {
    client_id: fixtureSettings.clientId,
    scope: scopes.join(","),
    redirect_uri: callback,
    state: "state-1",
  });
  assert.throws(() => authorizeUrl({ ...settings, clientId: undefined }, callback, "s"), { code: "invalid", message: /client ID/ });
});

test("an answer is taken when it is signed, of this shop, of this installation and of today", () => {
  assert.equal(verifiedCode(settings, answer(), "state-1", noon), "code-of-the-owner");
  assert.equal(verifiedCode(settings, { ...answer(), signature: "of an older kind" }, "state-1", noon), "code-of-the-owner");
  const refused: [Record<string, string>, string][] = [
    [{ ...answer(), code: "another" }, "state-1"],
    [{ ...answer(), more: "1" }, "state-1"],
    [answer({}, "another-secret"), "state-1"],
    [{ ...answer(), hmac: "" }, "state-1"],
    [{ ...answer(), hmac: "zz" }, "state-1"],
    [answer({ shop: "other.myshopify.com" }), "state-1"],
    [answer({ shop: "test-shop.myshopify.com.evil.example" }), "state-1"],
    [answer(), "state-2"],
    [answer({ state: "" }), ""],
    [answer({ timestamp: String(Number(seconds) - 90_000) }), "state-1"],
    [answer({ timestamp: "soon" }), "state-1"],
    [answer({ code: "" }), "state-1"],
  ];
  for (const [query, state] of refused)
    assert.throws(() => verifiedCode(settings, query, state, noon), { code: "bad_signature" }, JSON.stringify(query));
});

describe("the code", { skip: noSchema }, () => {
  test("is good for a token, and a wrong one is not", () =>
    withShop(async (shop) => {
      const here = { ...settings, baseUrl: shop.url };
      assert.equal(await exchangeCode(here, "code-of-the-owner", fetchHttp), "shpat_granted-1");
      await assert.rejects(exchangeCode(here, "old", fetchHttp), { code: "vendor_unauthorized", message: /Begin again/ });
    }));
});
