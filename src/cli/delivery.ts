/** `handrail delivery`, of which `train` and `eval` work on files: when parcels arrive, learnt from a shop's own shipments, without a database. */
import { readFile } from "node:fs/promises";
import { isoDay, parseMoment } from "../delivery/days.ts";
import { evaluateModel, evaluateSplit, type DeliveryEvaluation, type PointFigures } from "../delivery/evaluate.ts";
import type { EarlyEvaluation } from "../delivery/evaluate-early.ts";
import { deliveryModelIn, loadDeliveryModel, saveDeliveryModel } from "../delivery/model-file.ts";
import { parseShipments, type Shipment } from "../delivery/shipment.ts";
import { trainDelivery, type PointMetrics } from "../delivery/train.ts";
import { AppError } from "../domain/errors.ts";
import type { AddCommand, Context } from "./command.ts";
import { addDeliveryStatus } from "./delivery-status.ts";

export const addDelivery: AddCommand = (program, context) => {
  const delivery = program.command("delivery").description("predict when parcels arrive, from the shop's own shipments");
  delivery
    .command("train")
    .description("learn from shipments, one JSON object per line; those still on their way count too")
    .requiredOption(
      "--data <file>",
      "JSON Lines of ordered_at, shipped_at, delivered_at, promised_at, destination, origin, carrier, service",
    )
    .requiredOption("--out <dir>", "where the model goes")
    .option("--as-of <date>", "use nothing from this day on; without it the day after the last order")
    .action((options: { data: string; out: string; asOf?: string }) => train(options, context));
  delivery
    .command("eval")
    .description("learn from the earlier shipments of a file, predict the later ones, and say how far off the dates are")
    .requiredOption("--data <file>", "JSON Lines, as for train")
    .option("--model <dir>", "predict the whole file with a model made by handrail delivery train")
    .option("--from <date>", "the first day to predict; without it the last three tenths of the orders")
    .option("--retrain <days>", "learn anew every so many days of the later part, as a shop at work does; without it only once")
    .option("--json", "print one JSON object")
    .action((options: EvalOptions) => evaluate(options, context));
  addDeliveryStatus(delivery, context);
};

async function train({ data, out, asOf }: { data: string; out: string; asOf?: string }, context: Context): Promise<void> {
  const shipments = await readShipments(data, context);
  const started = performance.now();
  const model = trainDelivery(shipments, asOf === undefined ? undefined : dayIn(asOf, "--as-of"));
  await saveDeliveryModel(model, deliveryModelIn(out));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const { purchase, handoff } = model.points;
  context.io.stderr.write(
    `Learnt from ${model.deliveries} deliveries until ${isoDay(model.asOf - 1)} and ${model.underWay} parcels then on their way, in ${seconds} s: ${deliveryModelIn(out)}\n` +
      `${heldBack("at purchase", purchase.metrics)}\n` +
      `${handoff ? heldBack("after hand-off", handoff.metrics) : "Too few parcels say when they were handed over (shipped_at): all dates are counted from the purchase."}\n`,
  );
}

function heldBack(when: string, { heldBack, errorDays }: PointMetrics): string {
  if (errorDays === null) return `On the ${when} dates nothing could be held back: the intervals are the curve's own.`;
  return `Of ${heldBack} parcels held back, the dates ${when} were ${errorDays.toFixed(2)} days off on average; the intervals are set by them.`;
}

type EvalOptions = { data: string; model?: string; from?: string; retrain?: string; json?: boolean };

async function evaluate({ data, model, from, retrain, json }: EvalOptions, context: Context): Promise<void> {
  if (model !== undefined && (from !== undefined || retrain !== undefined))
    throw new AppError("usage", "--model predicts the whole file with a model as it is; --from and --retrain are for eval without it.");
  const saved = model === undefined ? null : await loadDeliveryModel(deliveryModelIn(model));
  const shipments = await readShipments(data, context);
  const split = {
    ...(from === undefined ? {} : { from: dayIn(from, "--from") }),
    ...(retrain === undefined ? {} : { retrainDays: daysIn(retrain) }),
  };
  const figures = saved ? evaluateModel(saved, shipments) : evaluateSplit(shipments, split);
  if (json) context.print(JSON.stringify(figures));
  else printEvaluation(figures, context);
}

