/**
 * All orders of the shop at once: the shop prepares a file (JSON lines) while we wait, and it is read from there piece by piece, so
 * that neither it nor an order is ever whole in memory twice. Where the reading stands is a place in that file. Null where the shop
 * gives no file: then the orders are read page by page. https://shopify.dev/docs/api/usage/bulk-operations/queries
 */
import { AppError, toAppError } from "../../domain/errors.ts";
import type { Order } from "../../domain/order.ts";
import type { OrderPage } from "../store.ts";
import type { Client } from "./client.ts";
import { bulkOrders } from "./documents.ts";
import { isLive, mapOrder } from "./map-order.ts";
import type { Connection, RawLine, RawOrder, RawOrderFields } from "./raw.ts";
import type { OrderReader } from "./read-orders.ts";
import { refuseErrors, type UserError } from "./text.ts";

export type BulkParts = {
  client: Client;
  reader: OrderReader;
  storeId: string;
  /** The file lies where the shop says: no place inside the network, except in tests. */
  isPublicOnly: boolean;
  /** Bytes of the file that are read at once. */
  pieceBytes?: number;
};
type Operation = { id: string; status: string; url: string | null; rootObjectCount: string };

const usualPieceBytes = 1_000_000;
const pollMs = 5_000;
/** One page of a reading may wait this often; then it says where it stands, and goes on. */
const polls = 8;

/** Where the reading begins, or null: not this way. */
export async function startBulk({ client }: BulkParts): Promise<string | null> {
  type Started = { bulkOperationRunQuery: { bulkOperation: { id: string } | null; userErrors: UserError[] } };
  try {
    const { bulkOperationRunQuery: started } = await client.write<Started>("bulkRun", { query: bulkOrders });
    refuseErrors(started.userErrors, "read its orders at once");
    return started.bulkOperation ? placeIn(started.bulkOperation.id, 0) : null;
  } catch (error) {
    const { code } = toAppError(error);
    if (code === "conflict" || code === "vendor_refused") return null;
    throw error;
  }
}

const placeIn = (id: string, offset: number): string => `${offset}@${id}`;

export async function bulkPage(parts: BulkParts, place: string): Promise<OrderPage | null> {
  const [, offset, id] = /^(\d+)@(.+)$/.exec(place) ?? [];
  if (id === undefined) return null;
  const operation = await finished(parts.client, id);
  if (operation === "running") return { orders: [], cursor: place };
  if (operation?.status !== "COMPLETED") return null;
  const total = Number(operation.rootObjectCount);
  if (operation.url === null) return { orders: [], cursor: null, total };
  const piece = await readPiece(parts, operation.url, Number(offset));
  if (!piece) return null;
  return { orders: await ordersOf(parts, piece.groups), cursor: piece.next === null ? null : placeIn(id, piece.next), total };
}

async function finished(client: Client, id: string): Promise<Operation | "running" | null> {
  for (let nth = 0; ; nth++) {
    const { bulkOperation: found } = await client.read<{ bulkOperation: Operation | null }>("bulk", { id });
    if (!found || !["CREATED", "RUNNING"].includes(found.status)) return found;
    if (nth === polls) return "running";
    await client.wait(pollMs);
  }
}

/** Whole orders only: each with the lines that stand below it. `next`: where the file goes on; null at its end. */
type Piece = { groups: Group[]; next: number | null };
type Group = { order: RawOrderFields; lines: RawLine[] };

