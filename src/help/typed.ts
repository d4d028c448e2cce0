/**
 * A question typed letter by letter arrives as many. Only what a reader stopped at was asked: it is told on when they go on to
 * something else, or rest. Which address it came from is known here alone, and for seconds.
 */
export type Asked = { question: string; language: string; article: string | null };
export type Typed = { note(address: string, asked: Asked): void; /** Tells on what is open. */ flush(): void };

const restMs = 8_000;
const maxOpen = 10_000;
/** This share of the shorter one has to be the same from the beginning on. */
const sameShare = 0.6;

export function createTyped(tell: (asked: Asked) => void): Typed {
  const open = new Map<string, { asked: Asked; timer: NodeJS.Timeout }>();

  function close(key: string): void {
    const one = open.get(key);
    if (!one) return;
    clearTimeout(one.timer);
    open.delete(key);
    tell(one.asked);
  }

  return {
    note(address, asked) {
      const key = `${address} ${asked.language}`;
      const before = open.get(key);
      if (before && isSameTyping(before.asked.question, asked.question)) {
        clearTimeout(before.timer);
        open.delete(key);
      } else close(key);
      if (open.size >= maxOpen) return tell(asked);
      open.set(key, { asked, timer: setTimeout(() => close(key), restMs).unref() });
    },
    flush: () => [...open.keys()].forEach(close),
  };
}

function isSameTyping(one: string, other: string): boolean {
  const [left, right] = [one.toLowerCase(), other.toLowerCase()];
  const shorter = Math.min(left.length, right.length);
  let same = 0;
  while (same < shorter && left[same] === right[same]) same++;
  return same >= sameShare * shorter;
}
