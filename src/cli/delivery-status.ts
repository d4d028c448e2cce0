/** `handrail delivery status`: what the desk itself has learnt of its parcels. */
import type { Command } from "commander";
import { deliveryStatus, type DeliveryStatus } from "../parcels/status.ts";
import type { Context } from "./command.ts";

export function addDeliveryStatus(delivery: Command, context: Context): void {
  delivery
    .command("status")
    .description("what this desk has seen of its own parcels, and whether it predicts deliveries")
    .option("--json", "print one JSON object")
    .action((options: { json?: boolean }) =>
      context.withDesk(async ({ db }) => {
        const status = await deliveryStatus(db);
        if (options.json) context.print(JSON.stringify(status));
        else printStatus(status, context.print);
      }),
    );
}

function printStatus(
  { deliveries, under_way, is_demo, needed, last_training, in_force, not_used }: DeliveryStatus,
  print: Context["print"],
) {
  print(
    `${deliveries} ${deliveries === 1 ? "delivery" : "deliveries"} seen${is_demo ? " in the demo shop" : ""}, ${under_way} parcels on their way`,
  );
  if (in_force) {
    print(`dates are predicted by a model of ${in_force.as_of}, from ${in_force.deliveries} deliveries`);
    printContest(in_force.contest, print);
  } else {
    print("no dates are predicted: replies tell the carrier's estimate or the promise");
    if (deliveries < needed) print(`${needed - deliveries} more deliveries are needed; a prediction begins at ${needed}`);
  }
  if (not_used) print(`the newest model, of ${not_used.as_of}, is not used: ${not_used.contest.why}`);
  if (last_training) print(`last training ${last_training.at}: ${last_training.note}`);
}

function printContest(
  { parcels, from, errorDays, coverage80 }: NonNullable<DeliveryStatus["in_force"]>["contest"],
  print: Context["print"],
) {
  const { challenger, promised, median } = errorDays;
  const promise = promised === null ? "" : `, the promise ${promised.toFixed(2)}`;
  print(
    `on ${parcels} parcels ordered from ${from} on, judged before they had taught it: ${challenger.toFixed(2)} days off${promise}, the median ${median.toFixed(2)}; the window of 80 % held ${(100 * coverage80).toFixed(1)} %`,
  );
}
