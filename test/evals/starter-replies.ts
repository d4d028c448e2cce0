/** Replies as the starter workflows write them over the demo shop's orders, with the facts they rest on. */
import { demoCarrier } from "../../src/carriers/demo/carrier.ts";
import type { Evidence } from "../../src/domain/run.ts";
import { startOfDay } from "../../src/domain/demo-parcel.ts";
import { makeWorld } from "../../src/stores/demo/world.ts";
import { decide, input, memoryStore, naming, now, understood } from "../../src/workflow/test-desk.ts";

export type StarterReply = { template: string; language: string; text: string; evidence: Evidence[]; facts: Record<string, unknown> };

const questions = ["order_status", "cancellation", "refund_return", "order_change", "missing_delivery"];

export async function starterReplies(languages: readonly string[], count: number): Promise<StarterReply[]> {
  const world = makeWorld({ seed: 7, day: startOfDay(new Date(now)), storeId: "shop", shopUrl: "https://shop.example" });
  const carrier = demoCarrier.open({ settings: { faults: {} }, now: () => new Date(now), publicUrl: "https://shop.example" } as never);
  const store = memoryStore(world.orders, world.customers, world.products);
  const facts = { stores: [{ connectionId: "shop", store, name: "Nordlicht Outdoor" }], carriers: [{ connectionId: "post", carrier }] };
  const found: StarterReply[] = [];
  const add = async (language: string, about: Parameters<typeof understood>[0], from: Parameters<typeof input>[0]): Promise<void> => {
    const decision = await decide(input({ ...from, understanding: understood({ ...about, language }) }), facts);
    for (const effect of decision.effects)
      if (effect.kind === "reply" && effect.reply.language === language)
        found.push({
          template: effect.reply.template,
          language,
          text: effect.reply.text,
          evidence: effect.reply.evidence,
          facts: { ...decision.trace.facts, ...handoverFacts(decision.outcome) },
        });
  };
  for (let at = 0; found.length < count && at < world.orders.length * 2; at++) {
    const order = world.orders[(at * 37) % world.orders.length]!;
    const email = order.customer.email!;
    const category = at % 3 === 0 ? questions[(at / 3) % questions.length]! : "order_status";
    const name = order.customer.name;
    const language = languages[at % languages.length]!;
    await add(
      language,
      { category, intents: [category], ...naming(order.number) },
      { proven: [{ kind: "email", value: email }], customer: { id: "c", name, isVip: false, language: null, contacts30d: 1 } },
    );
    const product = world.products[Math.floor(at / 5) % world.products.length]!;
    const ask = askAbout(at, product.title, world.products[(at * 11) % world.products.length]!.title);
    if (ask)
      await add(language, { category: ask.category, intents: [ask.category] }, { messages: [{ ...input().messages[0]!, text: ask.text }] });
    if (at % 5 !== 0) continue;
    const sku = product.variants[at % product.variants.length]!.sku;
    await add(
      language,
      { category: "availability", intents: ["availability"], entities: { sku: [{ text: sku, value: sku, start: 0, end: sku.length }] } },
      {},
    );
  }
  return found;
}

/** Questions about products of the catalogue; the reply is in its own language whatever they are written in. */
function askAbout(at: number, title: string, other: string): { category: "availability" | "product_question"; text: string } | null {
  const asked = [
    { category: "availability", text: `Is the ${title} there?` },
    { category: "product_question", text: `What does the ${title} weigh, what is it made of and how much is it?` },
    { category: "product_question", text: `What is the difference between the ${title} and the ${other}?` },
    { category: "product_question", text: `Can you recommend something like the ${title}?` },
    { category: "product_question", text: `What goes with the ${title}?` },
  ] as const;
  return at % 7 === 1 ? asked[Math.floor(at / 7) % asked.length]! : null;
}

/** What a reply of a handover may say beside the facts of its run. */
function handoverFacts(outcome: { team?: string; due_at?: string }): Record<string, unknown> {
  return outcome.team === undefined ? {} : { handover: { team: outcome.team, due_at: outcome.due_at } };
}
