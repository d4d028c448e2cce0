/** `handrail classify`, `train` and `eval`: JSON Lines in and out, without a database. */
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { once } from "node:events";
import { starterDir } from "../desk.ts";
import { AppError } from "../domain/errors.ts";
import { evaluate, type Evaluation } from "../understand/evaluate.ts";
import { parseLabels, parseTexts, readLabels } from "../understand/labels.ts";
import { loadModels, loadReader } from "../understand/load-reader.ts";
import { modelFileIn, saveModel } from "../understand/model-file.ts";
import { trainForShop } from "../understand/train-shop.ts";
import type { Example } from "../understand/train.ts";
import type { AddCommand, Context } from "./command.ts";

const labelsDir = join(starterDir, "labels");
const cacheDir = (context: Context) => join(context.config().dataDir, "models");
const readerOptions = (context: Context, model?: string) => ({
  labelsDir,
  shippedDir: join(starterDir, "models"),
  cacheDir: cacheDir(context),
  ...(model ? { modelPath: modelFileIn(model) } : {}),
});

export const addClassify: AddCommand = (program, context) => {
  program
    .command("classify [file]")
    .description(
      'read messages, one JSON object {"text", "subject"?, "lang"?} per line (standard input, or a file), and print what was understood',
    )
    .option("--model <dir>", "a model made by handrail train")
    .action(async (file: string | undefined, options: { model?: string }) => {
      const reader = await loadReader(readerOptions(context, options.model));
      let number = 0;
      for await (const line of lines(file, context)) {
        number++;
        if (line.trim() === "") continue;
        const { text, subject, lang } = parseMessage(line, number, file);
        const read = reader.read({
          text,
          ...(subject === undefined ? {} : { subject }),
          ...(lang === undefined ? {} : { language: lang }),
        });
        const { why: _, ...shown } = read;
        if (!context.io.stdout.write(`${JSON.stringify(shown)}\n`)) await once(context.io.stdout, "drain");
      }
    });
};

async function* lines(file: string | undefined, { io }: Context): AsyncGenerator<string> {
  const input = file === undefined || file === "-" ? io.stdin : createReadStream(file);
  // The reader of lines does not pass on what goes wrong with the file, so the file is opened before it.
  if (input !== io.stdin)
    await once(input, "open").catch((cause: NodeJS.ErrnoException) => {
      throw unreadable(file!, cause);
    });
  yield* createInterface({ input, crlfDelay: Infinity });
}

function unreadable(file: string, cause: NodeJS.ErrnoException): AppError {
  return new AppError("usage", cause.code === "ENOENT" ? `There is no file ${file}.` : `${file} cannot be read: ${cause.message}`, {
    cause,
  });
}

type ClassifyLine = { text: string; subject?: string; lang?: string };

function parseMessage(line: string, number: number, file: string | undefined): ClassifyLine {
  const place = file === undefined || file === "-" ? `Line ${number}` : `${file}, line ${number}`;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new AppError("bad_request", `${place} is not JSON. Each line is one object like {"text": "Where is my order?"}.`, {
      cause,
    });
  }
  const { text, subject, lang } = (value ?? {}) as Record<string, unknown>;
  const isText = (field: unknown) => field === undefined || field === null || typeof field === "string";
  if (typeof text !== "string" || !isText(subject) || !isText(lang)) {
    throw new AppError("bad_request", `${place} has no "text", or its "text", "subject" or "lang" is not a string.`);
  }
  return { text, ...(typeof subject === "string" ? { subject } : {}), ...(typeof lang === "string" ? { lang } : {}) };
}

