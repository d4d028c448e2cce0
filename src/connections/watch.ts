/** Connectors as the desk calls them: every call is noted, and a shop or carrier that does not answer is left alone for a while. */
import { AppError, toAppError } from "../domain/errors.ts";
import type { CheckConnection } from "../domain/connection.ts";
import type { Call } from "./breaker.ts";
import type { Health } from "./health.ts";

export type Watched = { id: string; title: string; health: Health };
/** `isGuarded`: refused at once while the connection rests. `limitMs`: after that it counts as too slow, whatever it is still doing. */
export type WatchOptions = { isGuarded: boolean; limitMs?: number };

type Act = (...given: never[]) => Promise<unknown>;

/** The longest a reader of a shop or carrier waits; more than one HTTP request takes, and less than a customer notices. */
export const longestReadMs = 20_000;

/** `it` with these of its functions watched; those it does not have stay missing. */
export function watch<It extends object>(it: It, names: readonly (keyof It)[], watched: Watched, options: WatchOptions): It {
  const made = Object.fromEntries(
    names.flatMap((name) => {
      const act = it[name];
      return typeof act === "function" ? [[name, watchCall(act.bind(it) as Act, watched, options)]] : [];
    }),
  );
  return { ...it, ...made };
}

/** `check` is made also while the connection rests: somebody has mended it and wants to see. */
export function watchCheck<It extends { check?: CheckConnection }>(it: It, { id, health }: Watched): It {
  if (!it.check) return it;
  const check = it.check.bind(it);
  const noted = async (): Promise<string | null> => {
    try {
      const fault = await check();
      health.note(id, fault === null ? { is: "answer" } : { is: "fault", code: "check", say: fault });
      return fault;
    } catch (error) {
      const call = callOf(toAppError(error));
      if (call) health.note(id, call);
      throw error;
    }
  };
  return { ...it, check: noted };
}

function watchCall(act: Act, watched: Watched, { isGuarded, limitMs }: WatchOptions): Act {
  const { id, health } = watched;
  return async (...given) => {
    if (isGuarded && !(await health.mayCall(id))) throw resting(watched);
    try {
      const answer = await (limitMs === undefined ? act(...given) : within(limitMs, act(...given), watched.title));
      health.note(id, { is: "answer" });
      return answer;
    } catch (error) {
      const call = callOf(toAppError(error));
      if (call) health.note(id, call);
      throw error;
    }
  };
}

/** Null: the fault is ours or the caller's, and says nothing of the connection. */
export function callOf({ code, message }: AppError): Call | null {
  if (code === "unavailable" || code === "database_unavailable") return null;
  if (code === "vendor_unavailable" || code === "vendor_timeout") return { is: "gone", code, say: message };
  if (code === "vendor_unauthorized" || code === "internal") return { is: "fault", code, say: message };
  return code === "vendor_refused" ? { is: "refusal", code, say: message } : { is: "answer" };
}

function resting({ id, title, health }: Watched): AppError {
  const { failingSince, restUntil } = health.standing(id);
  const since = failingSince === null ? "" : ` since ${inUtc(failingSince)}`;
  const again = restUntil === null ? "shortly" : `at ${inUtc(restUntil)}`;
  return new AppError("vendor_unavailable", `${title} has not answered${since}; it is left alone and asked again ${again}.`, {
    details: { connection: id, isResting: true },
  });
}

const inUtc = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;

export async function within<T>(limitMs: number, work: Promise<T>, title: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AppError("vendor_timeout", `${title} did not answer within ${limitMs} ms.`)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    // Nobody waits for it any more; what becomes of it later is no fault of this process.
    work.catch(() => undefined);
  }
}
