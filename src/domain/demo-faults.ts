/**
 * A fake is a connector that fails on demand. Faults are read at every call, so a test that keeps the settings object
 * can switch them on and off while the connector is open.
 */
import { z } from "zod";
import { AppError } from "./errors.ts";

export const readFaults = {
  failReads: z
    .enum(["vendor_unavailable", "vendor_timeout", "vendor_unauthorized", "vendor_refused"])
    .optional()
    .meta({ title: "Reads fail with", description: "Every read fails with this error code." }),
  slowMs: z.number().int().min(0).max(60_000).default(0).meta({ title: "Slow by", description: "Milliseconds every call takes longer." }),
};

export type ReadFaults = {
  failReads?: "vendor_unavailable" | "vendor_timeout" | "vendor_unauthorized" | "vendor_refused" | undefined;
  slowMs: number;
};

/** Call first in every read. Throws the AppError that was asked for. */
export async function meetReadFaults(faults: ReadFaults, who: string): Promise<void> {
  await beSlow(faults);
  if (faults.failReads)
    throw new AppError(faults.failReads, `${who} was told to fail its reads. Take "failReads" out of its settings to mend it.`);
}

export async function beSlow(faults: ReadFaults): Promise<void> {
  if (faults.slowMs > 0) await new Promise((resolve) => setTimeout(resolve, faults.slowMs));
}
