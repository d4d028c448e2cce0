import { after, before, describe } from "node:test";
import { everybodyCanUseIt } from "./accessible.ts";
import { agentsKeepOrder } from "./lists.ts";
import { openVisits, type Visits } from "./visit.ts";
describe("x", () => {
  let visits: Visits;
  before(async () => {
    visits = await openVisits();
  });
  after(() => visits?.close());
  if (process.env.AXE) everybodyCanUseIt(() => visits);
  agentsKeepOrder(() => visits);
});
