/**
 * `npm run bench:understanding`: ours beside three libraries on the same splits, one table; then the starter model, which has seen
 * none of these texts. A contender that takes longer than the cap is ended, and the table says so. `--cap SECONDS` changes it, and
 * `--data DIR` says where the texts are.
 */
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { loadReader } from "../../src/understand/load-reader.ts";
import { abcdCategories } from "../evals/abcd-mapping.ts";
import { hint3Categories } from "../evals/hint3-mapping.ts";
import { contenders } from "./understanding-contenders.ts";
import { benchSets, hasData, readLines } from "./understanding-sets.ts";
import type { Row, Task } from "./understanding-worker.ts";

const capSeconds = Number(process.argv[process.argv.indexOf("--cap") + 1]) || 120;
const root = join(import.meta.dirname, "../..");

if (hasData) await main();
else console.log("The benchmark's texts are not beside the project (../shared/data/classify): nothing measured.");

async function main(): Promise<void> {
  console.log(
    "Each trains on 80 % of the training part; thresholds are chosen on the other 20 %, ours while training. Answered: share of all test texts, and in brackets how many of those were wrong.\n",
  );
  console.log("| set | system | accuracy | macro F1 | AUROC | ECE | answered at 1 % | at 2 % | at 5 % | train s | µs | model kB |");
  console.log("|---|---|---|---|---|---|---|---|---|---|---|---|");
  for (const { name: set } of benchSets()) {
    for (const { name: contender } of contenders) {
      const row = await run({ set, contender });
      console.log(`| ${set} | ${contender} | ${typeof row === "string" ? row : cells(row).join(" | ")} |`);
    }
  }
  await starter();
}

function run(task: Task): Promise<Row | string> {
  const worker = new Worker(new URL("./understanding-worker.ts", import.meta.url), {
    workerData: task,
    argv: process.argv.slice(2),
    stdout: true,
  });
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(`not finished after ${capSeconds} s`);
      void worker.terminate();
    }, capSeconds * 1000);
    const end = (result: Row | string) => {
      clearTimeout(timer);
      resolve(result);
      void worker.terminate();
    };
    worker.once("message", end);
    worker.once("error", (error) => end(`failed: ${error.message.split("\n")[0]!}`));
  });
}

function cells({ accuracy, macroF1, auroc, ece, answered, trainSeconds, microseconds, bytes }: Row): string[] {
  return [
    percent(accuracy),
    percent(macroF1),
    auroc === null ? "" : auroc.toFixed(3),
    ece.toFixed(3),
    ...answered.map(({ coverage, errors }) => `${percent(coverage)} (${percent(errors)})`),
    trainSeconds.toFixed(1),
    microseconds.toFixed(0),
    (bytes / 1000).toFixed(0),
  ];
}

async function starter(): Promise<void> {
  const { read } = await loadReader({ labelsDir: join(root, "starter/labels"), shippedDir: join(root, "starter/models") });
  console.log("\nThe starter model, untrained on any of these (a category is right when the mapping in test/evals allows it):\n");
  console.log("| texts | right | acts on | wrong among them | µs, whole reading |");
  console.log("|---|---|---|---|---|");
  const shops = ["hint3-sofmattress-train", "hint3-sofmattress-test", "hint3-curekart-train"] as const;
  const parts = [
    ...(["text", "context"] as const).map((field) => ({
      name: `ABCD, ${field}`,
      file: "abcd-dev",
      field,
      map: abcdCategories,
      key: "sub",
    })),
    ...shops.map((file) => ({ name: file, file, field: "text", map: hint3Categories, key: "label" })),
  ];
  for (const { name, file, field, map, key } of parts) {
    const texts = readLines(file).filter((line) => map[line[key]!]);
    const started = performance.now();
    const read1 = texts.map((line) => ({ reading: read({ text: line[field]! }), allowed: map[line[key]!]! }));
    const microseconds = ((performance.now() - started) * 1000) / texts.length;
    const isRight = ({ reading, allowed }: (typeof read1)[number]) => allowed.includes(reading.category);
    const acted = read1.filter(({ reading }) => !reading.abstain);
    const right = read1.filter(isRight).length / texts.length,
      wrong = acted.filter((one) => !isRight(one)).length / Math.max(acted.length, 1);
    console.log(
      `| ${name} (${texts.length}) | ${percent(right)} | ${percent(acted.length / texts.length)} | ${percent(wrong)} | ${microseconds.toFixed(0)} |`,
    );
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
