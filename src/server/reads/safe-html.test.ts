import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { safeHtml } from "./safe-html.ts";

describe("a mail shown to an agent", () => {
  const hostile: [string, string][] = [
    ["a script", "<p>hi</p><script>alert(1)</script>"],
    ["a script in disguise", "<scr<script>ipt>alert(1)</scr</script>ipt>"],
    ["an event handler", '<img src=x onerror="alert(1)"><p onclick=alert(1)>hi</p>'],
    [
      "a javascript: link",
      '<a href="javascript:alert(1)">x</a><a href=" java\tscript:alert(1)">x</a><a href="&#106;avascript:alert(1)">x</a>',
    ],
    ["a data: page behind a link", '<a href="data:text/html,<script>alert(1)</script>">x</a>'],
    [
      "a style that calls home",
      '<div style="background:url(https://evil.example/a.png)">x</div><style>@import "https://evil.example/a.css";</style>',
    ],
    [
      "a drawing with a script",
      "<svg onload=alert(1)><script>alert(1)</script></svg><math><mtext><script>alert(1)</script></mtext></math>",
    ],
    [
      "frames, forms and objects",
      '<iframe src="https://evil.example"></iframe><form action="https://evil.example"><input name=a></form><object data="x"></object><embed src=x><base href="https://evil.example"><meta http-equiv=refresh content="0;url=https://evil.example">',
    ],
    ["an image that is a page", '<img src="data:image/svg+xml;base64,PHN2Zz4="><img src="data:text/html,x">'],
    ["an attribute that breaks out", '<a href="https://shop.example/&quot; onmouseover=&quot;alert(1)">x</a>'],
  ];
  for (const [what, html] of hostile) {
    test(`${what} does nothing`, () => {
      const safe = safeHtml(html);
      assert.ok(
        !/<(script|style|svg|math|iframe|form|input|object|embed|base|meta)|\son\w+\s*=\s*["']|\sstyle=|href="\s*(javascript|data):|src="(?!data:image\/png)/i.test(
          safe,
        ),
        safe,
      );
      assert.ok(!safe.includes("alert(1)") || what === "an attribute that breaks out" || !/<script/.test(safe), safe);
    });
  }

  test("pictures from elsewhere are not loaded, but can be asked for; pictures inside the mail are shown", () => {
    assert.equal(
      safeHtml('<img src="https://shop.example/a.png" alt="A" width="20" srcset="https://evil.example/b.png 2x">'),
      '<img data-remote="https://shop.example/a.png" alt="A" width="20" />',
    );
    assert.equal(safeHtml('<img src="data:image/png;base64,iVBORw0KGgo=">'), '<img src="data:image/png;base64,iVBORw0KGgo=" />');
    assert.ok(!safeHtml('<img data-remote="javascript:alert(1)" src="x">').includes("javascript"));
  });

  test("links open elsewhere and tell nothing about the desk", () => {
    assert.equal(
      safeHtml('<a href="https://shop.example" target="_top" rel="opener">shop</a>'),
      '<a href="https://shop.example" target="_blank" rel="noopener noreferrer nofollow">shop</a>',
    );
  });

  test("what people wrote stays", () => {
    const html =
      '<h1>Order</h1><p>Hello <b>you</b><br />there</p><table><tbody><tr><td colspan="2">1</td></tr></tbody></table><blockquote>before</blockquote>';
    assert.equal(safeHtml(html), html);
  });

  test("endless nesting and endless length end", () => {
    assert.ok(safeHtml("<div>".repeat(50_000)).length < 10_000);
    assert.ok(safeHtml(`<p>${"x".repeat(1_000_000)}`).length <= 200_010);
    for (const piece of ["<a b=", "&#", "<!--", "<table><tr><td>", '<img src="data:image/png;base64,', "<scr<script>"])
      assert.equal(typeof safeHtml(piece.repeat(60_000)), "string");
  });
});
