/** Trains the prediction of deliveries in a thread of its own; see delivery-thread.ts. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { DeliveryTraining, TrainDelivery } from "../parcels/retrain.ts";

export const trainDeliveryInThread: TrainDelivery = async (material) => {
  const thread = new Worker(new URL("./delivery-thread.ts", import.meta.url), { workerData: material });
  try {
    // A thread that dies emits `error`, which `once` turns into a rejection.
    const [trained] = (await once(thread, "message")) as [DeliveryTraining];
    return trained;
  } finally {
    await thread.terminate();
  }
};
