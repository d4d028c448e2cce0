/** The contract of a carrier (or a tracking aggregator): where is the parcel? */
import type { z } from "zod";
import type { CheckConnection, ConnectorDefinition } from "../domain/connection.ts";
import type { Shipment } from "../domain/order.ts";

export type TrackRequest = { trackingNumber: string; /** As the store names it; a hint only. */ carrier: string | null };

export type Carrier = {
  /** The parcel with its whole history, or null when this carrier does not know the number. Throws AppError vendor_*. */
  track(request: TrackRequest): Promise<Shipment | null>;
  /** Hosts of its tracking pages, where replies may lead. Left out: every link it gives as a fact counts. */
  hosts?: readonly string[];
  check?: CheckConnection;
};

export type CarrierDefinition<Settings extends z.ZodType = z.ZodType> = ConnectorDefinition<Settings, Carrier>;
