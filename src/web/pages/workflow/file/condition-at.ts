/** The condition somebody is writing in, when the caret in the text of a workflow file stands in one. */
import { isScalar, visit, type Node, type Pair } from "yaml";
import { endOf, parseFile, startOf } from "./nodes.ts";

const keys = ["if", "unless", "conversations"];

/** Where its own text begins, behind quotes and the sign of a folded text; null outside of conditions. */
export function conditionAt(source: string, caret: number): number | null {
  let found: number | null = null;
  visit(parseFile(source), {
    Pair(_key, pair) {
      const { key, value } = pair as Pair<Node, Node | null>;
      if (!isScalar(key) || !keys.includes(String(key.value)) || !key.range) return undefined;
      const colon = source.indexOf(":", key.range[1]) + 1;
      const end = value && isScalar(value) ? Math.max(colon, endOf(value, source)) : colon;
      // Blanks behind the last word are still its own; the next line is not.
      if (caret < colon || caret > end + /^ */.exec(source.slice(end))![0].length) return undefined;
      const start = value && startOf(value) >= colon ? startOf(value) : caret;
      const type = isScalar(value) ? value.type : undefined;
      found = type?.startsWith("BLOCK") ? source.indexOf("\n", start) + 1 : type?.startsWith("QUOTE") ? start + 1 : start;
      return visit.BREAK;
    },
  });
  return found === null || found > caret ? null : found;
}
