import type { WireConnectionFault } from "../../../../domain/wire.ts";
import type { Words } from "./words.ts";

/**
 * What is wrong and what mends it, in the desk's language; `detail` is what was said itself, for whoever has to look further. What a
 * connector says of its own test is plain already.
 */
export function faultWords({ say, code, mend }: WireConnectionFault, { faults, mends }: Words): { plain: string; detail: string | null } {
  const known = Object.hasOwn(faults, code) ? faults[code] : undefined;
  const mended = (Object.hasOwn(mends, code) ? mends[code] : mend) ?? "";
  return { plain: `${known ?? ended(say)} ${mended}`.trim(), detail: known && code !== "closed" ? ended(say) : null };
}

const ended = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
