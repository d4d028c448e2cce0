/** What main.ts hands to the server: the workflows, the demo shop's pages, and the words at the terminal. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { mintCustomerToken } from "./channels/chat/customer-token.ts";
import { listDeliveries } from "./channels/memory/deliveries.ts";
import type { Connections } from "./connections/connections.ts";
import { connectionState } from "./connections/state.ts";
import { shopPages } from "./shop/pages.ts";
import { createUser, listUsers } from "./server/auth/users.ts";
import { writeAudit } from "./db/audit.ts";
import { open } from "./db/secrets.ts";
import { demoAutomatic, demoIds, demoState } from "./demo/demo.ts";
import { findWorkflow, starterDir, type HandrailDesk } from "./desk.ts";
import { AppError, toAppError } from "./domain/errors.ts";
import type { Shop } from "./help/layout.ts";
import { readPolicies } from "./checkpoint/policies.ts";
import { currencyDigits } from "./domain/money.ts";
import type { CareParts } from "./knowledge/care/findings.ts";
import type { PolicyFigure } from "./knowledge/care/shop-figures.ts";
import type { Policies } from "./policy/policy.ts";
import type { ProposeParts } from "./knowledge/gaps/propose.ts";
import { askingSentences, type HideText } from "./knowledge/questions.ts";
import type { Work } from "./mailbox/work.ts";
import { createPlaceholders } from "./models/placeholders.ts";
import { starterCategories } from "./domain/understanding.ts";
import type { Role } from "./main.ts";
import type { ReportedWorkflow } from "./reports/reports.ts";
import type { RouteParts } from "./server/routes.ts";
import type { ReplyWay } from "./server/routes/templates.ts";
import { backtest } from "./jobs/backtest.ts";
import { ruleFiles, type RuleFile } from "./library/rules.ts";
import { usualBudget, type Climber } from "./learn/standing.ts";
import { tryWorkflow } from "./jobs/try-workflow.ts";
import { pastRuns, readPastTicket, readPastTickets } from "./learn/past-tickets.ts";
import { demoCast } from "./stores/demo/cast.ts";
import type { Workflow } from "./workflow/engine/workflow.ts";
import { stepJsonSchema } from "./workflow/schema.ts";

const adminEmail = "admin@example.com";

export function workflowParts(handrail: HandrailDesk): RouteParts["workflows"] {
  const { library, db } = handrail;
  const counts = async () =>
    (
      await db.query(
        "select workflow, outcome, count(*) as n from run where workflow is not null and outcome is not null and started_at > now() - interval '30 days' group by 1, 2",
      )
    ).rows;
  const wire = (item: ReturnType<typeof library.list>[number], rows: { workflow: string; outcome: string; n: number }[]) => ({
    name: item.name,
    title: item.title,
    version: item.version,
    mode: item.mode,
    categories: item.categories === "any" ? ["any"] : [...item.categories],
    runs: Object.fromEntries(rows.filter((row) => row.workflow === item.name).map((row) => [row.outcome, row.n])),
  });
  const find = async (name: string) => {
    const item = library.list().find((one) => one.name === name);
    return item ? wire(item, await counts()) : null;
  };
  return {
    async list() {
      const rows = await counts();
      return library.list().map((item) => wire(item, rows));
    },
    async get(name) {
      const [summary, detail] = await Promise.all([find(name), library.get(name)]);
      return summary && detail ? { ...summary, source: detail.source, versions: detail.versions } : null;
    },
    async save(name, source, by) {
      try {
        return { version: (await library.save(name, source, by)).version };
      } catch (error) {
        const problem = toAppError(error);
        if (problem.code === "workflow_invalid") return { problems: problem.details.problems ?? [{ message: problem.message }] };
        throw problem;
      }
    },
    check(name, source) {
      try {
        library.check(name, source);
        return [];
      } catch (error) {
        const problem = toAppError(error);
        if (problem.code !== "workflow_invalid") throw problem;
        return problem.details.problems ?? [{ message: problem.message }];
      }
    },
    publish: async (name, version, by) => void (await library.publish(name, version, by)),
    remove: library.remove,
    source: library.source,
    async backtest(name, { version, source, tickets, limit }, by) {
      const workflow = source === undefined ? await versionOf(library, name, version) : library.check(name, source);
      const parts = {
        reader: handrail.reader,
        workflows: library.workflows(),
        templates: handrail.templates(),
        desk: handrail.desk,
        sources: handrail.sources(),
        now: () => new Date(),
      };
      const report = await backtest(parts, workflow, tickets ?? (await readPastTickets(db, limit)));
      const data = { tickets: report.tickets, brought: tickets?.length ?? 0 };
      await writeAudit(db, { actor: by, act: "workflow.backtest", target: `workflow:${name}`, data });
      return tickets ? report : { ...report, results: await pastRuns(db, workflow, report.results) };
    },
    async try(name, { source, text = "", conversation, from, ...rest }) {
      const workflow = library.check(name, source);
      const past = conversation === undefined ? null : await readPastTicket(db, conversation);
      if (conversation !== undefined && !past)
        throw new AppError("not_found", "There is no such conversation, or its customer wrote nothing. Choose another one.");
      const message = past
        ? { text: past.text.slice(0, 20_000), subject: past.subject ?? undefined, from: from ?? past.from ?? undefined }
        : { text, from };
      return tryWorkflow(handrail, { workflow, ...message, ...rest });
    },
    async vocabulary() {
      const teams = (await db.query("select name from team order by name")).rows.map((row) => row.name as string);
      const templates = [...library.templates().names()].sort();
      const categories = this.limits().map(({ category }) => category);
      // As docs/workflow.schema.json has them, one by one.
      const steps = handrail.steps.map(({ id, summary, ends = false, settings }) => ({
        id,
        summary,
        ends,
        schema: stepJsonSchema(settings),
      }));
      return { steps, templates, teams, workflows: library.list().map(({ name }) => name), categories };
    },
    limits() {
      const own = library.workflows().flatMap(({ categories }) => (categories === "any" ? [] : [...categories]));
      const limits = library.limits();
      const all = [...new Set([...starterCategories, ...own, ...Object.keys(limits)])];
      return all.map((category) => ({ category, mode: limits[category] ?? null }));
    },
    async setLimit(category, mode, by) {
      if (!this.limits().some((one) => one.category === category)) throw new AppError("invalid", `There is no category "${category}".`);
      await library.setLimit(category, mode, by);
    },
    async setMode(name, mode, by) {
      if (!library.list().some((one) => one.name === name)) return null;
      await library.setMode(name, mode, by);
      return find(name);
    },
  };
}

async function versionOf(library: HandrailDesk["library"], name: string, version: string | undefined): Promise<Workflow> {
  const found = await findWorkflow(library, name, version ?? null);
  if (!found) throw new AppError("not_found", `There is no workflow "${name}"${version ? ` of version ${version}` : ""}.`);
  return found;
}

/** How far workflows may go, and which of them owes that to the demo. */
export async function workflowModes({ db, library }: HandrailDesk): Promise<{ name: string; mode: string; isDemo: boolean }[]> {
  const isDemo = (await demoState(db)) === "present";
  return library.list().map(({ name, mode }) => ({ name, mode, isDemo: isDemo && name === demoAutomatic }));
}

