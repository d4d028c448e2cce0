/** The composition root: desk -> server, workers, jobs. With desk.ts the only file that knows everything. */
import { join } from "node:path";
import packageJson from "../package.json" with { type: "json" };
import { createCodes } from "./checkpoint/codes.ts";
import { handoverTo, readDeskRules } from "./checkpoint/handover.ts";
import { performHolds } from "./checkpoint/holds.ts";
import { checkpointRoutes } from "./checkpoint/routes.ts";
import { startLeaving } from "./compose/leave.ts";
import { composeRoutes, type ComposeRouteParts } from "./compose/routes.ts";
import type { ComposeParts } from "./compose/send.ts";
import type { Config } from "./config/config.ts";
import { deriveKey } from "./db/secrets.ts";
import { clearDemo, demoIds, demoMessages, demoState } from "./demo/demo.ts";
import { apiConnectionId, articleImport, definitions, labelsDir, openHandrail, type HandrailDesk } from "./desk.ts";
import type { InboundMessage } from "./domain/message.ts";
import {
  askedOf,
  careParts,
  climbers,
  demoShop,
  gapParts,
  helpShop,
  hideText,
  replyWays,
  reportedWorkflows,
  ruleExamples,
  welcome,
  workflowModes,
  workflowParts,
} from "./main-parts.ts";
import { trainDeliveryInThread } from "./jobs/delivery.ts";
import { isCopied } from "./mirror/mirrored-store.ts";
import { takeUpHappenings, tellHappening, type StartParts } from "./jobs/happenings.ts";
import { refreshDraft } from "./jobs/refresh-drafts.ts";
import { shopEventRoutes } from "./jobs/shop-event-route.ts";
import { trainInThread } from "./jobs/retrain.ts";
import { startJobs } from "./jobs/run.ts";
import { helpRoutes } from "./help/routes.ts";
import { boundsOn } from "./learn/ladder.ts";
import { ladderRoutes } from "./learn/ladder-routes.ts";
import { articleImportRoutes } from "./knowledge/import/routes.ts";
import { careRoutes } from "./knowledge/care/routes.ts";
import { gapRoutes } from "./knowledge/gaps/routes.ts";
import { recordSearch } from "./knowledge/questions.ts";
import { knowledgeRoutes } from "./knowledge/routes.ts";
import { learnRoutes } from "./learn/routes.ts";
import type { Log } from "./log/log.ts";
import { messageOf } from "./mailbox/claim.ts";
import { createIntake } from "./mailbox/intake.ts";
import { startListening } from "./mailbox/listen.ts";
import { createOutbox, SEND_LEASE_MS } from "./mailbox/outbox.ts";
import { createDeliveries } from "./mailbox/deliveries.ts";
import { createWorker } from "./mailbox/worker.ts";
import { loadMessages } from "./mailbox/worker-queries.ts";
import { lookAfterParcels, noteShopEvent } from "./parcels/look.ts";
import { noteParcelNews } from "./parcels/news.ts";
import { reportRoutes } from "./reports/routes.ts";
import { createAuth } from "./server/auth/auth.ts";
import { openKeys } from "./server/auth/keys.ts";
import { createAnnouncer } from "./server/announce.ts";
import { createServer } from "./server/http.ts";
import { createLive } from "./server/live.ts";
import { createMetrics } from "./server/metrics.ts";
import { readConversation } from "./server/reads/conversation.ts";
import { connectionStates } from "./server/reads/connections.ts";
import { registerRoutes, type RouteParts } from "./server/routes.ts";
import { changesInWords, compareFacts } from "./answer/grounding/compare.ts";
import { closingOf } from "./answer/voice/voice.ts";
import { connectRoutes } from "./server/routes/connect.ts";
import { connectionRoutes } from "./server/routes/connections.ts";
import { firstStepRoutes } from "./server/routes/first-steps.ts";
import { modelRoutes } from "./server/routes/models.ts";
import { writingRoutes } from "./server/routes/writing.ts";
import { rulesRoutes } from "./server/routes/rules.ts";
import { listRoutes } from "./server/routes/lists.ts";
import { snippetRoutes } from "./server/routes/snippets.ts";
import { templateRoutes } from "./server/routes/templates.ts";
import { startIndexing } from "./server/search/indexing.ts";
import { createThreads } from "./server/threads.ts";
import { shopRoutes } from "./shop/routes.ts";
import { demoCast } from "./stores/demo/cast.ts";

