/** `handrail ask`: runs a message through the whole desk and prints it; nothing is stored and nothing leaves. */
import type { AddCommand } from "./command.ts";
import { AppError } from "../domain/errors.ts";
import { newId } from "../domain/ids.ts";
import type { Sender } from "../domain/message.ts";
import type { Understanding } from "../domain/understanding.ts";
import type { HandrailDesk } from "../desk.ts";
import type { Decision, RunInput } from "../workflow/engine/decision.ts";
import { settledOutcome } from "../workflow/engine/settle.ts";
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
  const understanding = desk.reader.read({ text, ...(options.subject ? { subject: options.subject } : {}) });
  if (options.order) nameOrder(understanding, options.order);
  const decision = await desk.decide(runInput(text, understanding, desk.reader.version, options));
  return resultOf(understanding, decision);
}

function runInput(text: string, understanding: Understanding, reader: string, options: Options): RunInput {
  const address = (options.from ?? options.stranger)?.trim().toLowerCase();
  const sender: Sender = address
    ? { kind: "email", value: address, proof: options.from ? "proven" : "none" }
    : { kind: "channel", value: "command-line", proof: "none" };
  const now = new Date().toISOString();
  return {
    conversationId: newId(),
    channel: { connectionId: "command-line", maxLength: null, richText: false },
    storeId: null,
    messages: [{ id: newId(), text, subject: options.subject ?? null, sender, at: now }],
    asked: null,
    proven: options.from ? [{ kind: "email", value: address! }] : [],
    replyAddress: null,
    customer: { id: null, name: null, isVip: false, language: null, contacts30d: 0 },
    understanding,
    reader,
    now,
  };
}

function nameOrder(understanding: Understanding, order: string): void {
  const value = order.replace(/^#/, "");
  const named = understanding.entities.order_number ?? [];
  if (!named.some((entity) => entity.value === value)) {
    understanding.entities.order_number = [{ text: order, value, start: 0, end: 0 }, ...named];
    understanding.why["order_number"] = "Given with --order.";
  }
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
