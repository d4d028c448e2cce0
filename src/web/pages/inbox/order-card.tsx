import { ExternalLink, Package } from "lucide-react";
import type { WireContext } from "../../../domain/wire.ts";
import { Badge } from "../../ui/badge.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import { dayTime } from "../../ui/time.ts";
import { inWords, stateTone } from "../../ui/words.ts";
import { OutlookLine } from "./outlook-line.tsx";

type Order = WireContext["orders"][number];

/** An order with where its parcels are. The one the message names comes first and stands open. */
export function OrderCard({ order }: { order: Order }) {
  return (
    <details
      open={order.mentioned || order.shipments.length > 0}
      className={`rounded-xl border bg-surface ${order.mentioned ? "border-accent" : "border-line"}`}
    >
      <summary className="flex min-h-11 list-none flex-wrap items-center gap-x-2 gap-y-1 rounded-xl px-3 py-2 [&::-webkit-details-marker]:hidden">
        <span className="font-semibold">#{order.number}</span>
        {order.mentioned && <Badge tone="accent">mentioned</Badge>}
        <span className="ml-auto text-[13px] tabular-nums">{order.total}</span>
        <span className="flex w-full flex-wrap gap-1">
          <Badge tone={stateTone(order.status)}>{inWords(order.status)}</Badge>
          <Badge tone={stateTone(order.payment)}>{inWords(order.payment)}</Badge>
          <Badge tone={stateTone(order.fulfillment)}>{inWords(order.fulfillment)}</Badge>
        </span>
      </summary>
      <div className="space-y-3 border-t border-line px-3 py-2.5 text-[13px]">
        {!order.owner_proven && (
          <p className="rounded-lg bg-warn-soft px-2.5 py-1.5 text-warn">
            The writer has not proven to own this order. Do not tell its details.
          </p>
        )}
        {order.shipments.map((shipment) => (
          <Shipment key={shipment.tracking_number} shipment={shipment} />
        ))}
        <ul aria-label="Items" className="space-y-0.5">
          {order.lines.map((line, index) => (
            <li key={index} className="flex gap-2">
              <span className="text-ink-2 tabular-nums">{line.quantity}×</span>
              <span className="min-w-0 flex-1 break-words">{line.title}</span>
              <span className="tabular-nums">{line.total}</span>
            </li>
          ))}
        </ul>
        <p className="flex flex-wrap items-center gap-x-3 text-ink-2">
          <span>Placed {dayTime(order.placed_at)}</span>
          <Copyable text={order.number} what="order number" prefix="#" />
          {order.url && <ShopLink url={order.url}>Open in the shop</ShopLink>}
        </p>
      </div>
    </details>
  );
}

function Shipment({ shipment }: { shipment: Order["shipments"][number] }) {
  return (
    <div className="space-y-1 rounded-lg bg-sunken px-2.5 py-2">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Package size={14} aria-hidden className="text-ink-2" />
        <Badge tone={stateTone(shipment.status)}>{inWords(shipment.status)}</Badge>
        {shipment.delivered_at ? (
          <span>{dayTime(shipment.delivered_at)}</span>
        ) : (
          shipment.expected_at && <span>expected {dayTime(shipment.expected_at)}</span>
        )}
      </p>
      <OutlookLine shipment={shipment} />
      {shipment.last_event && <p className="break-words text-ink-2">{shipment.last_event}</p>}
      <p className="flex flex-wrap items-center gap-x-2 text-ink-2">
        {shipment.carrier} <Copyable text={shipment.tracking_number} what="tracking number" />
        {shipment.url && <ShopLink url={shipment.url}>Track</ShopLink>}
      </p>
    </div>
  );
}

/** Only web addresses become links: the address comes from a connected shop or carrier. */
function ShopLink({ url, children }: { url: string; children: string }) {
  if (!/^https?:\/\//i.test(url)) return null;
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer noopener"
      className="inline-flex items-center gap-1 text-accent underline underline-offset-2 max-md:min-h-11"
    >
      {children} <ExternalLink size={12} aria-hidden />
    </a>
  );
}
