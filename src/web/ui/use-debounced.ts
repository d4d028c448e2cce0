import { useEffect, useState } from "react";

/** The value as it was when it last stood still for that long. The first one is taken at once. */
export function useDebounced<T>(value: T, waitMs: number): T {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => settle(value), waitMs);
    return () => clearTimeout(timer);
  }, [value, waitMs]);
  return settled;
}