export const addTrain: AddCommand = (program, context) => {
  program
    .command("train")
    .description('train a model from {"text", "label"} lines')
    .option(
      "--data <file>",
      "JSON Lines; the label __out_of_scope__ marks texts that belong nowhere. Without it, the starter's texts are used",
    )
    .requiredOption("--out <dir>", "where the model goes")
    .option("--adapt <file>", "JSON Lines of {\"text\"}: the shop's own messages without labels, to learn its customers' words from")
    .option("--risk <share>", "share of wrong answers to stay under, 0.01, 0.02, 0.05 or 0.1", "0.02")
    .option("--seed <number>", "the same data and seed give the same model", "1")
    .action(async (options: { data?: string; out: string; adapt?: string; risk: string; seed: string }) => {
      if (!options.data && !options.adapt) throw new AppError("usage", "train needs --data, --adapt, or both.");
      const examples = options.data ? await readExamples(options.data) : [];
      const unlabelled = options.adapt ? parseTexts(await readWhole(options.adapt), options.adapt) : [];
      const started = performance.now();
      const model = await trainForShop(examples, () => readLabels(labelsDir), {
        unlabelled,
        risk: oneOf(options.risk, [0.01, 0.02, 0.05, 0.1], "--risk"),
        seed: wholeNumber(options.seed, "--seed"),
        onProgress: progress(context),
      });
      await saveModel(model, modelFileIn(options.out));
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      const answers = model.thresholds.map(({ risk, coverage }) => `${percent(risk)}: ${percent(coverage)}`).join(", ");
      context.io.stderr.write(
        `Trained on ${examples.length} texts with ${model.labels.length} labels in ${seconds} s: ${modelFileIn(options.out)}\n` +
          `On texts held back ${percent(model.metrics.accuracy)} were right. What it would answer, by the risk of a wrong answer: ${answers}.\n`,
      );
      if (model.threshold > 1)
        context.io.stderr.write(
          `With these labels no answer can be promised to be right ${percent(1 - Number(options.risk))} of the time, so the model abstains from all. More labels help, or a higher --risk.\n`,
        );
    });
};

function oneOf(value: string, allowed: number[], name: string): number {
  if (!allowed.includes(Number(value))) throw new AppError("usage", `${name} is one of ${allowed.join(", ")}, not ${value}.`);
  return Number(value);
}

function wholeNumber(value: string, name: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new AppError("usage", `${name} is a whole number, not ${value}.`);
  return Number(value);
}

/** A line that is overwritten on a terminal, nothing in a pipe. */
function progress({ io }: Context): (done: number, total: number) => void {
  if (!io.stderr.isTTY) return () => undefined;
  return (done, total) => void io.stderr.write(`\rTraining ${Math.round((100 * done) / total)} %${done === total ? "\n" : ""}`);
}

export const addEval: AddCommand = (program, context) => {
  program
    .command("eval")
    .description('measure a model on {"text", "label"} lines')
    .requiredOption("--data <file>", "JSON Lines")
    .option("--model <dir>", "a model made by handrail train; without it the starter model")
    .option("--json", "print one JSON object")
    .action(async (options: { data: string; model?: string; json?: boolean }) => {
      const { category } = await loadModels(readerOptions(context, options.model));
      const figures = evaluate(category, await readExamples(options.data));
      if (options.json) context.print(JSON.stringify(figures));
      else printEvaluation(figures, context);
    });
};

function printEvaluation(figures: Evaluation, { print }: Context): void {
  print(
    `texts ${figures.texts}   accuracy ${percent(figures.accuracy)}   macro F1 ${percent(figures.macroF1)}   calibration error ${figures.ece.toFixed(3)}`,
  );
  if (figures.outOfScope)
    print(
      `out of scope: ${figures.outOfScope.texts} texts, AUROC ${figures.outOfScope.auroc.toFixed(3)}, recall ${percent(figures.outOfScope.recallAt95)} with 95 % of the others kept`,
    );
  for (const { risk, coverage, errors, best } of figures.coverage)
    print(
      `coverage at ${percent(risk)} risk: ${percent(coverage)}, of which wrong ${percent(errors)} (with the best threshold for these very texts ${percent(best)})`,
    );
  print(
    `answered with the model's own threshold: ${percent(figures.answered.coverage)}, wrong among them ${percent(figures.answered.errors)}`,
  );
  print(`${figures.microsecondsPerMessage.toFixed(1)} µs per message\n`);
  print(`${"label".padEnd(36)}${"texts".padStart(7)}${"precision".padStart(11)}${"recall".padStart(9)}${"F1".padStart(9)}`);
  for (const row of figures.perClass) {
    print(
      `${row.label.padEnd(36)}${String(row.texts).padStart(7)}${percent(row.precision).padStart(11)}${percent(row.recall).padStart(9)}${percent(row.f1).padStart(9)}`,
    );
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

async function readExamples(file: string): Promise<Example[]> {
  return parseLabels(await readWhole(file), file);
}

async function readWhole(file: string): Promise<string> {
  return readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(file, cause);
  });
}
