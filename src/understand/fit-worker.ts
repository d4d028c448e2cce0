/** A thread that trains members: it is given the course once, then one job after another. */
import { parentPort, workerData } from "node:worker_threads";
import { runJob, type Course, type Job } from "./fit.ts";

parentPort!.on("message", ({ id, job }: { id: number; job: Job }) => {
  parentPort!.postMessage({ id, fitted: runJob(workerData as Course, job) });
});
