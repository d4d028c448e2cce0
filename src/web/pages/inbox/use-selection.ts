import { useEffect, useRef, useState } from "react";
import { rangeOf } from "./list-merge.ts";

export type Selection = ReturnType<typeof useSelection>;

/** Which rows are selected; or all that the list would show, also what nobody has scrolled to. Another list begins with none. */
export function useSelection(listKey: string, ids: readonly string[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isAll, setIsAll] = useState(false);
  const [isOn, setIsOn] = useState(false);
  const anchor = useRef<string | null>(null);
  const clear = (): void => (setChosen(new Set()), setIsAll(false), setIsOn(false), void (anchor.current = null));
  // eslint-disable-next-line react-hooks/exhaustive-deps -- only another list clears it
  useEffect(clear, [listKey]);
  return {
    isAll,
    chosen,
    /** Rows show where to tap. */
    isOn: isOn || isAll || chosen.size > 0,
    count: chosen.size,
    has: (id: string): boolean => isAll || chosen.has(id),
    begin: (): void => setIsOn(true),
    toggle(id: string): void {
      anchor.current = id;
      const next = new Set(isAll ? ids : chosen);
      if (!next.delete(id)) next.add(id);
      setIsAll(false);
      setChosen(next);
    },
    /** Everything between the row that was selected last and this one. */
    range(id: string): void {
      setChosen(new Set([...chosen, ...rangeOf(ids, anchor.current ?? id, id)]));
      anchor.current = id;
    },
    all: (): void => (setIsAll(true), setChosen(new Set(ids))),
    clear,
  };
}
