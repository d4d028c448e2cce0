import { aftershipCarrier } from "./aftership/carrier.ts";
import type { CarrierDefinition } from "./carrier.ts";
import { demoCarrier } from "./demo/carrier.ts";
import { dhlCarrier } from "./dhl/carrier.ts";
import { easypostCarrier } from "./easypost/carrier.ts";
import { fedexCarrier } from "./fedex/carrier.ts";
import { shippoCarrier } from "./shippo/carrier.ts";
import { track17Carrier } from "./track17/carrier.ts";
import { upsCarrier } from "./ups/carrier.ts";
import { uspsCarrier } from "./usps/carrier.ts";

/** Every carrier there is; a new one is one folder and one line here. */
export const carriers: readonly CarrierDefinition[] = [
  demoCarrier,
  upsCarrier,
  fedexCarrier,
  dhlCarrier,
  uspsCarrier,
  easypostCarrier,
  aftershipCarrier,
  track17Carrier,
  shippoCarrier,
];