async function readPiece(
  { client, isPublicOnly, pieceBytes = usualPieceBytes }: BulkParts,
  url: string,
  offset: number,
): Promise<Piece | null> {
  const answer = await client
    .ask({
      vendor: "Shopify's file of orders",
      url,
      headers: { range: `bytes=${offset}-${offset + pieceBytes - 1}` },
      maxBytes: pieceBytes,
      timeoutMs: 60_000,
      ...(isPublicOnly ? { reach: "public" as const } : {}),
    })
    .catch((error: unknown) => {
      // Gone after a week, or given whole where a part was asked for.
      if (["vendor_refused", "vendor_unauthorized"].includes(toAppError(error).code)) return null;
      throw error;
    });
  if (!answer) return null;
  const size =
    answer.status === 206 ? Number(/\/(\d+)$/.exec(answer.headers.get("content-range") ?? "")?.[1] ?? Number.NaN) : answer.body.length;
  if (!Number.isSafeInteger(size) || (answer.status !== 206 && offset > 0)) return null;
  return groupsOf(answer.body, offset, offset + answer.body.length >= size);
}

function groupsOf(bytes: Uint8Array, offset: number, isEnd: boolean): Piece | null {
  const groups: Group[] = [];
  /** Where the last order begins: more of its lines may follow in the next piece. */
  let lastAt = 0;
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(10, at);
    if (end < 0 && !isEnd) break;
    const text = Buffer.from(bytes.subarray(at, end < 0 ? bytes.length : end)).toString("utf8");
    if (text.trim() !== "" && take(groups, text)) lastAt = at;
    at = end < 0 ? bytes.length : end + 1;
  }
  if (isEnd) return { groups, next: null };
  groups.pop();
  return groups.length > 0 ? { groups, next: offset + lastAt } : null;
}

/** True when an order begins. */
function take(groups: Group[], text: string): boolean {
  let row: (RawOrderFields | RawLine) & { __parentId?: string };
  try {
    row = JSON.parse(text);
  } catch (cause) {
    throw new AppError("vendor_unavailable", "Shopify's file of orders has a line that is not JSON.", { cause });
  }
  if (row.__parentId === undefined) return groups.push({ order: row as RawOrderFields, lines: [] }) > 0;
  const group = groups.at(-1);
  if (group?.order.id !== row.__parentId) throw new AppError("vendor_unavailable", "Shopify's file of orders is not in order.");
  group.lines.push(row as RawLine);
  return false;
}

/** What the file does not hold is asked for: what is in each of several parcels, and what was refunded. */
async function ordersOf({ reader, storeId }: BulkParts, groups: readonly Group[]): Promise<Order[]> {
  const whole = groups.map((group) => ({ id: group.order.id, raw: wholeOrder(group) }));
  const asked = await reader.many(whole.filter(({ raw }) => raw === null).map(({ id }) => id));
  const byId = new Map(asked.map((order) => [order.id, order]));
  const orders = whole.flatMap(({ id, raw }) => (raw ? [mapOrder(raw, storeId)] : (byId.get(id) ?? [])));
  // What was asked for on its own may have changed since the file was made.
  return orders.toSorted((one, other) => Date.parse(one.updatedAt) - Date.parse(other.updatedAt));
}

const ended = <Node>(nodes: Node[]): Connection<Node> => ({ nodes, pageInfo: { hasNextPage: false, endCursor: null } });

/** The order, when what is known of it says all: nothing was taken out or refunded, and at most one shipment holds all that was sent. */
function wholeOrder({ order, lines }: Group): RawOrder | null {
  const live = order.fulfillments.filter(isLive);
  if (order.refunds.length > 0 || live.length > 1 || lines.some(({ quantity, currentQuantity }) => quantity !== currentQuantity))
    return null;
  const sent = lines.map(({ id, quantity, unfulfilledQuantity }) => ({ quantity: quantity - unfulfilledQuantity, lineItem: { id } }));
  const count = sent.reduce((sum, { quantity }) => sum + quantity, 0);
  if (count !== (live[0]?.totalQuantity ?? 0)) return null;
  const fulfillments = live.map((parcel) => ({ ...parcel, fulfillmentLineItems: ended(sent.filter(({ quantity }) => quantity > 0)) }));
  return { ...order, lineItems: ended(lines), fulfillments, refunds: [] };
}