/** Where replies leave. What carries a subject is a letter. */
export function replyWays(connections: Connections): ReplyWay[] {
  return connections
    .channels()
    .map(({ id, title, definition }) => ({ connectionId: id, channel: definition.id, title, isLetter: definition.can.subject }));
}

/** The workflows as the ladder sees them. */
export function climbers(workflows: readonly Workflow[]): Climber[] {
  return workflows.map(({ name, version, mode, budget }) => ({ name, version, mode, budget: budget?.wrongReplies ?? null }));
}

export function reportedWorkflows(workflows: readonly Workflow[]): ReportedWorkflow[] {
  return workflows.map(({ name, title, budget, categories }) => ({
    name,
    title,
    budget: budget?.wrongReplies ?? usualBudget,
    isCatchAll: categories === "any",
  }));
}

/** Personal data out of a text that is kept: "[NAME]" says that there was some, and not which. */
export const hideText: HideText = (text, language, known) =>
  createPlaceholders(known, language)
    .mask(text)
    .replaceAll(/\[([A-Z]+)_\d+\]/g, "[$1]");

/** What a customer asked the articles, as it may be kept. */
export function askedOf({ messages, customer }: Work, language: string): string {
  const written = messages.filter(({ automatic }) => !automatic);
  const text = written.flatMap(({ subject, text }) => (subject ? [subject, text] : [text])).join("\n");
  const addresses = written.flatMap(({ sender }) => [sender, ...(sender.also ?? [])]);
  const known = {
    names: [customer.name, ...written.map(({ sender }) => sender.name)].filter((name): name is string => typeof name === "string"),
    emails: addresses.filter(({ kind }) => kind === "email").map(({ value }) => value),
    phones: addresses.filter(({ kind }) => kind === "phone").map(({ value }) => value),
  };
  // Hidden first: a sentence cut out of the text may lose what gives its data away.
  return askingSentences(hideText(text.slice(0, 4_000), language, known));
}

export function gapParts({ db, gist, knowledge, models }: HandrailDesk): ProposeParts {
  return {
    db,
    gist,
    // A hundred gaps are looked up at once: too many questions to a model for a line that says what comes near.
    search: (question, language, limit) => knowledge.search(question, language, limit, { wordsOnly: true }),
    now: () => new Date(),
    hide: hideText,
    async write({ system, text, language, conversationId }) {
      if (!(await models.isOn("draft"))) return null;
      return models.run("draft", {
        system,
        messages: [{ role: "user", text }],
        maxTokens: 700,
        temperature: 0.2,
        language,
        conversationId,
      });
    },
  };
}

