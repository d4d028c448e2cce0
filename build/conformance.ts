/** docs/conformance.md: what each connected system can do, read off the functions its connector has. The contract suite runs whatever is there. */
import { stores } from "../src/stores/all.ts";
import type { Store } from "../src/stores/store.ts";

/** Enough to open each store; nothing is asked of it. */
const examples: Record<string, Record<string, unknown>> = {
  shopify: { shop: "example.myshopify.com", accessToken: "shpat_example", clientSecret: "example-secret" },
  woocommerce: { shopUrl: "https://shop.example", consumerKey: "ck_example", consumerSecret: "cs_example", hookSecret: "example-secret" },
  bigcommerce: { storeHash: "abcdef", accessToken: "example-token", hookSecret: "example-secret" },
};

const rows: readonly [string, (store: Store) => boolean][] = [
  ["Orders by number, id, e-mail and phone; customers; products and stock", () => true],
  ["What was bought together", (store) => store.boughtTogether !== undefined],
  ["Similar products", (store) => store.similar !== undefined],
  [
    "A copy of all orders, kept by web hooks and reconciliation",
    (store) => store.changedOrders !== undefined && store.receive !== undefined,
  ],
  ["Makes its own web hooks", (store) => store.subscribe !== undefined],
  ["Test of the connection", (store) => store.check !== undefined],
  ...(
    [
      ["Refund", "refund"],
      ["Cancel", "cancel"],
      ["Change the address", "change_address"],
      ["Change the articles", "change_items"],
      ["Send again", "reship"],
      ["Return label", "return_label"],
      ["Discount code", "discount_code"],
      ["Tags", "tag"],
      ["Address in the customer's account", "change_profile"],
    ] as const
  ).map(([title, kind]): [string, (store: Store) => boolean] => [title, (store) => store.actions[kind] !== undefined]),
];

export function conformanceMarkdown(): string {
  const opened = stores.map((definition) => {
    const settings = definition.settings.parse(examples[definition.id] ?? {});
    return { title: definition.title, store: definition.open({ ...context, settings } as never) };
  });
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return `${[
    "# What each shop system can do",
    "",
    "A function that a connector has is tested by the contract suite of all stores (`src/stores/contract.ts`) or by its own tests, against a server made from the vendor's official",
    "specification. A dash: the vendor's interface does not offer it, or the connector does not use it yet; a person is asked to do it then. This page is made from the connectors.",
    "",
    line(["", ...opened.map(({ title }) => title)]),
    line(["---", ...opened.map(() => "---")]),
    ...rows.map(([title, has]) => line([title, ...opened.map(({ store }) => (has(store) ? "tested" : "–"))])),
  ].join("\n")}\n`;
}

const nothing = async (): Promise<undefined> => undefined;
const context = {
  connectionId: "example",
  state: { get: nothing, getMany: async () => [], set: nothing, update: nothing, list: async () => [], delete: nothing },
  log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  now: () => new Date(0),
  publicUrl: "https://desk.example",
};