export const roles = ["all", "web", "worker"] as const;
export type Role = (typeof roles)[number];
export type Running = {
  url: string | null;
  desk: HandrailDesk;
  /** What a person at the terminal should read. */ welcome: string[];
  stop(): Promise<void>;
};

const distDir = join(import.meta.dirname, "..", "dist");
/** How often changes made by other processes to connections and workflows are looked for. */
const RELOAD_MS = 3_000;
/** A store that somebody wants read now is read for so long at a time; the next minute goes on. */
const syncMs = 240_000;

export async function startHandrail(config: Config, log: Log, role: Role): Promise<Running> {
  const desk = await openHandrail(config, log);
  const stops: (() => Promise<unknown> | unknown)[] = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse())
      await Promise.resolve(end()).catch((error: unknown) => log.warn({ err: error }, "Something did not stop cleanly"));
    await desk.close();
  };
  try {
    const engine = await startEngine(desk, role, stops);
    const url = role === "worker" ? null : await startWeb(desk, engine, stops);
    if (desk.firstStart?.demo)
      await engine.intake(demoMessages(demoCast, new Date()).map((message) => ({ connectionId: demoIds.mailbox, isDemo: true, message })));
    const reload = setInterval(() => void engine.reload(), RELOAD_MS);
    stops.push(() => clearInterval(reload));
    return { url, desk, welcome: await welcome(desk, role, url), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Engine = Awaited<ReturnType<typeof startEngine>>;
type Stops = (() => Promise<unknown> | unknown)[];

/** Intake, and in the roles `all` and `worker` also the conversation worker, the outbox, listeners and jobs. */
async function startEngine(desk: HandrailDesk, role: Role, stops: Stops) {
  const { db, mailboxDb, log, connections, reader, decide, library } = desk;
  const isWorking = role !== "web";
  const now = () => new Date();
  const handover = handoverTo(desk.desk);
  const brandName = connections.stores()[0]?.title ?? "Customer support";
  const codes = createCodes({
    secretKey: deriveKey(desk.secretKey, "one-time codes"),
    codeChannelFor: (kind, connectionId) => connections.codeChannel(kind, connectionId)?.id ?? null,
    brandName,
    now,
  });

  let isNews: () => void = () => undefined;
  const announcer = createAnnouncer(db, { log, onNews: () => isNews() });
  stops.push(() => announcer.stop());
  const live = createLive(db, { log });
  stops.push(() => live.stop());
  const changed = () => {
    live.wake();
    announcer.announce();
  };

  const outbox = createOutbox(mailboxDb, { channelOf: (id) => connections.channel(id), handover, now, log, onSent: changed });
  const worker = createWorker(
    mailboxDb,
    {
      reader,
      decide,
      checkCode: codes.checkCode(db),
      handover,
      now,
      channelOf(connectionId) {
        const can = connections.channel(connectionId)?.definition.can;
        return { connectionId, maxLength: can?.maxLength ?? null, richText: can?.richText ?? false };
      },
      loadMessages: async (ids) => (await db.query(loadMessages, [ids])).rows.map(messageOf),
      incidents: desk.incidents.active,
    },
    {
      db: mailboxDb,
      sendLeaseMs: SEND_LEASE_MS,
      brandName,
      closing: (id, language, isFirst) =>
        closingOf(library.templates().voice, connections.channel(id)?.definition.id ?? "", language, isFirst),
      sendCapacity: () => outbox.hasCapacity(),
      issueCode: codes.issueCode,
      askedOf,
    },
    {
      log,
      onSends: outbox.dispatch,
      onCommitted: () => {
        changed();
        outbox.wake();
      },
      onActions: () => performNow(),
    },
  );
  const starts: StartParts = {
    db,
    workflows: library.workflows,
    sources: desk.sources,
    channelFor: (kind, storeId) => connections.firstWordChannel(kind, storeId)?.id ?? null,
  };
  /** What a person or a workflow has just asked for does not wait for the next minute; a fault waits for it. */
  const atOnce = (work: () => Promise<unknown>) => () => {
    void work().then(changed, (error: unknown) => log.warn({ err: error }, "Could not begin at once; it is tried again within a minute"));
  };
  const performNow = atOnce(() => performHolds({ db, stores: desk.sources().stores, log }));
  const startNow = atOnce(() => takeUpHappenings(starts));
  const readShopNews = atOnce(async () => {
    if ((await desk.mirror.readNews()) > 0) await takeUpHappenings(starts);
  });
  const carriers = () => connections.carriers().map(({ id, carrier }) => ({ connectionId: id, carrier }));
  const lookAtParcels = atOnce(async () => {
    if ((await lookAfterParcels({ db, carriers: carriers(), foresight: desk.foresight, tell: tellHappening, log, now })) > 0)
      await takeUpHappenings(starts);
  });
  const intake = createIntake(mailboxDb, () => {
    if (isWorking) worker.wake();
    changed();
  });
  const wakeOutbox = () => {
    outbox.wake();
    changed();
  };
  /** What a reply has to keep to on its way out. */
  const writing: ComposeParts = {
    footerOf: (id, language) => library.templates().voice.footer(language ?? "en", connections.channel(id)?.definition.id ?? ""),
    maxLengthOf: (id) => connections.channel(id)?.definition.can.maxLength ?? null,
    whyNoFiles(id) {
      const channel = connections.channel(id);
      if (channel?.definition.can.attachments) return null;
      return `${channel?.title ?? "This channel"} carries no files. Remove them, or put a link into the text.`;
    },
    issueCode: codes.issueCode,
    now,
  };
  isNews = () => {
    live.wake();
    if (isWorking) {
      worker.wake();
      outbox.wake();
    }
  };
  const deliveries = createDeliveries(db, handover, now);
  if (isWorking) {
    outbox.start();
    worker.start();
    // Stopped in reverse: first no new messages, then the decisions, then what they want to send.
    stops.push(
      () => outbox.stop(),
      () => worker.stop(),
    );
    const indexing = startIndexing(db, { log });
    const leaving = startLeaving(db, { ...writing, log, onLeft: wakeOutbox });
    stops.push(() => leaving.stop());
    const listening = startListening({ db, log, intake, deliveries, channels: () => connections.channels() });
    const running = await startJobs({
      ...starts,
      log,
      decide,
      now,
      ladder: { db, workflows: () => climbers(library.workflows()), setMode: library.setMode },
      desk: desk.desk,
      incidents: desk.incidents.active,
      train: trainInThread(labelsDir),
      mirror: desk.mirror,
      gist: desk.gist,
      embedder: desk.models.embedder,
      trainDelivery: trainDeliveryInThread,
      // As they are: what the jobs read of parcels they note themselves.
      shops: () =>
        connections
          .stores()
          .filter(({ store }) => !isCopied(store))
          .map(({ id, store }) => ({ connectionId: id, store })),
      carriers,
      parcels: desk.parcels,
      foresight: desk.foresight,
      connections,
    });
    stops.push(
      () => running.stop(),
      () => listening.stop(),
      () => indexing.stop(),
    );
  }
  const reload = async () => {
    try {
      await Promise.all([
        connections.reload(),
        library.reload(),
        desk.reloadModel(),
        desk.desk.reload(),
        desk.incidents.reload(),
        desk.knowledge.reload(),
        desk.foresight.reload(),
      ]);
    } catch (error) {
      log.warn({ err: error }, "Could not look for changed connections, workflows and models; trying again");
    }
  };
  const intakeFor = (connectionId: string, messages: InboundMessage[]) => {
    const isDemo = connections.channel(connectionId)?.isDemo ?? false;
    return intake(messages.map((message) => ({ connectionId, isDemo, message })));
  };
  return {
    live,
    deliveries,
    intake,
    intakeFor,
    reload,
    codes,
    handover,
    now,
    performNow,
    startNow,
    readShopNews,
    lookAtParcels,
    wakeOutbox,
    writing,
  };
}

async function startWeb(desk: HandrailDesk, engine: Engine, stops: Stops): Promise<string> {
  const { db, log, config, publicUrl, connections } = desk;
  const { live } = engine;
  const checkpoint: ComposeRouteParts = {
    ...engine.writing,
    db,
    readConversation: (id) => readConversation(db, id),
    sources: desk.sources,
    handover: engine.handover,
    wakeOutbox: engine.wakeOutbox,
    changedFacts: (original, translation) => changesInWords(compareFacts(original, translation)),
    performHolds: engine.performNow,
    reloadIncidents: desk.incidents.reload,
    refreshDraft: (id) => refreshDraft({ db, decide: desk.decide, log, incidents: desk.incidents.active, now: engine.now }, id),
  };
  const server = await createServer({ publicUrl, log, version: packageJson.version });
  const keys = openKeys(db, { log });
  const threads = createThreads(db, { live, log });
  const metrics = createMetrics(db, {
    log,
    openStreams: server.streams.size,
    connections: () => connectionStates(connections, engine.now()),
  });
  stops.push(
    () => keys.close(),
    () => threads.stop(),
    () => metrics.close(),
  );
  const parts: RouteParts = {
    db,
    log,
    live,
    threads,
    keys,
    metrics,
    degraded: () =>
      connectionStates(connections, engine.now())
        .filter((one) => !one.isUp)
        .map(({ id }) => id),
    publicUrl,
    apiConnectionId,
    intake: engine.intake,
    intakeFor: engine.intakeFor,
    auth: createAuth({ pool: db, secretKey: desk.secretKey, baseUrl: publicUrl, log }),
    channel: (id) => connections.channel(id),
    store: (id) => connections.stores().find((one) => one.id === id) ?? null,
    shopNews: async (connectionId, orderIds) => {
      await desk.mirror.tell(connectionId, orderIds);
      engine.readShopNews();
    },
    carrier: (id) => connections.carriers().find((one) => one.id === id) ?? null,
    parcelNews: async (connectionId, trackingNumbers) => {
      await noteParcelNews(db, connectionId, trackingNumbers, engine.now());
      engine.lookAtParcels();
    },
    deliveries: engine.deliveries,
    reparse: async (connectionId, raw) => (await connections.channel(connectionId)?.channel.reparse?.(raw)) ?? null,
    clearDemo: async () => {
      await clearDemo(db, "system");
      await engine.reload();
      live.wake();
    },
    desk: async () => ({
      has_demo_data: (await demoState(db)) === "present",
      demo_shop: connections.channel(demoIds.chat) !== null,
      public_url: publicUrl,
      version: packageJson.version,
      models: await desk.models.whatIsOn(),
    }),
    workflows: workflowParts(desk),
    webDir: join(distDir, "web"),
    widgetDir: join(distDir, "widget"),
    more: [
      connectRoutes({ db, definitions, secretKey: desk.secretKey, publicUrl, now: engine.now, reload: engine.reload }),
      checkpointRoutes(checkpoint),
      composeRoutes(checkpoint),
      listRoutes({
        db,
        // A channel that can write first to an address needs no thread to answer in.
        goesToAddress: (id) => connections.channel(id)?.definition.carriesCodesTo !== undefined,
        now: engine.now,
      }),
      shopEventRoutes({ db, takeUp: engine.startNow, note: (event) => noteShopEvent(db, event, engine.now()), now: engine.now }),
      knowledgeRoutes(desk.knowledge),
      gapRoutes(gapParts(desk)),
      careRoutes(careParts(desk)),
      templateRoutes({ library: desk.library, sources: desk.sources, ways: () => replyWays(connections), now: engine.now }),
      snippetRoutes({ db, library: desk.library, sources: desk.sources, readConversation: checkpoint.readConversation, now: engine.now }),
      articleImportRoutes(articleImport(desk)),
      helpRoutes({
        db,
        knowledge: desk.knowledge,
        shop: () => helpShop(desk),
        publicUrl,
        now: engine.now,
        keepQuestion: ({ question, language, article, storeId }) =>
          recordSearch(db, { question: hideText(question, language, {}), language, article, storeId, at: engine.now() }),
      }),
      connectionRoutes({
        db,
        log,
        secretKey: desk.secretKey,
        definitions,
        connections,
        publicUrl,
        fixed: [apiConnectionId],
        hookUrl: desk.hookUrl,
        reload: engine.reload,
        sync: (id) => desk.mirror.syncOne(id, syncMs),
        now: engine.now,
      }),
      firstStepRoutes({ db, connections, workflows: () => workflowModes(desk) }),
      modelRoutes({ db, connections, now: engine.now }),
      writingRoutes({ db, writer: desk.writer, readConversation: (id) => readConversation(db, id) }),
      rulesRoutes({ db, examples: ruleExamples(), reload: engine.reload }),
      learnRoutes({ db, reload: engine.reload }),
      ladderRoutes({ db, workflows: () => climbers(desk.library.workflows()) }),
      reportRoutes({
        db,
        rules: () => readDeskRules(db),
        workflows: () => reportedWorkflows(desk.library.workflows()),
        bounds: boundsOn,
        now: engine.now,
      }),
      shopRoutes(() => demoShop(desk)),
    ] as RouteParts["more"] & {},
  };
  await registerRoutes(server, parts);
  const url = await server.listen({ host: config.host, port: config.port });
  stops.push(() => server.close());
  return url;
}
