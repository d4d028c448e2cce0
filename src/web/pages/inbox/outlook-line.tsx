import type { WireContext } from "../../../domain/wire.ts";
import { dayTime } from "../../ui/time.ts";
import { outlookWords } from "./outlook-words.ts";

type Shipment = WireContext["orders"][number]["shipments"][number];

/** What the shop's own deliveries say of a parcel on its way; what that rests on shows on hover. */
export function OutlookLine({ shipment }: { shipment: Shipment }) {
  const { outlook, promised_at: promisedAt } = shipment;
  if (!outlook) return null;
  const said = outlookWords(outlook, promisedAt, (day) => dayTime(day), new Date());
  return said.map(({ text, isTrouble }) => (
    <p key={text} title={outlook.basis} className={isTrouble ? "break-words text-warn" : "break-words text-ink-2"}>
      {text}
    </p>
  ));
}