function printEvaluation(figures: DeliveryEvaluation, { print }: Context): void {
  const { split, orders, notArrived, unanswered, notLater } = figures;
  const again = split.retrainedEveryDays === null ? "" : `, and anew every ${split.retrainedEveryDays} days from what had arrived by then`;
  print(`learnt from ${split.deliveries} deliveries until ${split.until} (${split.underWay} parcels were then on their way)${again}`);
  print(split.from === null ? `predicted the whole file: ${orders} orders` : `predicted ${orders} orders from ${split.from} on`);
  if (notArrived > 0) print(`${notArrived} of them have not arrived and are not judged; the slowest parcels are among those`);
  if (unanswered > 0) print(`${unanswered} of them go to countries the model does not know and got no date`);
  if (notLater > 0)
    print(`${notLater} of them were ordered before the model's last day: it may have learnt from them, so this is no fair test`);
  print(
    `\n${"".padEnd(16)}${"parcels".padStart(8)}${["mean error", "promise", "median"].map((name) => name.padStart(12)).join("")}   80 % interval       90 % interval`,
  );
  printPoint("at purchase", figures.purchase, print);
  printPoint("after hand-off", figures.handoff, print);
  print("\nmean error, promise, median: mean absolute error in calendar days of the model, of the promised date, and of the median of the");
  print("destination's region, on the same parcels. Intervals: share of parcels that came within them, and their mean width.");
  if (figures.early) printEarly(figures.early, print);
}

function printEarly({ parcels, late, rules, stuck }: EarlyEvaluation, print: Context["print"]): void {
  const percent = (share: number | null) => (share === null ? "none" : `${(100 * share).toFixed(1)} %`);
  print(`\nlate parcels told early: ${late} of ${parcels} came after the promised day; each is followed day by day from its hand-off`);
  print(`${"rule".padEnd(22)}${["flagged", "precision", "recall", "lead, mean", "median"].map((name) => name.padStart(12)).join("")}`);
  for (const { rule, flagged, precision, recall, leadDays } of rules)
    print(
      `${rule.padEnd(22)}${[
        String(flagged),
        percent(precision),
        percent(recall),
        leadDays ? `${leadDays.mean.toFixed(1)} d` : "none",
        leadDays ? `${leadDays.median} d` : "none",
      ]
        .map((figure) => figure.padStart(12))
        .join("")}`,
    );
  print(
    `among the slowest 5 % while on their way: ${stuck.flagged} parcels (${percent(stuck.share)}), of which ${percent(stuck.late)} came late`,
  );
  print(
    "precision: flagged parcels that did come late. recall: late parcels flagged before the promised day was over. lead: days left then.",
  );
}

function printPoint(name: string, figures: PointFigures | null, print: Context["print"]): void {
  if (!figures) return print(`${name.padEnd(16)}${"0".padStart(8)}   no parcel to judge`);
  const { predicted, promised, destinationMedian } = figures.errorDays;
  const days = [predicted, promised, destinationMedian].map((error) => (error === null ? "none" : `${error.toFixed(2)} d`).padStart(12));
  const intervals = [figures.interval80, figures.interval90].map(
    ({ coverage, widthDays }) => `   ${`${(100 * coverage).toFixed(1)} %, ${widthDays.toFixed(1)} d`.padEnd(17)}`,
  );
  const few = figures.promises < figures.parcels && figures.promises > 0 ? `   (${figures.promises} had a promise)` : "";
  print(`${name.padEnd(16)}${String(figures.parcels).padStart(8)}${days.join("")}${intervals.join("").trimEnd()}${few}`);
}

async function readShipments(file: string, { io }: Context): Promise<Shipment[]> {
  const content = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new AppError("usage", cause.code === "ENOENT" ? `There is no file ${file}.` : `${file} cannot be read: ${cause.message}`, {
      cause,
    });
  });
  const { shipments, impossibleHandoffs } = parseShipments(content, file);
  if (impossibleHandoffs > 0)
    io.stderr.write(
      `${impossibleHandoffs} lines have a hand-off (shipped_at) before the order or after the arrival; it is taken as unknown.\n`,
    );
  return shipments;
}

function dayIn(written: string, name: string): number {
  const moment = parseMoment(written);
  if (!moment) throw new AppError("usage", `${name} is a date like 2026-03-01, not ${written}.`);
  return moment.day;
}

function daysIn(written: string): number {
  if (!/^[1-9]\d{0,3}$/.test(written)) throw new AppError("usage", `--retrain is a whole number of days, not ${written}.`);
  return Number(written);
}
