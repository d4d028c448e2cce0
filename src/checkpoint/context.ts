/** What stands beside the thread: who writes, their orders and parcels, and their other conversations. */
import { whomToAsk, type Carrier } from "../carriers/carrier.ts";
import type { Db } from "../db/pool.ts";
import { unpackTrace } from "../db/trace.ts";
import { AppError, toAppError } from "../domain/errors.ts";
import { isId } from "../domain/ids.ts";
import type { Sender } from "../domain/message.ts";
import { formatMoney } from "../domain/money.ts";
import type { AskOutlook, Outlook } from "../domain/outlook.ts";
import type { Order, Shipment, StoreCustomer } from "../domain/order.ts";
import type { WireContext } from "../domain/wire.ts";
import { storeShipment } from "../domain/store-shipment.ts";
import type { ConnectedStore } from "./actions.ts";
import * as sql from "./context-queries.ts";
import { isSame, ownsOrder, provenAddresses, type Address } from "./proof.ts";

export type ConnectedCarrier = { connectionId: string; carrier: Carrier };
export type ContextSources = { stores: readonly ConnectedStore[]; carriers: readonly ConnectedCarrier[]; outlook?: AskOutlook };

type Found = { store: ConnectedStore; order: Order; mentioned: boolean };
type Who = { addresses: Address[]; proven: Address[]; numbers: string[] };

const maxOrders = 12;
const maxNumbers = 5;
const maxAddresses = 4;
/** Parcels are asked for at carriers, one call each. */
const maxParcels = 12;
/** Longest wait for one shop or carrier: the thread is shown meanwhile, this stands beside it. */
const patienceMs = 8_000;

/** AppErrors: `not_found`, `gone`. Faults of shops and carriers become the sentence in `problem`. */
export async function readContext(
  db: Db,
  sources: ContextSources,
  conversationId: string,
  now: () => Date = () => new Date(),
): Promise<WireContext> {
  const row = isId(conversationId) ? (await db.query(sql.findContext, [conversationId])).rows[0] : null;
  if (!row) throw new AppError("not_found", "There is no conversation with this id.");
  if (row.status === "erased") throw new AppError("gone", "This conversation was erased at the customer's request.");
  const [identities, senders, traces, others] = await Promise.all([
    db.query(sql.findIdentities, [row.customer_id]),
    db.query(sql.findSenders, [conversationId]),
    db.query(sql.findTraces, [conversationId]),
    db.query(sql.findOthers, [row.customer_id, conversationId]),
  ]);
  const who = whoWrites(
    row.proven,
    identities.rows,
    senders.rows.map(({ sender }) => sender),
    traces.rows.map(({ trace }) => trace),
  );
  const problems = new Set<string>();
  const [found, profile] = await Promise.all([findOrders(sources, who, problems), findProfile(sources, who, problems)]);
  const parcels = await trackAll(sources, found, problems);
  const outlooks = await foreseeAll(sources, found, parcels, now().toISOString());
  return {
    customer: row.customer_id && {
      id: row.customer_id,
      name: row.name,
      is_vip: row.is_vip || profile?.isVip === true,
      language: row.language ?? profile?.language ?? null,
      created_at: row.created_at.toISOString(),
      identities: identities.rows,
      lifetime_value: profile ? formatMoney(profile.lifetimeValue, "en") : null,
      order_count: profile?.orderCount ?? null,
    },
    orders: found.map((one) => orderBeside(one, who, parcels, outlooks)),
    problem: problems.size > 0 ? [...problems].join(" ") : null,
    other_conversations: others.rows.map((other) => ({
      id: other.id,
      preview: other.preview,
      status: other.status,
      last_message_at: other.last_message_at.toISOString(),
    })),
  };
}

/** Addresses to look orders up by, those of them the writer has proven, and order numbers named in the thread. */
function whoWrites(
  provenByCode: Address[],
  identities: (Address & { proven: boolean })[],
  senders: (Sender & { also?: Address[] })[],
  traces: Buffer[],
): Who {
  const proven = provenAddresses(provenByCode, senders, "reply_address");
  const all = [...proven, ...identities, ...senders].filter(({ kind, value }) => kind !== "channel" && value !== "");
  const addresses = all.filter((a, nth) => all.findIndex((b) => isSame(a, b)) === nth).slice(0, maxAddresses);
  return { addresses, proven, numbers: [...new Set(traces.flatMap(numbersIn))].slice(0, maxNumbers) };
}

/** A damaged trace names no orders; the rest is shown all the same. */
function numbersIn(trace: Buffer): string[] {
  try {
    const entities = unpackTrace(trace).understanding.entities.order_number ?? [];
    return entities.map(({ value }) => value).filter((value) => value !== "");
  } catch {
    return [];
  }
}

async function findOrders({ stores }: ContextSources, { addresses, numbers }: Who, problems: Set<string>): Promise<Found[]> {
  const asked = stores.flatMap((store) => [
    ...numbers.map((number) => ask(store, problems, () => store.store.findOrders({ number }), true)),
    ...addresses.map(({ kind, value }) =>
      ask(
        store,
        problems,
        () => store.store.findOrders(kind === "email" ? { email: value, limit: maxOrders } : { phone: value, limit: maxOrders }),
        false,
      ),
    ),
  ]);
  const all = (await Promise.all(asked)).flat();
  const named = all.filter(({ mentioned }) => mentioned);
  const others = all.filter(({ mentioned }) => !mentioned).toSorted((a, b) => Date.parse(b.order.placedAt) - Date.parse(a.order.placedAt));
  const ordered = [...named, ...others];
  return ordered
    .filter((one, nth) => ordered.findIndex((other) => other.store === one.store && other.order.id === one.order.id) === nth)
    .slice(0, maxOrders);
}

