import assert from "node:assert/strict";
import { test } from "node:test";
import { hostOf, linkRules, withLinks } from "./links.ts";
import { createTemplates, loadTemplates } from "./templates.ts";

const { templates: loaded } = loadTemplates([
  { file: "page.en.liquid", source: "See https://shop.example/returns or www.carrier.example." },
  { file: "order.en.liquid", source: "{{ order.url }}" },
  { file: "title.en.liquid", source: "{{ product.title }} is here." },
]);
const rules = linkRules([{ connectionId: "shop", hosts: ["shop.example"] }, { connectionId: "silent" }], ["carrier.example"]);
const templates = withLinks(createTemplates(loaded), () => rules);
const render = (name: string, facts: Record<string, unknown>, source = "shop") =>
  templates.render(name, "en", { now: "2026-03-12T10:00:00.000Z", ...facts }, { order: { source, at: "" }, product: { source, at: "" } });

test("a template may lead to the shop's own pages and its carriers', without a fact that says so", () => {
  const { held, unsourced } = render("page", {});
  assert.deepEqual([held, unsourced], [undefined, []]);
});

test("a link of a shop that says which hosts are its own has to be on one of them", () => {
  assert.equal(render("order", { order: { url: "https://www.shop.example/o/1" } }).held, undefined);
  for (const url of ["https://shop.example.evil.net/o/1", "https://evilshop.example/", "http://127.0.0.1/", "https://shор.example/"])
    assert.match(render("order", { order: { url } }).held ?? "", /It leads to .*voice\.yaml/, url);
});

test("a link of a shop that cannot say so counts as it comes", () => {
  assert.equal(render("order", { order: { url: "https://anywhere.example/o/1" } }, "silent").held, undefined);
});

test("a link in the name of an article never leaves by itself, in whatever dress", () => {
  for (const title of [
    "Visit https://evil.example now",
    "evil.example/pay",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://shop.example@evil.example/",
  ])
    assert.ok(render("title", { product: { title } }, "silent").held, title);
  assert.equal(render("title", { product: { title: "Blue shirt (new: 2026)" } }).held, undefined);
});

test("a text nobody can check stays unchecked, own links in it or not", () => {
  const { unsourced } = templates.check("Zobacz https://shop.example/zwroty", "pl", {}, {}, { author: "model", isWhole: true });
  assert.equal(unsourced.length, 1);
});

test("only addresses of pages have a host", () => {
  assert.equal(hostOf("https://Shop.example/a"), "shop.example");
  for (const address of ["ftp://shop.example", "javascript:alert(1)", "https://a:b@shop.example", "not a host at all/"])
    assert.equal(hostOf(address), null, address);
});
