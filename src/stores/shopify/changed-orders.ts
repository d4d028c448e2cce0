/** What changed in the shop: everything at first by the fast way where the shop offers it, page by page otherwise. */
import { toAppError } from "../../domain/errors.ts";
import type { ChangedOrdersRequest, OrderPage } from "../store.ts";
import { bulkPage, startBulk, type BulkParts } from "./bulk.ts";

const bulkMark = "bulk:";
const pageMark = "page:";

export async function changedOrders(parts: BulkParts, { since, cursor }: ChangedOrdersRequest): Promise<OrderPage> {
  if (since === null && cursor === null) {
    const place = await startBulk(parts);
    // Remembered before it is waited for: whoever goes on after a crash finds the file that was begun.
    if (place !== null) return { orders: [], cursor: bulkMark + place };
  }
  return readPlace(parts, since, cursor);
}

async function readPlace(parts: BulkParts, since: string | null, cursor: string | null): Promise<OrderPage> {
  if (cursor?.startsWith(bulkMark)) {
    const page = await bulkPage(parts, cursor.slice(bulkMark.length));
    // Read once more from the beginning: what is in the copy already stays as it is.
    return page ? { ...page, cursor: page.cursor && bulkMark + page.cursor } : readPlace(parts, since, null);
  }
  const query = since === null ? null : `updated_at:>='${new Date(since).toISOString()}'`;
  const after = cursor?.startsWith(pageMark) ? cursor.slice(pageMark.length) : null;
  const page = await parts.reader.page(query, after).catch((error: unknown) => {
    const { code, message } = toAppError(error);
    // A place the shop does not know any more, such as of another version of its API.
    if (after !== null && code === "vendor_refused" && /cursor/i.test(message)) return parts.reader.page(query, null);
    throw error;
  });
  return { ...page, cursor: page.cursor === null ? null : pageMark + page.cursor };
}
