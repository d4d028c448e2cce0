/**
 * A template as customers would get it: with a real order of the shop, in every language it is written in. Reads the shop and
 * the carriers, changes nothing; the facts are those a workflow would find, without the question whose order it is.
 */
import { lintVoice, type VoiceReport } from "../answer/voice/lint.ts";
import { createTemplates, loadTemplates, type Template, type Templates } from "../answer/templates.ts";
import { AppError, toAppError, type Problem } from "../domain/errors.ts";
import type { Order, Product } from "../domain/order.ts";
import type { Reply } from "../domain/run.ts";
import { firstName, type Facts, type FactSourceTable } from "../workflow/facts.ts";
import { orderFacts } from "../workflow/order-facts.ts";
import { availabilityFacts, choiceFacts, comparisonFacts, offerSummary, productFacts } from "../workflow/product-facts.ts";
import { parcelFact, parcelThatMatters, shipmentFacts, type Parcel } from "../workflow/shipment-facts.ts";
import type { FactSources } from "../workflow/step.ts";

export type PreviewRequest = {
  name: string;
  /** A text that is not saved, by its file's name without the ending. */
  unsaved?: { id: string; source: string } | undefined;
  /** As customers write it; without one, facts of orders are missing. */
  orderNumber?: string | undefined;
  channel?: string | undefined;
};
/** `problem`: why there is no reply. `isFactMissing`: because the order lacks a fact, which another order may have. */
export type PreviewText = {
  id: string;
  language: string;
  reply: Reply | null;
  problem: string | null;
  isFactMissing: boolean;
  voice: VoiceReport | null;
};
export type Preview = { order: { number: string; store: string } | null; problems: Problem[]; texts: PreviewText[] };

export type PreviewParts = { templates(): Templates; all(): readonly Template[]; sources(): FactSources; now(): Date };

/** AppError `not_found` for a template or an order that is not there. */
export async function previewTemplate({ name, unsaved, orderNumber, channel }: PreviewRequest, parts: PreviewParts): Promise<Preview> {
  const loaded = unsaved ? loadTemplates([{ file: `${unsaved.id}.liquid`, source: unsaved.source }]) : { templates: [], problems: [] };
  if (loaded.problems.length > 0) return { order: null, problems: loaded.problems, texts: [] };
  const [own] = loaded.templates;
  const versions = [...parts.all().filter((one) => one.name === name && one.file !== own?.file), ...(own ? [own] : [])];
  if (versions.length === 0) throw new AppError("not_found", `There is no template "${name}".`);
  const now = parts.now().toISOString();
  const found = await findOrder(orderNumber, parts.sources());
  const { facts, from } = await factsOf(found, parts.sources(), now);
  const { voice } = parts.templates();
  const texts = versions
    .toSorted((a, b) => (a.file < b.file ? -1 : 1))
    .map((template): PreviewText => {
      // Alone in its set, the text is used whatever the brand's tone is.
      const set = createTemplates([template], { voice });
      const base = { id: template.file.slice(template.file.lastIndexOf("/") + 1).replace(/\.liquid$/, ""), language: template.language };
      try {
        const reply = set.render(name, template.language, facts, from);
        const options = { language: template.language, channel, isLetter: true, isFooterAdded: true };
        return { ...base, reply, problem: null, isFactMissing: false, voice: lintVoice(reply.text, voice, options) };
      } catch (error) {
        const { message, code } = toAppError(error);
        return { ...base, reply: null, problem: message, isFactMissing: code === "fact_missing", voice: null };
      }
    });
  return { order: found && { number: found.order.number, store: found.source }, problems: [], texts };
}

export type FoundOrder = { order: Order; source: string; name: string | null };

/** AppError `not_found`. */
export async function findOrder(number: string | undefined, { stores }: FactSources): Promise<FoundOrder | null> {
  if (number === undefined) return null;
  for (const { connectionId, store, name } of stores) {
    const [order] = await store.findOrders({ number });
    if (order) return { order, source: connectionId, name: name ?? null };
  }
  throw new AppError("not_found", `No connected shop has an order ${number}.`);
}

/** As a workflow would find them. */
export async function factsOf(
  found: FoundOrder | null,
  sources: FactSources,
  now: string,
): Promise<{ facts: Facts; from: FactSourceTable }> {
  const name = found?.order.customer.name ?? null;
  const facts: Facts = {
    now,
    store: { name: found?.name ?? sources.stores[0]?.name ?? null },
    customer: {
      name,
      first_name: firstName(name),
      gender: null,
      vip: false,
      language: null,
      verified: true,
      contacts_30d: 1,
      country: null,
      order_count: null,
      lifetime_value: null,
    },
    // What only a handover knows is a sample: the default team, and this time tomorrow.
    handover: { team: "support", due_at: new Date(Date.parse(now) + 86_400_000).toISOString() },
  };
  if (!found) return { facts, from: {} };
  const at = { source: found.source, at: now };
  const parcels = await track(found.order, sources);
  facts["order"] = orderFacts(found.order, now);
  facts["shipment"] = shipmentFacts(parcelThatMatters(parcels), found.order, now);
  facts["shipments"] = parcels.map(parcelFact);
  const line = found.order.lines.find(({ sku }) => sku !== "");
  const store = sources.stores.find(({ connectionId }) => connectionId === found.source)!.store;
  const [product] = line ? await store.findProducts({ sku: line.sku }) : [];
  const variant = product?.variants.find(({ sku }) => sku === line?.sku);
  if (product) facts["product"] = productFacts(product);
  if (product && variant) facts["availability"] = availabilityFacts(product, variant);
  if (product) Object.assign(facts, await relatedFacts(product, store));
  const about = ["order", "shipment", "shipments", "product", "availability", "choice", "feature", "comparison", "recommendations"];
  return { facts, from: Object.fromEntries([...about, "bought_together", "substitutes"].map((fact) => [fact, at])) };
}

/** As if the customer had asked for everything the catalogue says of it. What the shop cannot tell is missing. */
async function relatedFacts(product: Product, store: FactSources["stores"][number]["store"]): Promise<Facts> {
  const query = { productId: product.id, limit: 3 };
  const similar = (await store.similar?.(query)) ?? [];
  const bought = (await store.boughtTogether?.(query)) ?? [];
  const offers = (products: readonly Product[]) => products.flatMap((one) => offerSummary(one) ?? []);
  return {
    choice: choiceFacts(product, { fits: product.variants, isNamed: false, isOffered: true }),
    feature: { known: product.attributes, is_asked: true, is_complete: true },
    recommendations: offers(similar),
    substitutes: offers(similar),
    bought_together: offers(bought.map((one) => one.product)),
    ...(similar[0] ? { comparison: comparisonFacts(product, similar[0]) } : {}),
  };
}

/** Newest first; a carrier that does not answer leaves what the store knows. */
async function track(order: Order, { carriers }: FactSources): Promise<Parcel[]> {
  const parcels = await Promise.all(
    order.fulfillments.map(async (fulfillment): Promise<Parcel> => {
      for (const { connectionId, carrier } of carriers) {
        const shipment = fulfillment.trackingNumber
          ? await carrier.track({ trackingNumber: fulfillment.trackingNumber, carrier: fulfillment.carrier }).catch(() => null)
          : null;
        if (shipment) return { fulfillment, shipment, source: connectionId };
      }
      return { fulfillment, shipment: null, source: "" };
    }),
  );
  return parcels.toReversed();
}
