/** Everything that happens by itself, on one screen. Times are cron expressions in UTC. */
import type { Connections } from "../connections/connections.ts";
import { checkQuiet } from "../connections/quiet.ts";
import type { Mirror } from "../mirror/mirror.ts";
import { resolveActions } from "../checkpoint/actions.ts";
import { assignWaiting } from "../checkpoint/assignment.ts";
import { forgetBulk } from "../checkpoint/bulk.ts";
import { watchDeadlines, watchDrafts } from "../checkpoint/deadlines.ts";
import type { Desk } from "../checkpoint/handover.ts";
import { performHolds } from "../checkpoint/holds.ts";
import { wakeSnoozed } from "../checkpoint/people.ts";
import { settlePromises } from "../checkpoint/promises.ts";
import { forgetUnsent } from "../compose/kept.ts";
import { takeUpQuestions } from "../knowledge/gaps/take-up.ts";
import { purgeQuestions } from "../knowledge/questions.ts";
import { embedParts, type Embedder } from "../knowledge/vectors.ts";
import { climb, type LadderParts } from "../learn/standing.ts";
import { purgeModels } from "../models/cache.ts";
import { retrainIfDue, type TrainChallenger } from "../learn/retrain.ts";
import { purgeSessions } from "../server/auth/sessions.ts";
import type { Gist } from "../understand/gist.ts";
import { pruneEvents } from "../server/live.ts";
import { forgetExpired, lookForStock } from "./back-in-stock.ts";
import { collectParcels, type CollectParts } from "../parcels/collect.ts";
import { lookAfterParcels, type LookParts } from "../parcels/look.ts";
import type { Observer } from "../parcels/observe.ts";
import { trainDeliveryIfDue, type TrainDelivery } from "../parcels/retrain.ts";
import { takeUpHappenings, tellHappening, type StartParts } from "./happenings.ts";
import { refreshWaitingDrafts, type RefreshParts } from "./refresh-drafts.ts";
import { startScheduled } from "./schedules.ts";

