import { z } from "zod";
import { readFaults } from "../../domain/demo-faults.ts";

export const demoStoreSettings = z.object({
  storeName: z.string().min(1).max(80).default("Nordlicht Outdoor").meta({ title: "Shop name" }),
  seed: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(1)
    .meta({ title: "Seed", description: "Another number gives other customers, articles and amounts. The cast stays." }),
  faults: z
    .object({
      ...readFaults,
      timeoutAfterSuccess: z
        .boolean()
        .default(false)
        .meta({ title: "Time out after success", description: "A write takes effect, then its answer gets lost." }),
      duplicateWrites: z
        .boolean()
        .default(false)
        .meta({ title: "Duplicate writes", description: "Every write arrives twice, as from a gateway that repeats." }),
      staleReads: z
        .boolean()
        .default(false)
        .meta({ title: "Stale reads", description: "Orders are told as they were at the read before." }),
    })
    .prefault({})
    .meta({ title: "Faults", description: "Makes the demo shop fail, for tests." }),
});

export type DemoStoreSettings = z.infer<typeof demoStoreSettings>;
