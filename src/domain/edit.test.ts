import assert from "node:assert/strict";
import { test } from "node:test";
import { compareEdit } from "./edit.ts";

const draft = "Hi Ana, your order 1042 arrives on 12 March. You can follow it here: https://post.example/1.";

test("a friendlier greeting changes words and not what is said", () => {
  const { share, meaningChanged } = compareEdit(draft, draft.replace("Hi Ana", "Dear Ana, thanks for your patience"));
  assert.ok(share > 0.1 && share < 0.5, String(share));
  assert.equal(meaningChanged, false);
  assert.deepEqual(compareEdit(draft, draft), { share: 0, meaningChanged: false });
});

test("another day, another link, a not, or another reply altogether: the draft was wrong", () => {
  for (const after of [
    draft.replace("12 March", "14 March"),
    draft.replace("post.example/1", "post.example/2"),
    draft.replace("arrives", "does not arrive"),
    draft.replace(" You can follow it here: https://post.example/1.", ""),
    "We are sorry, the parcel was lost and we send you a new one at once.",
  ])
    assert.equal(compareEdit(draft, after).meaningChanged, true, after);
  assert.equal(compareEdit("Ihre Bestellung kommt morgen.", "Ihre Bestellung kommt morgen nicht.").meaningChanged, true);
});

test("long texts are compared in bounded time", () => {
  const long = "word ".repeat(100_000);
  assert.equal(compareEdit(long, `${long} 7`).meaningChanged, false, "beyond the first words and characters nothing is compared");
  assert.equal(compareEdit("", "").share, 0);
});
