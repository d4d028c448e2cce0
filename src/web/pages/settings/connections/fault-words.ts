import type { WireConnectionFault } from "../../../../domain/wire.ts";
import type { Words } from "./words.ts";

/** What is wrong, and what mends it, in the desk's language where there are words for it. */
export function faultWords({ say, code, mend }: WireConnectionFault, { mends }: Words): string {
  return `${say}${/[.!?]$/.test(say) ? "" : "."} ${(Object.hasOwn(mends, code) ? mends[code] : mend) ?? ""}`.trim();
}
