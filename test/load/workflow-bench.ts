/**
 * `npm run bench:workflow`: decisions per second on one core, everything in memory. The whole: picked among the starter
 * workflows, orders and parcels found, a reply written and checked for sources. Interpretation alone: the same steps with an
 * answer that is not written out. Each figure is the best of four rounds.
 */
import { runWorkflow } from "../../src/workflow/engine/interpreter.ts";
import { pickWorkflow } from "../../src/workflow/engine/pick.ts";
import {
  decide,
  input,
  naming,
  order,
  parts,
  replyOf,
  shipment,
  sources,
  templates,
  understood,
  workflows,
} from "../../src/workflow/test-desk.ts";
import { compileCondition } from "../../src/workflow/conditions.ts";

const facts = sources([order()], [shipment("in_transit")]);
const message = input({ understanding: understood(naming("1042")) });

async function perSecond(count: number, run: () => unknown): Promise<number> {
  const start = performance.now();
  for (let index = 0; index < count; index++) await run();
  return Math.round((count / (performance.now() - start)) * 1_000);
}

const best = async (count: number, run: () => unknown): Promise<number> => {
  const rates: number[] = [];
  for (let round = 0; round < 4; round++) rates.push(await perSecond(count, run));
  return Math.max(...rates);
};

const decision = await decide(message, facts);
console.log(`outcome ${decision.outcome.kind}, ${decision.trace.steps.length} steps`);
console.log(`order-status runs: ${(await best(20_000, () => decide(message, facts))).toLocaleString("en")} per second`);
const silent = { ...templates, render: () => written };
const written = replyOf(decision)!;
const one = workflows.find(({ name }) => name === "order-status")!;
console.log(
  `interpretation:    ${(await best(40_000, () => runWorkflow(one, message, { ...parts(facts), templates: silent }))).toLocaleString("en")} per second (goal 50,000)`,
);
console.log(
  `picking:           ${(await best(200_000, () => pickWorkflow(workflows, message))).toLocaleString("en")} per second (awaited)`,
);
const { facts: known } = decision.trace;
console.log(
  `template alone:    ${(await best(20_000, () => templates.render("order-on-its-way", "en", known, {}))).toLocaleString("en")} per second`,
);
const condition = compileCondition('shipment.status == "exception" || shipment.days_late > 3');
if ("test" in condition)
  console.log(`conditions:        ${(await best(200_000, () => condition.test(known))).toLocaleString("en")} per second (awaited)`);
