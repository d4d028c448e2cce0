import { useQuery } from "@tanstack/react-query";
import { Star, X } from "lucide-react";
import type { WireContext } from "../../../domain/wire.ts";
import { contextQuery } from "../../queries.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { IconButton } from "../../ui/button.tsx";
import { Copyable } from "../../ui/copyable.tsx";
import { Isolated } from "../../ui/isolated.tsx";
import { Fault, SkeletonLines } from "../../ui/states.tsx";
import { dayTime } from "../../ui/time.ts";
import { inWords, languageName } from "../../ui/words.ts";
import { ProofBadge } from "./message-item.tsx";
import { OrderCard } from "./order-card.tsx";
import type { Inbox } from "./use-inbox.ts";

/** Beside the thread on wide screens, over it on smaller ones. */
export function ContextPane({ inbox }: { inbox: Inbox }) {
  const isOpen = inbox.ui.isContextOpen;
  const close = (): void => inbox.change({ isContextOpen: false });
  return (
    <aside
      aria-label="Customer and orders"
      onKeyDown={(event) => event.key === "Escape" && close()}
      className={`w-80 shrink-0 flex-col overflow-y-auto border-l border-line bg-sunken xl:static xl:flex xl:shadow-none ${isOpen ? "fixed inset-y-0 right-0 z-30 flex max-w-full shadow-pop max-md:w-full" : "hidden"}`}
    >
      <div className="flex items-center justify-between border-b border-line py-1 pr-1 pl-4 xl:hidden">
        <span className="font-semibold">Customer and orders</span>
        <IconButton label="Close customer and orders" onClick={close}>
          <X size={16} />
        </IconButton>
      </div>
      {inbox.id && <Context id={inbox.id} inbox={inbox} />}
    </aside>
  );
}

function Context({ id, inbox }: { id: string; inbox: Inbox }) {
  const { data, error, refetch } = useQuery(contextQuery(id));
  if (error) return <Fault error={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonLines lines={9} label="Loading the customer" />;
  const proof = inbox.conversation?.messages.findLast((message) => message.direction === "in")?.proof;
  return (
    <div className="space-y-6 p-4">
      <Customer customer={data.customer} proof={proof ?? null} />
      <section>
        <h3 className="mb-2 text-[12px] font-semibold text-ink-2">Orders</h3>
        {data.problem && <p className="mb-2 rounded-lg bg-warn-soft px-3 py-2 text-[13px] text-warn">{data.problem}</p>}
        {data.orders.length === 0 && !data.problem && (
          <p className="text-[13px] text-ink-2">No order carries an address of this customer.</p>
        )}
        <ul className="space-y-2">
          {data.orders.map((order) => (
            <li key={`${order.store}/${order.number}`}>
              <OrderCard order={order} />
            </li>
          ))}
        </ul>
      </section>
      <Others context={data} inbox={inbox} />
    </div>
  );
}

function Customer({ customer, proof }: { customer: WireContext["customer"]; proof: string | null }) {
  if (!customer) return <p className="text-ink-2">We do not know who wrote this.</p>;
  const name = customer.name || "Unknown visitor";
  return (
    <section aria-label="Customer" className="space-y-3">
      <div className="flex items-center gap-3">
        <Avatar name={name} />
        <div className="min-w-0">
          <p className="flex items-center gap-1.5 font-semibold break-words">
            <bdi className="min-w-0">{name}</bdi>
            {customer.is_vip && <Star size={13} aria-label="VIP" className="fill-current text-warn" />}
          </p>
          <p className="text-[12px] text-ink-2">
            Customer since {dayTime(customer.created_at)}
            {customer.language && `, ${languageName(customer.language)}`}
          </p>
        </div>
      </div>
      {proof && <ProofBadge proof={proof} />}
      <dl className="space-y-1 text-[13px]">
        {customer.identities.map((identity) => (
          <div key={`${identity.kind}/${identity.value}`} className="flex flex-wrap items-center gap-x-2">
            <dt className="sr-only">{inWords(identity.kind)}</dt>
            <dd className="flex min-w-0 flex-wrap items-center gap-x-2">
              {identity.kind === "channel" ? (
                <span className="text-ink-2">Chat visitor</span>
              ) : (
                <Copyable text={identity.value} what={identity.kind} />
              )}
              {identity.proven ? <Badge tone="ok">proven</Badge> : <Badge>claimed</Badge>}
            </dd>
          </div>
        ))}
        {customer.order_count !== null && (
          <div className="flex gap-2">
            <dt className="text-ink-2">Orders</dt>
            <dd>
              {customer.order_count}
              {customer.lifetime_value && `, ${customer.lifetime_value} in all`}
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}

function Others({ context, inbox }: { context: WireContext; inbox: Inbox }) {
  if (context.other_conversations.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1 text-[12px] font-semibold text-ink-2">Other conversations</h3>
      <ul className="-mx-2">
        {context.other_conversations.map((other) => (
          <li key={other.id}>
            <button
              type="button"
              onClick={() => inbox.go({ id: other.id })}
              className="block min-h-11 w-full rounded-lg px-2 py-1.5 text-left hover:bg-hover"
            >
              <span dir="auto" className="line-clamp-2 text-[13px]">
                <Isolated text={other.preview} />
              </span>
              <span className="text-[12px] text-ink-2">
                {inWords(other.status)}, {dayTime(other.last_message_at)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
