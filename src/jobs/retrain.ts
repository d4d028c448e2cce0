/** Trains in a thread of its own; see retrain-thread.ts. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { TrainChallenger, Trained } from "../learn/retrain.ts";

export type RetrainData = Parameters<TrainChallenger>[0] & { labelsDir: string };

/** `labelsDir`: the starter texts a shop's model builds on. */
export function trainInThread(labelsDir: string): TrainChallenger {
  return async (material) => {
    const thread = new Worker(new URL("./retrain-thread.ts", import.meta.url), {
      workerData: { ...material, labelsDir } satisfies RetrainData,
    });
    try {
      // A thread that dies emits `error`, which `once` turns into a rejection.
      const [trained] = (await once(thread, "message")) as [Trained];
      return trained;
    } finally {
      await thread.terminate();
    }
  };
}
