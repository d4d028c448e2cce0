/**
 * The demo shop at /shop: a believable front for the demo store, so that a newcomer can write as a customer in one tab and
 * see it arrive at the desk in another. Plain functions from a request to a page; every page works without scripts but the chat.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Store } from "../stores/store.ts";
import { frontPage, productPage } from "./front.ts";
import { html } from "../domain/html.ts";
import { layout, type Shown } from "./layout.ts";
import { mailboxPage, type ShopMail } from "./mailbox.ts";
import { orderPage, ordersPage } from "./orders.ts";

/** Someone to be signed in as. `asks` is what they might write. */
export type ShopPerson = { name: string; email: string; about: string; asks: string };

export type ShopOptions = {
  store: Store;
  /** The token that tells the chat who is signed in, see channels/chat/setup.md. */
  mintCustomerToken(person: ShopPerson): string | Promise<string>;
  /** What was sent by the demo mailbox, newest first. */
  listMails(): Promise<ShopMail[]>;
  /** The chat connection the widget speaks with. */
  connectionId: string;
  cast: readonly ShopPerson[];
  title?: string;
};

/** `path` begins with /shop. */
export type ShopRequest = { path: string; query: Record<string, string | undefined> };
export type ShopResponse = { status: number; headers: Record<string, string>; body: string };

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const pageHeaders = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": policy,
  "cache-control": "no-store",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
};
const files: Record<string, [file: string, type: string]> = {
  "/shop/shop.css": ["shop.css", "text/css"],
  "/shop/shop.js": ["shop.js", "text/javascript"],
};

/** Answers GET /shop and everything below it. */
export function shopPages(options: ShopOptions): (request: ShopRequest) => Promise<ShopResponse> {
  return async (request) => {
    const path = request.path.replace(/\/+$/, "");
    const file = files[path];
    if (file)
      return {
        status: 200,
        headers: { "content-type": `${file[1]}; charset=utf-8`, "cache-control": "no-cache", "x-content-type-options": "nosniff" },
        body: await readFile(join(import.meta.dirname, file[0]), "utf8"),
      };
    const person = options.cast.find(({ email }) => email === request.query["as"]) ?? null;
    const shown = (await choosePage(path, request.query, person, options)) ?? notFound;
    const customerToken = person ? await options.mintCustomerToken(person) : null;
    return {
      status: shown.status ?? 200,
      headers: pageHeaders,
      body: layout(shown, { ...options, title: options.title ?? "Nordlicht Outdoor", person, customerToken }),
    };
  };
}

async function choosePage(
  path: string,
  query: ShopRequest["query"],
  person: ShopPerson | null,
  { store, listMails }: ShopOptions,
): Promise<Shown | null> {
  if (path === "/shop/orders") return ordersPage(store, person);
  if (path === "/shop/mailbox") return mailboxPage(await listMails(), person);
  if (path !== "/shop") return null;
  if (query["order"] !== undefined) return orderPage(store, person, query["order"]);
  if (query["product"] !== undefined) return productPage(store, person, query["product"]);
  return frontPage(store, person, query["type"]);
}

const notFound: Shown = {
  status: 404,
  title: "Not found",
  current: null,
  content: html`<h1>There is no such page</h1>
    <p class="lead"><a href="/shop">Go to the shop</a></p>`,
};
