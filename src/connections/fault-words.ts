/** What is wrong with a connection, and what mends it, for the people who set it up. */
import { toAppError, type ErrorCode } from "../domain/errors.ts";

export type ConnectionFault = { code: string; say: string; /** Null: what is said says it already. */ mend: string | null };

const mends: Partial<Record<ErrorCode, string>> = {
  vendor_unauthorized: "Enter its key or password again, and look whether it may do what is asked.",
  vendor_refused: "Compare the settings with the guide; the vendor understood the request and does not take it.",
  vendor_unavailable: "Look whether the address is right and the service is up. Handrail asks again by itself.",
  vendor_timeout: "Look whether the service is up and can be reached from this machine. Handrail asks again by itself.",
  internal: "The log of this process says more.",
};

export const mendOf = (code: string): string | null => (Object.hasOwn(mends, code) ? mends[code as ErrorCode]! : null);

export function faultOf(error: unknown): ConnectionFault {
  const { code, message } = toAppError(error);
  return { code, say: message, mend: mendOf(code) };
}

export const cannotOpen: ConnectionFault = {
  code: "closed",
  say: "Its settings cannot be opened: they are not valid any more, or the desk's secret key is another one.",
  mend: "Enter them again.",
};
