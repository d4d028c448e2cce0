import assert from "node:assert/strict";
import { test } from "node:test";
import { distanceOf } from "./spelling.ts";

test("a letter changed, missing, added or swapped with its neighbour is one mistake", () => {
  for (const typed of ["retirn", "retrn", "retturn", "retrun", "eturn", "returnn"]) assert.equal(distanceOf(typed, "return"), 1, typed);
  assert.equal(distanceOf("return", "return"), 0);
  assert.equal(distanceOf("rteurnn", "return"), 2);
  assert.equal(distanceOf("", "abc"), 3);
});
