import { formatMoney } from "../domain/money.ts";
import type { Order } from "../domain/order.ts";
import type { Store } from "../stores/store.ts";
import { formatDay } from "./front.ts";
import { html, type Html } from "../domain/html.ts";
import { link, type Shown } from "./layout.ts";
import type { ShopPerson } from "./pages.ts";

export async function ordersPage(store: Store, person: ShopPerson | null): Promise<Shown> {
  if (!person) return signIn("My orders");
  const orders = await store.findOrders({ email: person.email, limit: 50 });
  const content = html`<h1>My orders</h1>
    <p class="lead">${orders.length === 0 ? "You have not ordered anything yet." : `${person.name}, ${person.email}`}</p>
    ${orders.map(
      (order) =>
        html`<section class="box">
          <div class="row">
            <h2><a href="${link("/shop", person, { order: order.number })}">Order #${order.number}</a></h2>
            <span class="tag">${statusText(order)}</span>
          </div>
          <p class="quiet">
            ${formatDay(order.placedAt)} · ${order.lines.map(({ title, quantity }) => `${quantity} × ${title}`).join(", ")} ·
            ${formatMoney(order.total, "en")}
          </p>
        </section>`,
    )}`;
  return { title: "My orders", current: "orders", content };
}

/** An order is shown to its owner only; everybody else gets the same page whether it exists or not. */
export async function orderPage(store: Store, person: ShopPerson | null, number: string): Promise<Shown> {
  if (!person) return signIn("This order");
  const [order] = number.length > 40 ? [] : await store.findOrders({ number });
  if (order?.customer.email?.toLowerCase() !== person.email) {
    return {
      status: 404,
      title: "Order",
      current: "orders",
      content: html`<h1>You have no such order</h1>
        <p class="lead"><a href="${link("/shop/orders", person)}">My orders</a></p>`,
    };
  }
  return { title: `Order #${order.number}`, current: "orders", content: describe(order) };
}

function describe(order: Order): Html {
  return html`<h1>Order #${order.number}</h1>
    <p class="lead">${formatDay(order.placedAt)} · ${statusText(order)}</p>
    <table>
      <thead>
        <tr>
          <th scope="col">Article</th>
          <th scope="col">Quantity</th>
          <th scope="col">Total</th>
        </tr>
      </thead>
      <tbody>
        ${order.lines.map(
          (line) =>
            html`<tr>
              <td>${line.title}${line.variant && ` (${line.variant})`}</td>
              <td>${line.quantity}</td>
              <td>${formatMoney(line.total, "en")}</td>
            </tr>`,
        )}
        <tr>
          <td colspan="2">Shipping</td>
          <td>${formatMoney(order.shipping, "en")}</td>
        </tr>
        <tr>
          <th scope="row" colspan="2">Total</th>
          <td><strong>${formatMoney(order.total, "en")}</strong></td>
        </tr>
      </tbody>
    </table>
    ${order.fulfillments.map(({ at, carrier, trackingNumber }) => html`<p class="box">Sent on ${formatDay(at)}${carrier && ` with ${carrier}`}${trackingNumber && `, tracking number ${trackingNumber}`}.</p>`)}
    ${order.refunds.map(({ at, amount }) => html`<p class="box">Paid back on ${formatDay(at)}: ${formatMoney(amount, "en")}.</p>`)}
    <button type="button" class="filled" data-ask="Where is my order #${order.number}?">Ask about this order</button>`;
}

function statusText({ status, payment, fulfillment }: Order): string {
  if (status === "cancelled") return "Cancelled";
  if (payment === "refunded") return "Paid back";
  if (payment === "pending") return "Waiting for payment";
  return { unfulfilled: "Being prepared", partial: "Partly sent", fulfilled: "Sent" }[fulfillment];
}

function signIn(what: string): Shown {
  return {
    title: what,
    current: "orders",
    content: html`<h1>${what}</h1>
      <p class="lead">Sign in to see it: choose somebody at the top of the page.</p>`,
  };
}
