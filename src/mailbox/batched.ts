/** A batch this small gains nothing by waiting. */
const FEW = 4;
const LINGER_MS = 4;

/**
 * Turns calls for one item into calls for many: what arrives while a batch is under way forms the next one, so a busy
 * process makes few large calls and an idle one has no delay. A batch that fails is tried item by item, so that one bad
 * item fails alone.
 */
export function batched<Item, Result>(
  options: { maxSize: number; lanes: number; /** What an item counts towards maxSize; 1 by default. */ weigh?: (item: Item) => number },
  process: (items: Item[]) => Promise<Result[]>,
): (item: Item) => Promise<Result> {
  type Call = { item: Item; resolve(result: Result): void; reject(error: unknown): void };
  const waiting: Call[] = [];
  let busy = 0;
  let lastSize = 0;

  function takeBatch(): Call[] {
    let size = 0;
    let count = 0;
    while (count < waiting.length) {
      size += options.weigh?.(waiting[count]!.item) ?? 1;
      if (count > 0 && size > options.maxSize) break;
      count++;
    }
    return waiting.splice(0, count);
  }

  async function flush(): Promise<void> {
    const calls = takeBatch();
    lastSize = calls.length;
    if (calls.length === 0) return;
    try {
      const results = await process(calls.map((call) => call.item));
      calls.forEach((call, nth) => call.resolve(results[nth]!));
    } catch (error) {
      if (calls.length === 1) return calls[0]!.reject(error);
      for (const call of calls) await process([call.item]).then(([result]) => call.resolve(result!), call.reject);
    }
  }

  function pump(): void {
    while (busy < options.lanes && busy * options.maxSize < waiting.length) {
      busy++;
      const begin = () =>
        void flush().finally(() => {
          busy--;
          pump();
        });
      // One turn of the event loop later: what becomes ready in this turn travels together. Where several did so last time,
      // some milliseconds more make the next batch several times larger, and cost nobody on a quiet desk anything.
      if (lastSize < FEW) setImmediate(begin);
      else setTimeout(begin, LINGER_MS);
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      pump();
    });
}