export function careParts({ db, gist, publicUrl, connections, log }: HandrailDesk): CareParts {
  return {
    db,
    gist,
    publicUrl,
    now: () => new Date(),
    // A policy file that does not load is reported where policies are; articles can be compared with each other all the same.
    policies: async () => policyFigures(await readPolicies(db).catch(() => ({}))),
    async products(text, storeId) {
      const asked = connections.stores().filter(({ id }) => storeId === null || id === storeId);
      const found = await Promise.all(
        asked.map(({ id, store }) =>
          store.findProducts({ text, limit: 3 }).catch((error: unknown) => {
            log.warn({ err: error, store: id }, "The prices in articles could not be compared with the shop's");
            return [];
          }),
        ),
      );
      return found.flat().map(({ title, variants }) => ({
        title,
        prices: variants.map(({ price }) => ({ value: price.amount / 10 ** currencyDigits(price.currency), currency: price.currency })),
      }));
    },
  };
}

/** The limits of policies that customers are told of, each with a question it answers. */
function policyFigures(policies: Policies): PolicyFigure[] {
  const days = (kind: keyof Policies, text: string, asks: string): PolicyFigure[] => {
    const within = policies[kind]?.within;
    return within ? [{ days: within.days, asks, text: `${text} within ${within.days} days after the order was ${within.of}` }] : [];
  };
  const percent = policies.discount_code?.max_percent;
  return [
    ...days("return_label", "makes return labels", "How many days do I have to return articles?"),
    ...days("cancel", "cancels orders", "How long can I cancel an order?"),
    ...days("change_address", "changes addresses", "How long can I change the delivery address of an order?"),
    ...(percent === undefined
      ? []
      : [{ percent, asks: "How much is the discount code?", text: `gives discount codes of at most ${percent} %` }]),
  ];
}

/** Whose help centre it is, and how customers write from there. What is real comes before the demo. */
export async function helpShop({ connections, db }: HandrailDesk): Promise<Shop> {
  const store = connections.stores().toSorted(realFirst)[0];
  const chat = connections
    .channels()
    .filter(({ definition }) => definition.can.live)
    .toSorted(realFirst)[0];
  const { rows } = await db.query(
    `select settings->>'address' as address from connection
    where kind = 'channel' and is_enabled and not is_demo and settings->>'address' like '_%@_%' order by created_at, id limit 1`,
  );
  return {
    name: store?.title ?? null,
    colors: store?.isDemo ? demoColors : null,
    chat: chat?.id ?? null,
    mail: rows[0]?.address ?? null,
    storeId: store?.id ?? null,
  };
}

const realFirst = (left: { isDemo: boolean }, right: { isDemo: boolean }): number => Number(left.isDemo) - Number(right.isDemo);
/** As in src/shop/shop.css. */
const demoColors = { light: "#1f5c4d", dark: "#8fd6bf" };

/** The demo shop's pages, or null when the demo data is gone. */
export async function demoShop({ connections, db, secretKey }: HandrailDesk): Promise<ReturnType<typeof shopPages> | null> {
  const store = connections.stores().find(({ id }) => id === demoIds.store);
  if (!store || !connections.channel(demoIds.chat)) return null;
  const { rows } = await db.query("select secrets from connection where id = $1", [demoIds.chat]);
  const { secret } = open<{ secret: string }>(secretKey, demoIds.chat, rows[0].secrets);
  const mails = connectionState(db, demoIds.mailbox);
  return shopPages({
    store: store.store,
    connectionId: demoIds.chat,
    cast: demoCast,
    title: store.title,
    mintCustomerToken: ({ email, name }) => mintCustomerToken({ email, name }, secret, demoIds.chat, new Date()),
    listMails: async () =>
      (await listDeliveries(mails)).map(({ to, subject, text, at }) => ({
        to: to.value,
        ...(subject === undefined ? {} : { subject }),
        text,
        at,
      })),
  });
}

export async function welcome(desk: HandrailDesk, role: Role, url: string | null): Promise<string[]> {
  if (role === "worker") return ["Handrail works: deciding and sending. Stop with Ctrl-C."];
  const lines = [`Handrail is ready: ${url}`];
  if ((await listUsers(desk.db)).length === 0) {
    try {
      const { password } = await createUser(desk.db, { name: "Admin", email: adminEmail, role: "admin" }, "system");
      lines.push(`  Sign in as ${adminEmail} with the password ${password}`, "  (it is shown only now; change it under Settings)");
    } catch (error) {
      // Another process that starts at the same time was faster, and has printed the password.
      if (!(error instanceof AppError && error.code === "conflict")) throw error;
    }
  }
  if ((await demoState(desk.db)) === "present")
    lines.push(
      `  Demo shop with made-up customers and orders: ${url}/shop`,
      "  It goes away with one click in the desk, or: npm run handrail -- demo clear",
    );
  return lines;
}

/** What a rule file may look like, for a desk that has none yet. */
export function ruleExamples(): Record<RuleFile, string> {
  const read = (name: RuleFile) => [name, readFileSync(join(starterDir, "examples", `${name}.yaml`), "utf8")] as const;
  return Object.fromEntries(ruleFiles.map(read)) as Record<RuleFile, string>;
}