async function ask(store: ConnectedStore, problems: Set<string>, load: () => Promise<Order[]>, mentioned: boolean): Promise<Found[]> {
  const orders = await patiently(load, nameOf(store), problems);
  return (orders ?? []).map((order) => ({ store, order, mentioned }));
}

async function findProfile({ stores }: ContextSources, { addresses }: Who, problems: Set<string>): Promise<StoreCustomer | null> {
  const [first] = addresses;
  if (!first) return null;
  const query = first.kind === "email" ? { email: first.value } : { phone: first.value };
  const found = await Promise.all(stores.map((store) => patiently(() => store.store.findCustomer(query), nameOf(store), problems)));
  return found.find((customer) => customer) ?? null;
}

/** By tracking number; where no carrier knows it, what the store says itself, if anything. */
async function trackAll({ carriers }: ContextSources, found: Found[], problems: Set<string>): Promise<Map<string, Shipment>> {
  const wanted = new Map(
    found
      .flatMap(({ order }) => order.fulfillments)
      .filter((parcel) => parcel.trackingNumber)
      .slice(0, maxParcels)
      .map((parcel) => [parcel.trackingNumber!, parcel]),
  );
  const tracked = await Promise.all(
    [...wanted].map(async ([trackingNumber, parcel]) => {
      const { carrier } = parcel;
      for (const one of whomToAsk(carriers, { trackingNumber, carrier })) {
        const shipment = await patiently(() => one.carrier.track({ trackingNumber, carrier }), "The carrier", problems);
        if (shipment) return [trackingNumber, shipment] as const;
      }
      const own = storeShipment(parcel);
      return own && ([trackingNumber, own] as const);
    }),
  );
  return new Map(tracked.filter((one) => one !== null));
}

/** By tracking number, for parcels on their way. */
async function foreseeAll(
  { outlook }: ContextSources,
  found: Found[],
  parcels: Map<string, Shipment>,
  now: string,
): Promise<Map<string, Outlook>> {
  const asked = found.flatMap(({ store, order }) =>
    order.status === "cancelled" || !outlook
      ? []
      : order.fulfillments.map(async (fulfillment) => {
          const shipment = parcels.get(fulfillment.trackingNumber ?? "") ?? null;
          const told = await outlook({ storeId: store.connectionId, order, fulfillment, shipment }, now);
          return told && ([fulfillment.trackingNumber ?? "", told] as const);
        }),
  );
  return new Map((await Promise.all(asked)).filter((one) => one !== null));
}

function orderBeside(
  { store, order, mentioned }: Found,
  who: Who,
  parcels: Map<string, Shipment>,
  outlooks: Map<string, Outlook>,
): WireContext["orders"][number] {
  return {
    store: store.connectionId,
    number: order.number,
    status: order.status,
    payment: order.payment,
    fulfillment: order.fulfillment,
    placed_at: order.placedAt,
    total: formatMoney(order.total, "en"),
    mentioned,
    url: order.url,
    owner_proven: ownsOrder(order, who.proven),
    lines: order.lines.map(({ title, variant, quantity, total }) => ({
      title: variant ? `${title}, ${variant}` : title,
      quantity,
      total: formatMoney(total, "en"),
    })),
    shipments: order.fulfillments
      .filter(({ trackingNumber }) => trackingNumber)
      .map((parcel) => {
        const shipment = parcels.get(parcel.trackingNumber!);
        const outlook = outlooks.get(parcel.trackingNumber!);
        return {
          tracking_number: parcel.trackingNumber!,
          carrier: shipment?.carrier ?? parcel.carrier ?? "",
          status: shipment?.status ?? "unknown",
          expected_at: shipment?.expectedAt ?? null,
          delivered_at: shipment?.deliveredAt ?? null,
          last_event: shipment?.events.at(-1)?.description ?? null,
          url: shipment?.url ?? parcel.trackingUrl,
          promised_at: shipment?.promisedAt ?? order.promisedBy,
          outlook: outlook ? wireOutlook(outlook) : null,
        };
      }),
  };
}

function wireOutlook({ window, chanceInTime, isLikelyLate, likelyDaysLate, stuckReason, basis }: Outlook) {
  return {
    from: window?.from ?? null,
    to: window?.to ?? null,
    chance_in_time: chanceInTime,
    likely_late: isLikelyLate,
    likely_days_late: likelyDaysLate,
    stuck_reason: stuckReason,
    basis,
  };
}

async function patiently<T>(load: () => Promise<T>, who: string, problems: Set<string>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AppError("vendor_timeout", `it did not answer within ${patienceMs / 1000} s`)), patienceMs);
  });
  try {
    return await Promise.race([load(), late]);
  } catch (error) {
    problems.add(`${who} could not be asked: ${toAppError(error).message}`);
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function nameOf(store: ConnectedStore): string {
  return store.name ?? store.connectionId;
}
