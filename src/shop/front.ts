import { formatMoney } from "../domain/money.ts";
import type { Product } from "../domain/order.ts";
import type { Store } from "../stores/store.ts";
import { productArt } from "./art.ts";
import { html, type Html } from "../domain/html.ts";
import { link, type Shown } from "./layout.ts";
import type { ShopPerson } from "./pages.ts";

// A store has no list of its shelves, only a search: these words find the demo store's.
const shelves = ["Jackets", "Shoes", "Backpacks", "Tents", "Sleeping", "Cooking", "Light", "Equipment", "Home"];

export async function frontPage(store: Store, person: ShopPerson | null, type: string | undefined): Promise<Shown> {
  const wanted = shelves.filter((shelf) => shelf.toLowerCase() === type?.toLowerCase());
  const shown = wanted.length > 0 ? wanted : shelves;
  const limit = wanted.length > 0 ? 24 : 4;
  const rows = await Promise.all(shown.map(async (shelf) => ({ shelf, products: await shelfOf(store, shelf, limit) })));
  const content = html` <h1>${wanted[0] ?? "Made for weather"}</h1>
    <p class="lead">
      ${wanted.length > 0 ? html`<a href="${link("/shop", person)}">All shelves</a>` : "Clothes and gear for wind, rain and the nights in between. Sent within two days."}
    </p>
    ${rows
      .filter(({ products }) => products.length > 0)
      .map(
        ({ shelf, products }) =>
          html` <section aria-labelledby="shelf-${shelf}">
            <h2 id="shelf-${shelf}"><a href="${link("/shop", person, { type: shelf })}">${shelf}</a></h2>
            <ul class="shelf">
              ${products.map((product) => html`<li>${card(product, person)}</li>`)}
            </ul>
          </section>`,
      )}`;
  return { title: wanted[0] ?? "Shop", current: "shop", content };
}

/** The search also finds what only mentions the word, like a bag with room for a jacket. */
async function shelfOf(store: Store, shelf: string, limit: number): Promise<Product[]> {
  const found = await store.findProducts({ text: shelf, limit: 50 });
  return found.filter(({ type }) => type === shelf).slice(0, limit);
}

function card(product: Product, person: ShopPerson | null): Html {
  return html`<a class="card" href="${link("/shop", person, { product: product.id })}"
    >${productArt(product.type, product.title)}
    <div>
      <h3>${product.title}</h3>
      <p>${product.description}</p>
      <p class="price">${priceOf(product)}</p>
    </div></a
  >`;
}

function priceOf({ variants }: Product): string {
  const lowest = variants.toSorted((left, right) => left.price.amount - right.price.amount)[0];
  return lowest ? formatMoney(lowest.price, "en") : "";
}

export async function productPage(store: Store, person: ShopPerson | null, id: string): Promise<Shown | null> {
  const [product] = id.length > 100 ? [] : await store.findProducts({ id });
  if (!product) return null;
  const content = html`<div class="product">
    ${productArt(product.type, product.title)}
    <div>
      <p class="quiet">${product.type}</p>
      <h1>${product.title}</h1>
      <p class="lead">${product.description}</p>
      <p class="price">${priceOf(product)}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">Variant</th>
            <th scope="col">Article</th>
            <th scope="col">Stock</th>
          </tr>
        </thead>
        <tbody>
          ${product.variants.map(
            (variant) =>
              html`<tr>
                <td>${variant.title}</td>
                <td>${variant.sku}</td>
                <td>${stockText(variant.stock, variant.restockAt)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      <button type="button" class="filled" data-ask="Is the ${product.title} in stock?">Ask about this product</button>
    </div>
  </div>`;
  return { title: product.title, current: "shop", content };
}

function stockText(stock: number, restockAt: string | null): string {
  if (stock > 0) return stock < 5 ? `only ${stock} left` : "in stock";
  return restockAt ? `back on ${formatDay(restockAt)}` : "sold out";
}

export function formatDay(at: string): string {
  return new Date(at).toLocaleDateString("en", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}
