import type { WireConnectionFault } from "../../../../domain/wire.ts";
import { faultWords } from "./fault-words.ts";
import type { Words } from "./words.ts";

/** A fault as people read it: in plain words first, the other side's own below. */
export function FaultText({ fault, words }: { fault: WireConnectionFault; words: Words }) {
  const { plain, detail } = faultWords(fault, words);
  return (
    <>
      <span className="text-danger">{plain}</span>
      {detail && (
        <span lang="en" className="mt-0.5 block text-[12px] break-words text-ink-2">
          {detail}
        </span>
      )}
    </>
  );
}