export type JobParts = StartParts &
  RefreshParts & {
    train: TrainChallenger;
    ladder: LadderParts;
    desk: Desk;
    mirror: Mirror;
    gist: Gist | null;
    embedder: Embedder;
    shops(): CollectParts["stores"];
    carriers(): LookParts["carriers"];
    parcels: Observer;
    foresight: LookParts["foresight"];
    trainDelivery: TrainDelivery;
    connections: Connections;
  };
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
  {
    name: "watch-deadlines",
    about: "people are warned before a deadline; what nobody answered in time is passed on",
    cron: "* * * * *",
    run: ({ db, desk }) => watchDeadlines(db, desk),
  },
  {
    name: "watch-drafts",
    about: "a draft that waits longer than an answer may take is given a deadline; one of a week ago is not sent any more",
    cron: "* * * * *",
    run: ({ db, desk }) => watchDrafts(db, desk),
  },
  {
    name: "assign-waiting",
    about: "what waits for a person is given to somebody of its team who is there and has room, where the team's rule says so",
    cron: "* * * * *",
    run: ({ db }) => assignWaiting(db),
  },
  {
    name: "settle-promises",
    about: "what replies promised is kept, comes before people when it is due soon, or is counted as broken",
    cron: "* * * * *",
    run: ({ db }) => settlePromises(db),
  },
  { name: "wake-snoozed", about: "conversations come back when their snooze is over", cron: "* * * * *", run: ({ db }) => wakeSnoozed(db) },
  {
    name: "forget-bulk",
    about: "what was done to many conversations a day ago cannot be taken back any more",
    cron: "17 * * * *",
    run: ({ db }) => forgetBulk(db),
  },
  {
    name: "resolve-actions",
    about: "shop writes whose answer got lost are asked for again, with the same key",
    cron: "* * * * *",
    run: ({ db, sources }) => resolveActions(db, sources().stores),
  },
  {
    name: "perform-holds",
    about: "writes that workflows asked for and nobody has begun, or of which it is not known yet what became of them",
    cron: "* * * * *",
    run: ({ db, sources, log }) => performHolds({ db, stores: sources().stores, log }),
  },
  {
    name: "take-up-happenings",
    about: "what happened in a shop or to a conversation begins the workflows that wait for it",
    cron: "* * * * *",
    run: takeUpHappenings,
  },
  {
    name: "read-shop-news",
    about: "orders that shops say have changed are read again; what was asked at once and not answered is asked here",
    cron: "* * * * *",
    run: ({ mirror }) => mirror.readNews(),
  },
  {
    name: "sync-shops",
    about: "the copies of shops' orders: from the beginning when a shop is new, then what changed since",
    cron: "* * * * *",
    expireSeconds: 600,
    run: ({ mirror }) => mirror.sync(240_000),
  },
  {
    name: "check-quiet-connections",
    about: "connections nobody has called for ten minutes are asked whether they work",
    cron: "*/5 * * * *",
    run: ({ connections }) => checkQuiet(connections, new Date()),
  },
  {
    name: "start-scheduled",
    about: "workflows that begin at certain times",
    cron: "* * * * *",
    run: (parts) => startScheduled(parts),
  },
  {
    name: "look-for-stock",
    about: "shops are asked for what customers wait for, each product every half hour at most; who waits is told when it is back",
    cron: "*/5 * * * *",
    run: lookForStock,
  },
  {
    name: "refresh-drafts",
    about: "drafts that wait are compared with the shop as it is now, and written anew where it says something else",
    cron: "* * * * *",
    run: refreshWaitingDrafts,
  },
  {
    name: "climb-ladder",
    about: "workflows are judged by their reviews: a breach steps back at once, a proof steps up where that is allowed",
    cron: "* * * * *",
    run: async ({ ladder, log }) => {
      for (const { name, to } of await climb(ladder))
        log.warn({ workflow: name, mode: to }, "A workflow changed its mode by its reviews; the audit log says why");
    },
  },
  {
    name: "take-up-questions",
    about: "questions that no article answered join those about the same thing; gaps that are asked for again come back",
    cron: "*/5 * * * *",
    run: ({ db, gist }) => takeUpQuestions(db, gist),
  },
  {
    name: "embed-articles",
    about: "passages whose text or model is new get their vectors, as far as the day's money goes",
    cron: "* * * * *",
    run: ({ db, embedder }) => embedParts(db, embedder),
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
  {
    name: "collect-parcels",
    about: "the shops' orders are read a few pages at a time, to learn how long parcels take",
    cron: "*/10 * * * *",
    run: ({ db, shops, parcels, log, now }) => collectParcels({ db, stores: shops(), observer: parcels, log, now }),
  },
  {
    name: "look-after-parcels",
    about: "carriers are asked where open parcels are; of one that has news, will probably be late or is stuck, workflows are told once",
    cron: "*/10 * * * *",
    run: ({ db, carriers, foresight, log, now }) =>
      lookAfterParcels({ db, carriers: carriers(), foresight, tell: tellHappening, log, now }),
  },
  {
    name: "train-delivery",
    about: "every night, a model of how long parcels take is trained and used if it is better than the present one and the promises",
    cron: "*/30 * * * *",
    expireSeconds: 3_600,
    run: ({ db, trainDelivery, now }) => trainDeliveryIfDue(db, trainDelivery, now()),
  },
  {
    name: "purge-models",
    about: "what language models said and may not be given again any more goes, and after a good year the record of what they cost",
    cron: "23 3 * * *",
    run: ({ db }) => purgeModels(db),
  },
  {
    name: "purge-questions",
    about: "what customers asked the articles more than a year ago goes",
    cron: "53 3 * * *",
    run: ({ db }) => purgeQuestions(db),
  },
  {
    name: "forget-unsent",
    about: "texts nobody touched for 90 days and files that belong to no text any more go",
    cron: "37 3 * * *",
    run: ({ db }) => forgetUnsent(db),
  },
  {
    name: "forget-notices",
    about: "who asked half a year ago to be told when something is back is not told any more",
    cron: "31 3 * * *",
    run: ({ db }) => forgetExpired(db),
  },
  { name: "purge-sessions", about: "sign-ins that have run out are deleted", cron: "41 3 * * *", run: ({ db }) => purgeSessions(db) },
];
