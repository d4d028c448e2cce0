/** The demo shop "Nordlicht Outdoor": a whole shop without a network. Reads are a generated world, writes lie on top. */
import DataLoader from "dataloader";
import type { ConnectorContext } from "../../domain/connection.ts";
import { beSlow, meetReadFaults } from "../../domain/demo-faults.ts";
import { startOfDay } from "../../domain/demo-parcel.ts";
import { AppError } from "../../domain/errors.ts";
import type { Order, StoreCustomer } from "../../domain/order.ts";
import type { ActionReceipt, CustomerQuery, OrderQuery, Store, StoreDefinition } from "../store.ts";
import * as changes from "./changes.ts";
import { overlayKey, readOverlay, replacementOrder, withOverlay } from "./overlay.ts";
import { boughtTogether, similarProducts } from "./related.ts";
import { searchProducts } from "./search.ts";
import { demoStoreSettings, type DemoStoreSettings } from "./settings.ts";
import { lifetimeAmount, makeWorld, type World } from "./world.ts";

export const demoStore: StoreDefinition<typeof demoStoreSettings> = { id: "demo", title: "Demo shop", settings: demoStoreSettings, open };

type Context = ConnectorContext<DemoStoreSettings>;
const who = "The demo shop";
const maxQueryChars = 320;
/** Orders of one page of those that changed. */
const pageSize = 100;

function open(context: Context): Store {
  const world = worldOfToday(context);
  const overlaid = overlayReader(context);
  const write =
    <Request extends { orderId: string }>(make: (ground: changes.Ground, request: Request) => changes.Change) =>
    async (request: Request): Promise<ActionReceipt> => {
      const receipt = await act(context, world(), request, make);
      // A vendor's gateway that repeats what it has delivered: the same key must have no second effect.
      return context.settings.faults.duplicateWrites ? act(context, world(), request, make).then(() => receipt) : receipt;
    };
  return {
    async findOrders(query) {
      await meetReadFaults(context.settings.faults, who);
      const replacement = "number" in query ? /^(.{1,40})-R(\d{1,3})$/i.exec(plainNumber(query.number)) : null;
      const found = baseOrders(world(), replacement ? { number: replacement[1]! } : query);
      if (replacement) return overlaid(found, (base, overlay) => present(replacementOrder(base, overlay, Number(replacement[2]) - 1)));
      return overlaid(found, (base, overlay) => [withOverlay(base, overlay)]);
    },
    async changedOrders({ since, cursor }) {
      await meetReadFaults(context.settings.faults, who);
      const from = cursor === null ? 0 : Number(cursor);
      const changed = world().orders.filter(({ updatedAt }) => since === null || updatedAt >= new Date(since).toISOString());
      const all = changed.toSorted((one, other) => (one.updatedAt < other.updatedAt ? -1 : one.updatedAt > other.updatedAt ? 1 : 0));
      const page = await overlaid(all.slice(from, from + pageSize), (base, overlay) => [withOverlay(base, overlay)]);
      return { orders: page, cursor: from + pageSize < all.length ? String(from + pageSize) : null, total: all.length };
    },
    async findCustomer(query) {
      await meetReadFaults(context.settings.faults, who);
      const [customer] = baseCustomers(world(), query);
      return customer
        ? recount(
            customer,
            await overlaid(world().ordersByCustomer.get(customer.id) ?? [], (base, overlay) => [withOverlay(base, overlay)]),
          )
        : null;
    },
    async findProducts(query) {
      await meetReadFaults(context.settings.faults, who);
      const { products } = world();
      if ("text" in query) return searchProducts(products, query.text, query.limit);
      if ("id" in query) return products.filter((product) => product.id === query.id);
      const sku = query.sku.trim().toUpperCase();
      return products.filter((product) => product.variants.some((variant) => variant.sku === sku));
    },
    async boughtTogether(query) {
      await meetReadFaults(context.settings.faults, who);
      const { products, orders } = world();
      return boughtTogether(products, await overlaid(orders, (base, overlay) => [withOverlay(base, overlay)]), query);
    },
    async similar(query) {
      await meetReadFaults(context.settings.faults, who);
      return similarProducts(world().products, query);
    },
    hosts: URL.canParse(context.publicUrl) ? [new URL(context.publicUrl).hostname] : [],
    actions: {
      refund: write(changes.refund),
      cancel: write(changes.cancel),
      change_address: write(changes.changeAddress),
      change_items: write(changes.changeItems),
      reship: write(changes.reship),
      return_label: write(changes.returnLabel),
      discount_code: write(changes.discountCode),
      tag: write(changes.tag),
    },
    check: async () =>
      context.settings.faults.failReads ? `${who} was told to fail its reads. Take "failReads" out of its settings.` : null,
  };
}

