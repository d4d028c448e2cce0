import { html, type Html } from "../domain/html.ts";
import type { ShopPerson } from "./pages.ts";

export type Shown = { title: string; content: Html; current: "shop" | "orders" | "mailbox" | null; status?: number };
export type Surroundings = {
  title: string;
  person: ShopPerson | null;
  customerToken: string | null;
  connectionId: string;
  cast: readonly ShopPerson[];
};

/** An address of the shop for the same signed-in person. Who it is stands in the address, so that two tabs can be two people. */
export function link(path: string, person: ShopPerson | null, query: Record<string, string> = {}): string {
  const search = new URLSearchParams({ ...query, ...(person ? { as: person.email } : {}) }).toString();
  return search ? `${path}?${search}` : path;
}

export function layout(shown: Shown, around: Surroundings): string {
  const { person, title, connectionId, customerToken } = around;
  const tab = (name: Shown["current"], path: string, text: string): Html =>
    html`<a href="${link(path, person)}" ${shown.current === name && html`aria-current="page"`}>${text}</a>`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${shown.title} · ${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/shop/shop.css" />
        <script src="/shop/shop.js" defer></script>
        <script
          src="/widget.js"
          data-connection="${connectionId}"
          data-color="#1f5c4d"
          ${customerToken && html`data-customer-token="${customerToken}"`}
          async
        ></script>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        ${hintStrip(around)}
        <header class="top">
          <div class="wide">
            <a class="mark" href="${link("/shop", person)}">${title.split(" ")[0]} <span>${title.split(" ").slice(1).join(" ")}</span></a>
            <nav aria-label="Shop">
              ${tab("shop", "/shop", "Shop")}${tab("orders", "/shop/orders", "My orders")}<a href="/help">Help</a
              >${tab("mailbox", "/shop/mailbox", "Demo mailbox")}<a href="/">Open the desk</a>
            </nav>
            ${switcher(around)}
          </div>
        </header>
        <main id="main" class="wide">${shown.content}</main>
        <footer><div class="wide">A demonstration shop. Customers, orders and parcels are made up; nothing can be bought.</div></footer>
      </body>
    </html>`.markup;
}

function hintStrip({ person, cast }: Surroundings): Html {
  const asks = person
    ? [person.asks, "I want to talk to a person.", "What is your return policy?"]
    : cast[0]
      ? [cast[0].asks, "Do you ship to Switzerland?", "I want to talk to a person."]
      : [];
  return html`<aside class="hint" aria-label="About this demo">
    <div class="wide">
      <p>
        <strong>This is demo data.</strong>
        ${person ? `You are ${person.name}. ${person.about}` : "You are a guest. Sign in as somebody to see what changes, or ask as a stranger."}
        Write in the chat, and watch it arrive in <a href="/">the desk</a>. Try:
      </p>
      <ul class="asks">
        ${asks.map((ask) => html`<li><button type="button" data-ask="${ask}">${ask}</button></li>`)}
      </ul>
    </div>
  </aside>`;
}

function switcher({ person, cast }: Surroundings): Html {
  return html`<form class="who" method="get" action="/shop">
    <label for="as">Signed in as</label>
    <select id="as" name="as">
      <option value="">Guest</option>
      ${cast.map((member) => html`<option value="${member.email}" ${member === person && html`selected`}>${member.name}</option>`)}
    </select>
    <button class="filled">Switch</button>
  </form>`;
}
