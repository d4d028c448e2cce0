/** The sets of the understanding benchmark: real texts that lie beside the project, never in it. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { outOfScope } from "../../src/understand/model.ts";
import { createRandom } from "../../src/understand/svm.ts";

export type Text = { text: string; label: string };
export type Line = Text & Record<string, string>;
/** `validation` is taken from the training part: thresholds are chosen on it. */
export type BenchSet = { name: string; train: Text[]; validation: Text[]; test: Text[] };

const option = process.argv.indexOf("--data");
const folder = option > 0 ? process.argv[option + 1]! : join(import.meta.dirname, "../../../shared/data/classify");
export const hasData = existsSync(folder);
const seed = 7;

export function readLines(name: string): Line[] {
  return readFileSync(join(folder, `${name}.jsonl`), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line)
    .map((line) => (line.label === "__oos__" || line.label === "NO_NODES_DETECTED" ? { ...line, label: outOfScope } : line));
}

export function benchSets(): BenchSet[] {
  const [curekart, curekartTest] = split(readLines("hint3-curekart-train"), 0.2);
  const dialogues = readLines("abcd-dev").map(({ context, label }) => ({ text: context!, label }));
  const [abcd, abcdTest] = split(dialogues, 0.4);
  return [
    setOf("CLINC150", readLines("clinc-train"), readLines("clinc-val")),
    setOf("HINT3 SOFMattress", readLines("hint3-sofmattress-train"), readLines("hint3-sofmattress-test")),
    setOf("HINT3 Curekart", curekart, curekartTest),
    setOf("Bitext", readLines("bitext-train"), readLines("bitext-dev")),
    setOf("ABCD", abcd, abcdTest),
  ];
}

function setOf(name: string, all: Text[], test: Text[]): BenchSet {
  const [train, validation] = split(all, 0.2);
  return { name, train, validation, test };
}

/** Of every label the same share goes to the second part. */
function split(texts: Text[], share: number): [Text[], Text[]] {
  const random = createRandom(seed);
  const seen = new Map<string, number>(),
    first: Text[] = [],
    second: Text[] = [];
  const mixed = texts.map((text) => ({ text, key: random() })).sort((a, b) => a.key - b.key);
  for (const { text } of mixed) {
    const nth = (seen.get(text.label) ?? share / 2) + share;
    (nth >= 1 ? second : first).push(text);
    seen.set(text.label, nth >= 1 ? nth - 1 : nth);
  }
  return [first, second];
}
