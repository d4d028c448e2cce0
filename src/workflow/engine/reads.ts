/** What a run gets from outside, recorded so that a replay needs nobody else. */
import { AppError, toAppError, type ErrorCode } from "../../domain/errors.ts";
import type { ReadRecord } from "../../domain/run.ts";

/** A fault of the other side as it is recorded. */
type Fault = { $fault: { code: ErrorCode; message: string } };

export type Reads = {
  read<T>(key: string, load: () => Promise<T>): Promise<T>;
  /** What was read since the last call. */
  take(): ReadRecord[];
};

const nothing: ReadRecord[] = [];

export function liveReads(): Reads {
  let records: ReadRecord[] = [];
  return {
    async read(key, load) {
      try {
        const value = await load();
        records.push({ key, value });
        return value;
      } catch (error) {
        const fault = toAppError(error);
        records.push({
          key,
          value: { $fault: { code: fault.code, message: fault.message } } satisfies Fault,
        });
        throw fault;
      }
    },
    take() {
      if (records.length === 0) return nothing;
      const taken = records;
      records = [];
      return taken;
    },
  };
}

/** Gives recorded answers back, in order. A read that was not recorded, or in another order, is an error: the decision would differ. */
export function recordedReads(recorded: readonly ReadRecord[]): Reads {
  let next = 0,
    taken = 0;
  return {
    async read<T>(key: string): Promise<T> {
      const record = recorded[next];
      if (record?.key !== key)
        throw new AppError("internal", `The replay asks for "${key}", the run had read ${record ? `"${record.key}"` : "nothing more"}`);
      next++;
      const fault = faultIn(record.value);
      if (fault) throw new AppError(fault.code, fault.message);
      return record.value as T;
    },
    take() {
      const records = recorded.slice(taken, next);
      taken = next;
      return records;
    },
  };
}

function faultIn(value: unknown): Fault["$fault"] | null {
  return value !== null && typeof value === "object" && "$fault" in value ? (value as Fault).$fault : null;
}
