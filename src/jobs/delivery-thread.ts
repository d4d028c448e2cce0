/**
 * The worker thread in which a model of deliveries is trained and judged, so that the desk goes on answering. Given
 * `DeliveryMaterial` it posts `DeliveryTraining`; a fault ends the thread with its error. The same material gives the same.
 */
import { parentPort, workerData } from "node:worker_threads";
import { learnDelivery } from "../parcels/learn.ts";
import type { DeliveryMaterial } from "../parcels/retrain.ts";

parentPort!.postMessage(learnDelivery(workerData as DeliveryMaterial));
