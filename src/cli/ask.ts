/** `handrail ask`: runs a message through the whole desk and prints it; nothing is stored and nothing leaves. */
import type { AddCommand } from "./command.ts";
import { AppError } from "../domain/errors.ts";
import type { Understanding } from "../domain/understanding.ts";
import type { HandrailDesk } from "../desk.ts";
import type { Decision } from "../workflow/engine/decision.ts";
import { settledOutcome } from "../workflow/engine/settle.ts";
import { askInput } from "../jobs/ask-input.ts";
import { printRun } from "./ask-print.ts";

type Options = { from?: string; stranger?: string; order?: string; json?: boolean; subject?: string };

export const addAsk: AddCommand = (program, context) => {
  program
    .command("ask <text>")
    .description("run a message through the desk and print every step, without storing or sending anything")
    .option("--from <email>", "the customer; the address counts as proven")
    .option("--stranger <email>", "somebody who says they have this address and has not proven it")
    .option("--order <number>", "the order it is about, as if the message named it")
    .option("--subject <subject>", "subject of the message")
    .option("--json", "print one JSON object")
    .action(async (text: string, options: Options) => {
      if (options.from && options.stranger)
        throw new AppError("usage", "--from is a proven sender and --stranger is not one. Give only one of them.");
      if (text.trim() === "")
        throw new AppError("usage", 'There is no message. Write it in quotes: handrail ask "Where is my order #1042?"');
      await context.withDesk(async (desk) => {
        const result = await ask(desk, text, options);
        if (options.json) context.print(JSON.stringify(result));
        else printRun(result, text, context);
      });
    });
};

export type AskResult = {
  understanding: Understanding;
  workflow: { name: string; version: string; mode: string } | null;
  steps: { step: string; read: { key: string; value: unknown }[]; why: string }[];
  reply: { text: string; language: string; evidence: { text: string; source: string; field: string; value: string; at: string }[] } | null;
  outcome: { kind: string; reason?: string; team?: string; due_at?: string };
};

export async function ask(desk: Pick<HandrailDesk, "reader" | "decide">, text: string, options: Options): Promise<AskResult> {
  const { subject, order } = options;
  const from = options.from ?? options.stranger;
  const input = askInput(desk.reader, { text, subject, from, isProven: options.from !== undefined, order, channel: "command-line" });
  return resultOf(input.understanding, await desk.decide(input));
}

function resultOf(understanding: Understanding, decision: Decision): AskResult {
  const reply = decision.effects.find((effect) => effect.kind === "reply")?.reply ?? null;
  return {
    understanding,
    workflow: decision.workflow,
    steps: decision.trace.steps.map(({ step, read, why }) => ({ step, read, why })),
    reply: reply && {
      text: reply.text,
      language: reply.language,
      evidence: reply.evidence.map(({ text, source, field, value, at }) => ({ text, source, field, value, at })),
    },
    outcome: decision.wait ? { kind: "asked", reason: "The workflow waits; the outcome comes later." } : settledOutcome(decision),
  };
}
