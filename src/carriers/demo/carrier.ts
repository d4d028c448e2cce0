/** The demo's carrier. It knows every number of the demo's form and needs no network; see setup.md. */
import { z } from "zod";
import { meetReadFaults, readFaults } from "../../domain/demo-faults.ts";
import { demoCarrierName, readDemoParcel, startOfDay, writeDemoParcel } from "../../domain/demo-parcel.ts";
import type { CarrierDefinition } from "../carrier.ts";
import { shipmentOf } from "./history.ts";

const settings = z.object({
  faults: z.object(readFaults).prefault({}).meta({ title: "Faults", description: "Makes the demo carrier fail, for tests." }),
});

export const demoCarrier: CarrierDefinition<typeof settings> = {
  id: "demo",
  title: "Demo carrier",
  settings,
  open: (context) => ({
    hosts: [new URL(context.publicUrl).hostname],
    async track({ trackingNumber }) {
      await meetReadFaults(context.settings.faults, "The demo carrier");
      const parcel = readDemoParcel(trackingNumber);
      if (parcel === null) return null;
      const number = writeDemoParcel(parcel);
      return shipmentOf(parcel, number, startOfDay(context.now()), `${context.publicUrl}/shop?parcel=${number}`);
    },
    check: async () =>
      context.settings.faults.failReads ? `${demoCarrierName} was told to fail. Take "failReads" out of its settings.` : null,
  }),
};
