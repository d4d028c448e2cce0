/** Decisions per second and core: the order-status workflow from the message to the finished reply, store in memory. */
import { decide, input, naming, order, shipment, sources, templates, understood } from "../../src/workflow/test-desk.ts";
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
const { facts: known } = decision.trace;
console.log(
  `template alone:    ${(await best(20_000, () => templates.render("order-on-its-way", "en", known, {}))).toLocaleString("en")} per second`,
);
const condition = compileCondition('shipment.status == "exception" || shipment.days_late > 3');
if ("test" in condition)
  console.log(`conditions:        ${(await best(200_000, () => condition.test(known))).toLocaleString("en")} per second (awaited)`);
