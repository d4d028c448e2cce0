/** Runs the jobs of all.ts by pg-boss, once per time over all processes. */
import { PgBoss } from "pg-boss";
import { toAppError } from "../domain/errors.ts";
import { jobs, type JobParts } from "./all.ts";

export async function startJobs(parts: JobParts): Promise<{ stop(): Promise<void> }> {
  const { db, log } = parts;
  const boss = new PgBoss({
    db: { executeSql: (text, values) => db.query(text, values) },
    schema: "jobs",
    // Every job here is due once a minute at most, so looking seldom costs nobody anything.
    cronMonitorIntervalSeconds: 15,
    cronWorkerIntervalSeconds: 10,
  });
  boss.on("error", (error) => log.warn({ err: error }, "The job runner had a fault; it goes on"));
  await boss.start();
  for (const job of jobs) {
    await boss.createQueue(job.name, { policy: "singleton", retryLimit: 2, expireInSeconds: job.expireSeconds ?? 300 });
    await boss.work(job.name, { pollingIntervalSeconds: 10 }, async () => {
      try {
        await job.run(parts);
      } catch (error) {
        log.error({ err: toAppError(error), job: job.name }, "A job failed; it runs again at its next time");
        throw error;
      }
    });
    await boss.schedule(job.name, job.cron);
  }
  return { stop: () => boss.stop({ graceful: true, timeout: 5_000 }) };
}
