/** Steps and branches of a workflow file, put in, moved and taken out: what a person does in the graph, done to the text. */
import { isMap, isSeq } from "yaml";
import { insertItem, removeItem, setValue, swapItems } from "./edit.ts";
import { nodeAt, parseFile, type Path } from "./nodes.ts";
import { branchId, type Part, type StepKind } from "./outline.ts";

export type Step = Record<string, unknown>;
/** The text afterwards, and which part is the one to look at then. */
export type Edited = { text: string; select: string | null };

const isIndex = (part: string | number | undefined): part is number => typeof part === "number";
const joined = (...parts: Path): string => parts.join("/");

/** A step right after this part: behind a step, at the head of a branch, as the first of all behind the trigger. */
export function addAfter(source: string, part: Part | null, step: Step): Edited {
  if (!part || part.kind === "trigger" || part.kind === "unless")
    return { text: insertItem(source, ["steps"], 0, step), select: joined("steps", 0) };
  if (part.kind === "branch") return addInside(source, part.path, step, 0);
  const [index, list] = [part.path.at(-1), part.path.slice(0, -1)];
  if (isIndex(index) && list.at(-1) === "steps")
    return { text: insertItem(source, list, index + 1, step), select: joined(...list, index + 1) };
  return addInside(source, part.path, step, 1);
}

/** A branch holds one step in its own mapping, or several under `steps`. */
function addInside(source: string, path: Path, step: Step, index: number): Edited {
  const branch = nodeAt(parseFile(source), path);
  if (!isMap(branch)) return { text: setValue(source, path, step), select: joined(...path) };
  if (isSeq(branch.get("steps", true)))
    return { text: insertItem(source, [...path, "steps"], index, step), select: joined(...path, "steps", index) };
  const { besides, own } = halves(branch.toJSON() as Step, path);
  if (Object.keys(own).length === 0) {
    const text = Object.entries(step).reduce((now, [key, value]) => setValue(now, [...path, key], value), source);
    return { text, select: joined(...path) };
  }
  const steps = index === 0 ? [step, own] : [own, step];
  return { text: setValue(source, path, { ...besides, steps }), select: joined(...path, "steps", index) };
}

/** What says when a branch of a list is taken, and the step beside it. */
function halves(branch: Step, path: Path): { besides: Step; own: Step } {
  const key = !isIndex(path.at(-1)) ? null : "if" in branch ? "if" : "else";
  const entries = Object.entries(branch);
  return {
    besides: Object.fromEntries(entries.filter(([name]) => name === key)),
    own: Object.fromEntries(entries.filter(([name]) => name !== key)),
  };
}

/** Another branch of a step: a condition before the last one of a list, or the key that is not there yet. */
export function addBranch(source: string, part: Part, { key, isList }: StepKind["nested"][number], step: Step): Edited {
  const path = [...part.path, key];
  if (!isList) return { text: setValue(source, path, step), select: branchId(path) };
  const list = nodeAt(parseFile(source), path);
  const branches = isSeq(list) ? (list.toJSON() as Step[]) : [];
  const last = branches.at(-1);
  const index = last && last["if"] === undefined ? branches.length - 1 : branches.length;
  return { text: insertItem(source, path, index, { if: "", ...step }), select: branchId([...path, index]) };
}

export function remove(source: string, part: Part): Edited {
  const [last, list] = [part.path.at(-1)!, part.path.slice(0, -1)];
  if (part.kind === "unless") return { text: setValue(source, ["unless"], undefined), select: "when" };
  if (part.kind === "trigger") return { text: source, select: part.id };
  if (part.kind === "branch" || list.at(-1) === "steps")
    return isIndex(last)
      ? { text: removeItem(source, list, last), select: last > 0 ? sibling(part, last - 1) : null }
      : { text: setValue(source, part.path, undefined), select: joined(...list) };
  // The only step of a branch: a condition stays and waits for another one, without one the branch goes.
  if (!isIndex(last)) return { text: setValue(source, part.path, undefined), select: joined(...list) };
  const branch = nodeAt(parseFile(source), part.path);
  const { own } = halves(isMap(branch) ? (branch.toJSON() as Step) : {}, part.path);
  const text = Object.keys(own).reduce((now, key) => setValue(now, [...part.path, key], undefined), source);
  return { text, select: branchId(part.path) };
}

const sibling = ({ kind, path }: Part, index: number): string => {
  const other = [...path.slice(0, -1), index];
  return kind === "branch" ? branchId(other) : joined(...other);
};

/** Null when there is no way further up or down. */
export function move(source: string, part: Part, by: -1 | 1): Edited | null {
  const [index, list] = [part.path.at(-1), part.path.slice(0, -1)];
  if (!isIndex(index) || (part.kind === "step" && list.at(-1) !== "steps")) return null;
  const text = swapItems(source, list, by === 1 ? index : index - 1);
  return text === source ? null : { text, select: sibling(part, index + by) };
}
