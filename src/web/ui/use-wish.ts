import { useEffect, useRef } from "react";

/** Does what somebody asked for elsewhere, once per wish. A wish that was there before whoever fulfils it was on screen is not theirs. */
export function useWish(at: number | null | undefined, run: () => void): void {
  const seen = useRef(at);
  useEffect(() => {
    if (at == null || at === seen.current) return;
    seen.current = at;
    run();
  }, [at, run]);
}
