/** Everything that happens by itself, on one screen. Times are cron expressions in UTC. */
import type { Log } from "../domain/connection.ts";
import { resolveActions } from "../checkpoint/actions.ts";
import { wakeSnoozed } from "../checkpoint/people.ts";
import type { Db } from "../db/pool.ts";
import { retrainIfDue, type TrainChallenger } from "../learn/retrain.ts";
import { purgeSessions } from "../server/auth/sessions.ts";
import { pruneEvents } from "../server/live.ts";
import type { FactSources } from "../workflow/step.ts";

export type JobParts = { db: Db; log: Log; sources(): FactSources; train: TrainChallenger };
export type Job = {
  name: string;
  about: string;
  cron: string;
  /** After this it counts as lost and runs again. */
  expireSeconds?: number;
  run(parts: JobParts): Promise<unknown>;
};

const keepEventsMs = 3 * 24 * 3_600_000;

export const jobs: readonly Job[] = [
  { name: "wake-snoozed", about: "conversations come back when their snooze is over", cron: "* * * * *", run: ({ db }) => wakeSnoozed(db) },
  {
    name: "resolve-actions",
    about: "shop writes whose answer got lost are asked for again, with the same key",
    cron: "* * * * *",
    run: ({ db, sources }) => resolveActions(db, sources().stores),
  },
  {
    name: "prune-events",
    about: "live events older than three days go; who was away longer loads everything again",
    cron: "17 * * * *",
    run: ({ db }) => pruneEvents(db, new Date(Date.now() - keepEventsMs)),
  },
  {
    name: "retrain",
    about: "people's corrections train a model, which is used if it reads better than the present one",
    cron: "* * * * *",
    expireSeconds: 3_600,
    run: ({ db, train }) => retrainIfDue(db, train),
  },
  { name: "purge-sessions", about: "sign-ins that have run out are deleted", cron: "41 3 * * *", run: ({ db }) => purgeSessions(db) },
];
