/** What people decide about language models: purposes, prices, budget. Every change is in the audit log. */
import { writeAudit } from "../db/audit.ts";
import { transaction, type Db, type Queryable } from "../db/pool.ts";
import { AppError } from "../domain/errors.ts";
import type { Money } from "../domain/money.ts";
import { spentOn } from "./budget.ts";
import { fromMicros, toMicros, type Price } from "./money.ts";
import { purposes, type Purpose } from "./purposes.ts";

export type PurposeSetting = { purpose: Purpose; isOn: boolean; connectionId: string | null; timeoutMs: number };
/** Per million tokens, in main units of the budget's currency: 0.15 is fifteen cents. */
export type PriceSetting = { connectionId: string; model: string; inputPerMillion: number; outputPerMillion: number };
export type ModelSettings = { purposes: PurposeSetting[]; prices: PriceSetting[]; budget: Money | null; spentToday: Money | null };

const million = 1_000_000;
const highestPrice = 100_000;
/** Far below what a number holds exactly, in micros. */
const highestBudget = 1e12;

export async function readModelSettings(db: Db, now = new Date()): Promise<ModelSettings> {
  const [chosen, prices, budget, spent] = await Promise.all([
    readPurposes(db),
    db.query("select connection_id, model, input_micros, output_micros from model_price order by connection_id, model"),
    db.query("select daily_micros, currency from model_budget"),
    spentOn(db, now),
  ]);
  const money = budget.rows[0] as { daily_micros: number; currency: string } | undefined;
  return {
    purposes: chosen,
    prices: prices.rows.map((row) => ({
      connectionId: row.connection_id,
      model: row.model,
      inputPerMillion: row.input_micros / million,
      outputPerMillion: row.output_micros / million,
    })),
    budget: money ? fromMicros(money.daily_micros, money.currency) : null,
    spentToday: money ? fromMicros(spent, money.currency) : null,
  };
}

/** All of them, also those nobody has decided on: they are off. */
export async function readPurposes(db: Queryable): Promise<PurposeSetting[]> {
  const { rows } = await db.query("select purpose, is_on, connection_id, timeout_ms from model_purpose");
  return (Object.keys(purposes) as Purpose[]).map((purpose) => purposeOf(purpose, rows));
}

type PurposeRow = { purpose: string; is_on: boolean; connection_id: string | null; timeout_ms: number | null };

function purposeOf(purpose: Purpose, rows: PurposeRow[]): PurposeSetting {
  const row = rows.find((one) => one.purpose === purpose);
  const { timeoutMs } = purposes[purpose];
  return { purpose, isOn: row?.is_on ?? false, connectionId: row?.connection_id ?? null, timeoutMs: row?.timeout_ms ?? timeoutMs };
}

/** For one question: its purpose and, when it is bound, the prices of that connection's models. */
export async function readPurpose(db: Queryable, purpose: Purpose): Promise<PurposeSetting & { prices: Map<string, Price> }> {
  const { rows } = await db.query(
    `select p.purpose, p.is_on, p.connection_id, p.timeout_ms, r.model, r.input_micros, r.output_micros
     from model_purpose p left join model_price r on r.connection_id = p.connection_id where p.purpose = $1`,
    [purpose],
  );
  const prices = rows
    .filter(({ model }) => model !== null)
    .map((row) => [row.model, { input: row.input_micros, output: row.output_micros }] as const);
  return { ...purposeOf(purpose, rows), prices: new Map(prices) };
}

/** AppError `not_found` when there is no such connection to a model. */
export async function setPurpose(db: Db, setting: Omit<PurposeSetting, "timeoutMs"> & { timeoutMs?: number }, by: string): Promise<void> {
  const { purpose, isOn, connectionId, timeoutMs } = setting;
  await transaction(db, async (client) => {
    if (connectionId !== null) await mustBeModel(client, connectionId);
    await client.query(
      `insert into model_purpose (purpose, is_on, connection_id, timeout_ms) values ($1, $2, $3, $4)
       on conflict (purpose) do update set is_on = $2, connection_id = $3, timeout_ms = $4, updated_at = now()`,
      [purpose, isOn, connectionId, timeoutMs ?? null],
    );
    await writeAudit(client, { actor: by, act: "models.purpose", target: `purpose:${purpose}`, data: { isOn, connectionId } });
  });
}

/** AppError `not_found`, or `invalid` for a price that cannot be. */
export async function setPrice(db: Db, price: PriceSetting, by: string): Promise<void> {
  const { connectionId, model, inputPerMillion, outputPerMillion } = price;
  for (const value of [inputPerMillion, outputPerMillion])
    if (!(value >= 0 && value <= highestPrice))
      throw new AppError("invalid", `A price per million tokens is a number from 0 to ${highestPrice}.`);
  await transaction(db, async (client) => {
    await mustBeModel(client, connectionId);
    await client.query(
      `insert into model_price (connection_id, model, input_micros, output_micros) values ($1, $2, $3, $4)
       on conflict (connection_id, model) do update set input_micros = $3, output_micros = $4, updated_at = now()`,
      [connectionId, model, Math.ceil(inputPerMillion * million), Math.ceil(outputPerMillion * million)],
    );
    await writeAudit(client, {
      actor: by,
      act: "models.price",
      target: `connection:${connectionId}`,
      data: { model, inputPerMillion, outputPerMillion },
    });
  });
}

/** What may be spent in a day (UTC). Prices are in its currency; they are not converted when it changes. */
export async function setBudget(db: Db, daily: Money, by: string): Promise<void> {
  const micros = Number.isSafeInteger(daily.amount) && /^[A-Z]{3}$/.test(daily.currency) ? toMicros(daily) : NaN;
  if (!(micros >= 0 && micros <= highestBudget * million))
    throw new AppError("invalid", "The budget is an amount of 0 or more, in a currency like EUR.");
  await transaction(db, async (client) => {
    await client.query(
      `insert into model_budget (daily_micros, currency) values ($1, $2)
       on conflict (is_only) do update set daily_micros = $1, currency = $2, updated_at = now()`,
      [Math.round(micros), daily.currency],
    );
    await writeAudit(client, {
      actor: by,
      act: "models.budget",
      target: "models",
      data: { amount: daily.amount, currency: daily.currency },
    });
  });
}

async function mustBeModel(db: Queryable, connectionId: string): Promise<void> {
  const { rowCount } = await db.query("select 1 from connection where id = $1 and kind = 'model'", [connectionId]);
  if (rowCount !== 1) throw new AppError("not_found", `There is no connection to a language model called "${connectionId}".`);
}