/** The world of the present day, made once a day. */
function worldOfToday(context: Context): () => World {
  let madeFor: string | undefined, world: World;
  return () => {
    const day = startOfDay(context.now()),
      { seed } = context.settings;
    if (madeFor !== `${seed}/${day}`) {
      world = makeWorld({ seed, day, storeId: context.connectionId, shopUrl: `${context.publicUrl}/shop` });
      madeFor = `${seed}/${day}`;
    }
    return world;
  };
}

type Laid = (base: Order, overlay: ReturnType<typeof readOverlay>) => Order[];

/**
 * Lays over each order what was done to it. All reads of one tick become one call to the state; nothing is remembered
 * longer than that, because another process may write.
 */
function overlayReader(context: Context): (orders: readonly Order[], lay: Laid) => Promise<Order[]> {
  const loader = new DataLoader<string, unknown>((keys) => context.state.getMany([...keys]), { cache: false, maxBatchSize: 1_000 });
  const seen = new Map<string, unknown>();
  return async (orders, lay) => {
    const laid = await Promise.all(
      orders.map(async (order) => {
        const key = overlayKey(order.id);
        let written = await loader.load(key);
        // A replica that lags behind: what was read last time, once more.
        if (context.settings.faults.staleReads) [written] = [seen.get(key), seen.set(key, written)];
        return lay(order, readOverlay(written));
      }),
    );
    return laid.flat();
  };
}

function baseOrders(world: World, query: OrderQuery): readonly Order[] {
  if ("number" in query) return present(world.orderByNumber.get(plainNumber(query.number)));
  if ("id" in query) return present(world.orderById.get(query.id));
  const orders = baseCustomers(world, query).flatMap((customer) => world.ordersByCustomer.get(customer.id) ?? []);
  return orders.slice(0, Math.max(0, query.limit));
}

function baseCustomers(world: World, query: CustomerQuery): readonly StoreCustomer[] {
  if ("id" in query) return present(world.customerById.get(query.id));
  if ("email" in query) return present(world.customerByEmail.get(query.email.slice(0, maxQueryChars).trim().toLowerCase()));
  return (
    world.customersByPhone.get(
      query.phone
        .slice(0, maxQueryChars)
        .replace(/[^\d+]/g, "")
        .replace(/^00/, "+"),
    ) ?? []
  );
}

/** As customers write it: "#1042", " 1042 ". */
function plainNumber(text: string): string {
  return text.slice(0, maxQueryChars).trim().replace(/^#\s?/, "").toUpperCase();
}

function present<T>(value: T | undefined | null): T[] {
  return value === undefined || value === null ? [] : [value];
}

function recount(customer: StoreCustomer, orders: readonly Order[]): StoreCustomer {
  return { ...customer, orderCount: orders.length, lifetimeValue: { ...customer.lifetimeValue, amount: lifetimeAmount(orders) } };
}

async function act<Request extends { orderId: string }>(
  context: Context,
  world: World,
  request: Request,
  make: (ground: changes.Ground, request: Request) => changes.Change,
): Promise<ActionReceipt> {
  await beSlow(context.settings.faults);
  const { orderId } = request;
  const base = world.orderById.get(orderId);
  if (!base) throw new AppError("not_found", `The demo shop has no order with the id "${orderId.slice(0, 60)}".`);
  const ground = { base, at: context.now().toISOString(), products: world.products, shopUrl: `${context.publicUrl}/shop` };
  let change: changes.Change | undefined;
  // The last run of this function is the one that counts: the state repeats it after a concurrent change.
  const stands = await context.state.update(overlayKey(orderId), (current) => {
    change = make({ ...ground, overlay: readOverlay(current) }, request);
    return change.outcome === "done" ? change.overlay : undefined;
  });
  if (change === undefined || change.outcome === "refused")
    throw change?.error ?? new AppError("internal", "The state did not run the change.");
  if (context.settings.faults.timeoutAfterSuccess)
    throw new AppError("vendor_timeout", "The demo shop did what was asked and lost the answer, as it was told to.");
  const { externalId, made } = change;
  const order = withOverlay(base, readOverlay(stands));
  return { externalId, alreadyDone: change.outcome === "already_done", order, ...(made ? { made } : {}) };
}
