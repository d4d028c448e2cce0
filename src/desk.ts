/**
 * What every Handrail process has, server or command: database, connections, library, reader, and the one function that
 * decides. Part of the composition root (see main.ts), apart because commands need it without server and workers.
 */
import { join } from "node:path";
import { carriers } from "./carriers/all.ts";
import { channels } from "./channels/all.ts";
import { createDesk, type Desk } from "./checkpoint/handover.ts";
import { followIncidents } from "./checkpoint/incidents.ts";
import { hostOf, linkRules, withLinks } from "./answer/links.ts";
import type { Templates } from "./answer/templates.ts";
import { createWriter, type AskModel, type Writer } from "./answer/drafting/writer.ts";
import { openModels, type DeskModels } from "./models/desk-models.ts";
import { personNeeded } from "./domain/for-people.ts";
import { starterCategories } from "./domain/understanding.ts";
import type { Config } from "./config/config.ts";
import { loadSecretKey } from "./config/secret-key.ts";
import { openConnections, saveConnection, type Connections, type Definitions } from "./connections/connections.ts";
import { openDatabase } from "./db/open.ts";
import type { Db } from "./db/pool.ts";
import { addDemoArticles, demoAutomatic, demoConnections, demoState, markDemo } from "./demo/demo.ts";
import type { Reader } from "./domain/understanding.ts";
import { findChampion, readModelBytes } from "./learn/models.ts";
import { helpdesks } from "./helpdesks/all.ts";
import { createImport, type ArticleImport } from "./knowledge/import/import.ts";
import { openKnowledge, type Knowledge } from "./knowledge/knowledge.ts";
import { applyFolder, type Change } from "./library/folder.ts";
import { openLibrary, type Library } from "./library/library.ts";
import { tellHappening } from "./jobs/happenings.ts";
import { addStarterSnippets } from "./library/snippets.ts";
import { tellShopChanges } from "./jobs/shop-changes.ts";
import type { Log } from "./log/log.ts";
import { createMirror, type Mirror } from "./mirror/mirror.ts";
import { isCopied } from "./mirror/mirrored-store.ts";
import { models } from "./models/all.ts";
import type { Decide } from "./mailbox/decide.ts";
import { stores } from "./stores/all.ts";
import { createGist, type Gist } from "./understand/gist.ts";
import { followModel } from "./understand/follow-model.ts";
import { loadModels } from "./understand/load-reader.ts";
import { createReader } from "./understand/read.ts";
import type { RunInput } from "./workflow/engine/decision.ts";
import { runWorkflow, type RunParts } from "./workflow/engine/interpreter.ts";
import { pickWorkflow } from "./workflow/engine/pick.ts";
import type { Workflow } from "./workflow/engine/workflow.ts";
import type { FactSources } from "./workflow/step.ts";
import { followForesight, type Foresight } from "./parcels/models.ts";
import { createObserver, type Observer } from "./parcels/observe.ts";
import { allSteps as steps } from "./workflow/steps/all.ts";

export const definitions = {
  channels: [...channels],
  stores: [...stores],
  carriers: [...carriers],
  models: [...models],
} satisfies Definitions;

export const starterDir = join(import.meta.dirname, "..", "starter");
export const labelsDir = join(starterDir, "labels");
/** The channel of POST /api/v1/messages; always there. */
export const apiConnectionId = "api";

export type HandrailDesk = {
  config: Config;
  log: Log;
  db: Db;
  /** For intake, worker and outbox only: see src/db/pool.ts. */
  mailboxDb: Db;
  secretKey: Buffer;
  publicUrl: string;
  /** Where a connection's web hooks go. */
  hookUrl(connectionId: string): string;
  connections: Connections;
  library: Library;
  /** The library's, with the links its replies may have. */
  templates(): Templates;
  /** Reads with the model in force; `reloadModel` looks whether that is another one now. */
  reader: Reader;
  reloadModel(): Promise<unknown>;
  desk: Desk & { reload(): Promise<void> };
  incidents: Awaited<ReturnType<typeof followIncidents>>;
  knowledge: Knowledge;
  /** What texts are about, by the starter model. */
  gist: Gist | null;
  models: DeskModels;
  /** The copies of shops' orders. */
  mirror: Mirror;
  writer: Writer;
  /** When parcels arrive, as the model in force says; `reload` looks whether that is another one now. */
  foresight: Foresight;
  /** Notes what passes through the desk of parcels. */
  parcels: Observer;
  sources(): FactSources;
  /** The step vocabulary of workflow files. */
  steps: typeof steps;
  decide: Decide;
  /** Decides as `decide` would if this workflow, which need not be stored, stood in the place of the one of its name. */
  decideWith(unsaved: Workflow): Decide;
  /** Null on an ordinary start; what the first start on an empty database set up. */
  firstStart: { changes: Change[]; demo: boolean } | null;
  close(): Promise<void>;
};

