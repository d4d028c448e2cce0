/** Ours and three libraries behind one shape. Each is used as its own documentation shows, with its own tokens and settings. */
import { createRequire } from "node:module";
import { encodeModel } from "../../src/understand/model-file.ts";
import { createScores, score } from "../../src/understand/model.ts";
import { createWords, splitWords } from "../../src/understand/text.ts";
import { trainModel } from "../../src/understand/train.ts";
import type { Text } from "./understanding-sets.ts";

export type Guess = { label: string; confidence: number };
/** `bytes`: the model as it would be stored. `thresholds`: those it chose itself, without a look at any other text. */
export type Trained = { guess(text: string): Guess | Promise<Guess>; bytes: number; thresholds?: { risk: number; threshold: number }[] };
export type Contender = { name: string; train(texts: Text[]): Promise<Trained> };

const require = createRequire(import.meta.url);

const ours: Contender = {
  name: "ours",
  async train(texts) {
    const model = await trainModel(texts);
    const words = createWords(),
      scores = createScores(model);
    return {
      bytes: encodeModel(model).length,
      thresholds: model.thresholds,
      guess(text) {
        splitWords(text, words);
        score(model, words, scores);
        return { label: model.labels[scores.best]!, confidence: scores.confidence };
      },
    };
  },
};

type NlpManager = {
  addLanguage(language: string): void;
  addDocument(language: string, text: string, label: string): void;
  train(): Promise<void>;
  process(language: string, text: string): Promise<{ intent: string; score: number }>;
  toJSON(): unknown;
};
type Docked = { get(name: string): NlpManager & { settings: Record<string, unknown> } };

const nlpjs: Contender = {
  name: "@nlpjs/basic",
  async train(texts) {
    const { dockStart } = require("@nlpjs/basic") as { dockStart(options: object): Promise<Docked> };
    const dock = await dockStart({ settings: { nlp: { autoSave: false, log: false } }, use: ["Basic", "LangEn"] });
    const manager = dock.get("nlp");
    manager.settings.autoSave = false;
    manager.addLanguage("en");
    for (const { text, label } of texts) manager.addDocument("en", text, label);
    await manager.train();
    return {
      bytes: Buffer.byteLength(JSON.stringify(manager.toJSON())),
      async guess(text) {
        const { intent, score: confidence } = await manager.process("en", text);
        return { label: intent, confidence };
      },
    };
  },
};

type NaturalClassifier = {
  addDocument(text: string, label: string): void;
  train(): void;
  getClassifications(text: string): { label: string; value: number }[];
};

const natural = (name: string, type: "BayesClassifier" | "LogisticRegressionClassifier"): Contender => ({
  name,
  async train(texts) {
    const library = require("natural") as Record<typeof type, new () => NaturalClassifier>;
    const classifier = new library[type]();
    for (const { text, label } of texts) classifier.addDocument(text, label);
    classifier.train();
    return {
      bytes: Buffer.byteLength(JSON.stringify(classifier)),
      guess(text) {
        const all = classifier.getClassifications(text);
        const sum = all.reduce((total, { value }) => total + value, 0);
        return { label: all[0]!.label, confidence: sum > 0 ? all[0]!.value / sum : 0 };
      },
    };
  },
});

type WinkClassifier = {
  definePrepTasks(tasks: ((text: string) => unknown)[]): void;
  defineConfig(config: object): void;
  learn(text: string, label: string): void;
  consolidate(): void;
  computeOdds(text: string): [label: string, odds: number][];
  exportJSON(): string;
};

const wink: Contender = {
  name: "wink-naive-bayes",
  async train(texts) {
    const classifier = (require("wink-naive-bayes-text-classifier") as () => WinkClassifier)();
    classifier.definePrepTasks([(text) => text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []]);
    classifier.defineConfig({ considerOnlyPresence: true, smoothingFactor: 0.5 });
    for (const { text, label } of texts) classifier.learn(text, label);
    classifier.consolidate();
    return {
      bytes: Buffer.byteLength(classifier.exportJSON()),
      guess(text) {
        const [label, odds] = classifier.computeOdds(text)[0]!;
        // The odds are the logarithm to base 2 of one label against the rest.
        return { label, confidence: 1 / (1 + 2 ** -odds) };
      },
    };
  },
};

export const contenders: readonly Contender[] = [
  ours,
  nlpjs,
  natural("natural, Bayes", "BayesClassifier"),
  natural("natural, logistic", "LogisticRegressionClassifier"),
  wink,
];
