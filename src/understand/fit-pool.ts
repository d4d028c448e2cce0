import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { runJob, type Course, type Fitted, type Job } from "./fit.ts";

export type FitPool = {
  /** Resolves to the results in the order of the jobs, which does not depend on the number of threads. */
  run(jobs: Job[], onDone?: () => void): Promise<Fitted[]>;
  close(): Promise<void>;
};

/** Fewer entries than this are trained sooner than two threads have started. */
const worthThreads = 200_000;

/** Trains on the machine's cores, at most four: beyond that the memory of the members, not the time, is what is felt. */
export function createFitPool(course: Course, threads = Math.min(4, availableParallelism())): FitPool {
  if (threads < 2 || course.rows.features.length < worthThreads) return inThisThread(course);
  const workers: Worker[] = [];
  const idle: Worker[] = [];
  const start = () => {
    const worker = new Worker(new URL("./fit-worker.ts", import.meta.url), { workerData: course });
    workers.push(worker);
    return worker;
  };
  return {
    async run(jobs, onDone) {
      const results: Fitted[] = [];
      let next = 0;
      const work = async () => {
        const worker = idle.pop() ?? start();
        while (next < jobs.length) {
          const id = next++;
          worker.postMessage({ id, job: jobs[id] });
          const [{ fitted }] = (await once(worker, "message")) as [{ fitted: Fitted }];
          results[id] = fitted;
          onDone?.();
        }
        idle.push(worker);
      };
      await Promise.all(Array.from({ length: Math.min(threads, jobs.length) }, work));
      return results;
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function inThisThread(course: Course): FitPool {
  return {
    async run(jobs, onDone) {
      return jobs.map((job) => {
        const fitted = runJob(course, job);
        onDone?.();
        return fitted;
      });
    },
    async close() {},
  };
}