export async function openHandrail(config: Config, log: Log, options: { share?: boolean } = {}): Promise<HandrailDesk> {
  const database = await openDatabase(
    { databaseUrl: config.databaseUrl, dataDir: config.dataDir, webPool: config.webPool, workPool: config.workPool, log },
    { share: options.share ?? false },
  );
  try {
    const { db, mailboxDb } = database;
    const secretKey = await loadSecretKey(config);
    const publicUrl = config.publicUrl ?? `http://${config.host === "0.0.0.0" ? "127.0.0.1" : config.host}:${config.port}`;
    const hookUrl = (id: string) => `${publicUrl}/hooks/${encodeURIComponent(id)}`;
    const modelsLoading = loadModels({
      labelsDir,
      shippedDir: join(starterDir, "models"),
      cacheDir: join(config.dataDir, "models"),
    });
    const firstStart = await setUp(db, secretKey, config.isDemo);
    const connections = await openConnections({ db, definitions, secretKey, publicUrl, log });
    const library = await openLibrary(db, steps, log);
    const models = openModels({ db, log, findModel: connections.model });
    const [{ category, language }, desk, incidents, foresight] = await Promise.all([
      modelsLoading,
      createDesk(db),
      followIncidents(db),
      followForesight(db, { lateBelow: config.likelyLateBelow, log }),
    ]);
    // The starter model, whatever the shop has trained: what passages are about stays comparable.
    const gist = createGist(category);
    const knowledge = await openKnowledge(db, { gist, embedder: models.embedder });
    const parcels = createObserver({
      db,
      log,
      now: () => new Date(),
      isDemo: (id) => connections.stores().some((store) => store.id === id && store.isDemo),
      tell: tellHappening,
    });
    const { reader, reload: reloadModel } = await followModel({
      starter: category,
      createReader: (model) => createReader(model, language),
      findId: async () => (await findChampion(db))?.id ?? null,
      readBytes: (id) => readModelBytes(db, id),
    });
    // A stored model this version cannot use must not keep the desk from starting: the starter reads.
    await reloadModel().catch((error: unknown) => log.error({ err: error }, "The trained model cannot be used; the starter model reads"));
    const writer = createWriter(models as unknown as AskModel, () => library.templates().voice);
    const mirror = createMirror({
      db,
      log,
      now: () => new Date(),
      stores: connections.stores,
      hookUrl,
      async onChanged(client, connectionId, changed, isFirst) {
        await tellShopChanges(client, connectionId, changed, isFirst);
        parcels.orders(
          connectionId,
          changed.map((change) => change.now),
        );
      },
    });
    const sources = (): FactSources => ({
      stores: connections.stores().map(({ id, store, title }) => ({
        connectionId: id,
        store: isCopied(store) ? mirror.over(id, store) : parcels.watchStore(id, store),
        name: title,
      })),
      carriers: connections.carriers().map(({ id, carrier }) => ({ connectionId: id, carrier: parcels.watchCarrier(carrier) })),
      // A conversation on a desk of one store is about that store.
      answerFor: (question, language, now, { storeId, conversationId }) =>
        knowledge.answer(question, language, now, { storeId: storeId ?? onlyStore(connections), conversationId }),
      outlook: foresight.ask,
      write: writer.write,
      translate: writer.translate,
    });
    const templates = (): Templates => {
      const { voice } = library.templates();
      const connected = [
        ...connections.stores().map(({ id, store }) => ({ connectionId: id, hosts: store.hosts })),
        ...connections.carriers().map(({ id, carrier }) => ({ connectionId: id, hosts: carrier.hosts })),
      ];
      return withLinks(library.templates(), () => linkRules(connected, [hostOf(publicUrl) ?? "", ...voice.file.links].filter(Boolean)));
    };
    const deciding = { library, templates, desk, sources, writer };
    const decide = decider(deciding);
    return {
      config,
      log,
      db,
      mailboxDb,
      secretKey,
      publicUrl,
      hookUrl,
      connections,
      library,
      templates,
      reader,
      reloadModel,
      desk,
      incidents,
      knowledge,
      gist,
      models,
      mirror,
      writer,
      foresight,
      parcels,
      sources,
      steps,
      decide,
      decideWith: (unsaved) => decider(deciding, unsaved),
      firstStart,
      close: async () => {
        await parcels.close();
        await connections.health.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Null when there are several, or none. */
export function onlyStore(connections: Connections): string | null {
  const [first, ...others] = connections.stores();
  return first && others.length === 0 ? first.id : null;
}

/** Articles from elsewhere, for the server and for the command. */
export function articleImport({ db, reader, config, knowledge }: HandrailDesk): ArticleImport {
  return createImport({
    db,
    helpdesks,
    languageOf: (text) => reader.read({ text }).language,
    isPrivateAllowed: config.privateAddresses,
    reload: knowledge.reload,
  });
}

/** The version in force, or that very one. */
export async function findWorkflow(library: Library, name: string, version: string | null): Promise<Workflow | null> {
  return version === null ? (library.workflows().find((one) => one.name === name) ?? null) : library.version(name, version);
}

/** Layer 2: the workflow that waited, or the one that takes this message. A version that is gone is a handover, not a crash. */
type DeciderParts = { library: Library; templates: () => Templates; desk: Desk; sources: () => FactSources; writer: Writer };

function decider({ library, templates, desk, sources, writer }: DeciderParts, unsaved: Workflow | null = null): Decide {
  const workflows = () => (unsaved ? [...library.workflows().filter(({ name }) => name !== unsaved.name), unsaved] : library.workflows());
  const isUnsaved = (name: string, version: string | null) => name === unsaved?.name && (version ?? unsaved.version) === unsaved.version;
  return async (given: RunInput) => {
    const input = given.resume ? given : await withSecondOpinion(given, library, writer);
    const parts: RunParts = {
      sources: sources(),
      desk,
      templates: templates(),
      workflow: async (other, version) => (isUnsaved(other, version) ? unsaved : findWorkflow(library, other, version)),
    };
    if (!input.resume) {
      const { workflow, why } = pickWorkflow(workflows(), input, library.limits());
      return runWorkflow(carefully(workflow, input), input, { ...parts, picked: why });
    }
    const { workflow: name, version } = input.resume;
    const pinned = isUnsaved(name, version) ? unsaved : await library.version(name, version);
    if (pinned) return runWorkflow(pinned, input, parts);
    return runWorkflow(null, input, { ...parts, picked: `The version ${version} of ${name}, which was waiting, can no longer be loaded.` });
  };
}

/** What rests on a model's opinion writes nothing to the customer or the shop before a person has looked. */
function carefully(workflow: Workflow | null, { understanding }: RunInput): Workflow | null {
  return workflow?.mode === "auto" && understanding.why["second_opinion"] !== undefined ? { ...workflow, mode: "draft" } : workflow;
}

/**
 * Where the reader abstains, a language model may say what the message is about, when the shop has switched that on. What it
 * says goes into the trace, and no reply that rests on it leaves by itself.
 */
async function withSecondOpinion(input: RunInput, library: Library, writer: Writer): Promise<RunInput> {
  const { understanding } = input;
  if (!understanding.abstain || understanding.needs_more || personNeeded(understanding) !== null || !(await writer.isOn("second_opinion")))
    return input;
  const own = library.workflows().flatMap(({ categories }) => (categories === "any" ? [] : [...categories]));
  const opinion = await writer.secondOpinion({
    text: input.messages.map(({ text }) => text).join("\n\n"),
    categories: [...new Set([...starterCategories, ...own])],
    language: understanding.language,
    customerName: input.customer.name,
    conversationId: input.conversationId,
  });
  if (!opinion) return input;
  const why = { ...understanding.why, second_opinion: `The reader was not sure; ${opinion.model} says ${opinion.category}.` };
  return { ...input, understanding: { ...understanding, category: opinion.category, intents: [opinion.category], abstain: false, why } };
}

/** The starter pack and the demo, once per database; several processes may start at the same time. */
async function setUp(db: Db, secretKey: Buffer, isDemo: boolean): Promise<HandrailDesk["firstStart"]> {
  const lock = await db.connect();
  try {
    await lock.query("select pg_advisory_lock(hashtext('handrail set-up'))");
    await addStarterSnippets(db, join(starterDir, "snippets.yaml"));
    const done = await db.query("select 1 from setting where key = 'set_up'");
    if (done.rowCount === 1) return null;
    const changes = await applyFolder(db, starterDir, steps, "system");
    await saveConnection(
      db,
      { definitions, secretKey },
      { id: apiConnectionId, kind: "channel", connector: "api", title: "API", settings: {} },
    );
    const demo = isDemo && (await demoState(db)) === "none";
    if (demo) {
      for (const connection of demoConnections()) await saveConnection(db, { definitions, secretKey }, connection);
      await addDemoArticles(db);
      await db.query("update workflow set mode = 'auto', updated_at = now() where name = $1", [demoAutomatic]);
      await markDemo(db, "present");
    }
    await db.query("insert into setting (key, value) values ('set_up', 'true')");
    return { changes, demo };
  } finally {
    await lock.query("select pg_advisory_unlock(hashtext('handrail set-up'))").catch(() => undefined);
    lock.release();
  }
}
