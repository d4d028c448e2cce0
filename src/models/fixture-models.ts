/** A desk with connected models, for tests: real database, made-up vendors, waiting that takes no time. */
import { randomUUID } from "node:crypto";
import type { Db } from "../db/pool.ts";
import { openForTest } from "./contract.ts";
import { openModels, type DeskModels } from "./desk-models.ts";
import type { Model } from "./model.ts";
import { setBudget, setPrice, setPurpose } from "./model-settings.ts";
import { openaiCompatibleModel } from "./openai-compatible/model.ts";
import { purposes, type Purpose } from "./purposes.ts";
import { scriptedModel, type ScriptedModel } from "./scripted/model.ts";

export const key = "key-that-must-not-show";

export type TestModels = {
  models: DeskModels;
  connect(id: string, model: Model, price?: { input: number; output: number } | null): Promise<void>;
  /** What was waited between attempts, in milliseconds. */
  waits: number[];
  logged: unknown[];
  clock: { now: Date };
};

/** Every purpose is on and bound to the connection that was connected last; prices are per million tokens. */
export function modelsForTest(db: Db): TestModels {
  const opened = new Map<string, Model>();
  const [waits, logged, clock] = [[] as number[], [] as unknown[], { now: new Date("2026-03-02T10:00:00Z") }];
  const write = (...line: unknown[]): void => void logged.push(line);
  const models = openModels({
    db,
    log: { debug: write, info: write, warn: write, error: write },
    findModel: (id) => (opened.has(id) ? { id, title: id, isDemo: false, model: opened.get(id)! } : null),
    now: () => clock.now,
    async sleep(ms) {
      waits.push(ms);
      clock.now = new Date(clock.now.getTime() + ms);
    },
  });
  async function connect(
    id: string,
    model: Model,
    price: { input: number; output: number } | null = { input: 0, output: 0 },
  ): Promise<void> {
    opened.set(id, model);
    await db.query("insert into connection (id, kind, connector, title) values ($1, 'model', 'scripted', $1) on conflict do nothing", [id]);
    for (const purpose of Object.keys(purposes) as Purpose[]) await setPurpose(db, { purpose, isOn: true, connectionId: id }, "system");
    if (!price) return;
    for (const name of new Set([model.id, model.embeddingId]))
      if (name)
        await setPrice(db, { connectionId: id, model: name, inputPerMillion: price.input, outputPerMillion: price.output }, "system");
  }
  return { models, connect, waits, logged, clock };
}

export function scripted(settings: Record<string, unknown> = {}): ScriptedModel {
  return openForTest(scriptedModel, settings) as unknown as ScriptedModel;
}

export function served(url: string, settings: Record<string, unknown> = {}): Model {
  return openForTest(openaiCompatibleModel, {
    apiKey: key,
    model: "small",
    embeddingModel: "small-embed",
    baseUrl: `${url}/v1`,
    ...settings,
  });
}

export async function eurosADay(db: Db, amount: number): Promise<void> {
  await setBudget(db, { amount: amount * 100, currency: "EUR" }, "system");
}

export async function forget(db: Db): Promise<void> {
  await db.query("truncate model_day, model_call, model_cache, model_budget, model_purpose, model_price");
}

export async function newConversation(db: Db): Promise<{ id: string; customerId: string }> {
  const [id, customerId] = [randomUUID(), randomUUID()];
  await db.query("insert into customer (id, name) values ($1, 'Ana Silva')", [customerId]);
  await db.query("insert into conversation (id, connection_id, customer_id, last_message_at) values ($1, 'api', $2, now())", [
    id,
    customerId,
  ]);
  await db.query("insert into mailbox (conversation_id) values ($1)", [id]);
  return { id, customerId };
}
