import assert from "node:assert/strict";
import { test } from "node:test";
import { splitLinks } from "./links.ts";

const links = (text: string): (string | undefined)[] => splitLinks(text).flatMap(({ href }) => (href === undefined ? [] : [href]));

test("web addresses become links, the sentence around them does not", () => {
  assert.deepEqual(splitLinks("See https://shop.example.com/o/1042. Thanks"), [
    { text: "See " },
    { text: "https://shop.example.com/o/1042", href: "https://shop.example.com/o/1042" },
    { text: ". Thanks" },
  ]);
  assert.deepEqual(links("(http://a.example/x_(y)) and [https://b.example/]!"), ["http://a.example/x_(y)", "https://b.example/"]);
});

test("nothing but http and https ever becomes a link", () => {
  for (const text of [
    "javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "//evil.example",
    "www.example.com",
    "https://",
    "file:///etc/passwd",
  ])
    assert.deepEqual(links(text), []);
  assert.deepEqual(links('https://a.example/"onmouseover=alert(1)'), ["https://a.example/"]);
});

test("no character of the text gets lost", () => {
  for (const text of [
    "",
    "https://a.example https://b.example",
    "a https://a.example...",
    "https://a.example" + ")".repeat(3_000),
    "http://".repeat(2_000),
  ]) {
    assert.equal(
      splitLinks(text)
        .map((piece) => piece.text)
        .join(""),
      text,
    );
  }
});
