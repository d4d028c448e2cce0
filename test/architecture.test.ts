/**
 * The rules that keep a stranger able to find things: who may import whom, where words may stand, how files are called.
 * CONTRIBUTING.md explains them; this is what holds them. Every exception is written down here with its reason.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import { describe, test } from "node:test";
import { barred, connectorsIn, importsOf, isProduction, matches, withoutComments } from "./source-rules.ts";

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

const everything = ["src", "test", "build", "bin"].flatMap(filesUnder);
const code = everything.filter((path) => /\.(?:ts|tsx|js)$/.test(path));
const source = code.filter((path) => path.startsWith("src/") && /\.tsx?$/.test(path));
const production = source.filter(isProduction);
const imports = new Map(source.map((path) => [path, importsOf(path, read(path))]));

const contracts = ["channels/channel.ts", "stores/store.ts", "carriers/carrier.ts", "models/model.ts"];
const kinds = ["channels", "stores", "carriers", "helpdesks", "models"].filter((kind) => existsSync(join(root, "src", kind)));

/** Folder or file below src, and what it may import besides itself. An entry is a folder or one file; "*" is everything. */
const rules: { from: string; may: string[]; not?: string[]; why: string }[] = [
  { from: "domain", may: [], why: "domain imports nothing of ours: it is words and rules without I/O" },
  { from: "log", may: [], why: "log imports nothing of ours" },
  { from: "config", may: ["domain/errors.ts"], why: "config imports nothing of ours but the error class" },
  { from: "http", may: ["domain"], why: "http imports the domain only" },
  { from: "db", may: ["domain", "log"], why: "db imports domain and log" },
  {
    from: "workflow/engine",
    may: ["domain", "db", "workflow/*.ts"],
    why: "the workflow engine imports domain, db and the workflow contracts, no step",
  },
  {
    from: "workflow/*.ts",
    may: ["domain", "workflow/engine", ...contracts],
    why: "the workflow language imports domain, engine and contracts, no step",
  },
  {
    from: "workflow/steps",
    may: ["domain", "workflow/engine", "workflow/*.ts", "understand", "answer", "policy", "checkpoint", "learn", ...contracts],
    why: "steps import the engine, features and contracts",
  },
  { from: "understand", may: ["domain", "db", ...contracts], why: "understand imports domain, db and contracts" },
  { from: "answer", may: ["domain", "db", ...contracts], why: "answer imports domain, db and contracts" },
  {
    from: "policy",
    may: ["domain", "workflow/*.ts"],
    why: "the policy language imports the domain and the workflow language, whose facts and conditions it shares",
  },
  { from: "checkpoint", may: ["domain", "db", "policy", ...contracts], why: "checkpoint imports domain, db, policy and contracts" },
  {
    from: "compose",
    may: ["domain", "db", "checkpoint"],
    why: "writing imports domain, db and the checkpoint, by whose functions everything leaves",
  },
  {
    from: "knowledge",
    may: [
      "domain",
      "db",
      "http",
      "helpdesks/helpdesk.ts",
      "understand/concepts.ts",
      "understand/text.ts",
      "understand/gist.ts",
      "answer/grounding",
    ],
    why: "knowledge imports domain, db, what layer 1 ranks by, the grounding, by which articles are compared, and what it reads articles from elsewhere by: http and the contract of help desks",
  },
  { from: "help", may: ["domain", "db", "knowledge"], why: "the help centre imports domain, db and knowledge" },
  {
    from: "delivery",
    may: ["domain"],
    why: "the prediction of deliveries imports the domain only: it is arithmetic over data it is given",
  },
  {
    from: "mirror",
    may: ["domain", "db", "stores/store.ts"],
    why: "the mirror imports domain, db and the store contract",
  },
  {
    from: "parcels",
    may: ["domain", "db", "delivery", ...contracts],
    why: "what the desk sees of parcels imports domain, db, contracts and the prediction it feeds",
  },
  {
    from: "reports",
    may: ["domain", "db"],
    why: "reports import domain and db: what they need of the ladder and the rules is handed to them",
  },
  { from: "learn", may: ["domain", "db", ...contracts], why: "learn imports domain, db and contracts" },
  {
    from: "mailbox",
    may: ["domain", "db", "channels/channel.ts", "workflow/engine"],
    why: "the mailbox imports domain, db, the channel contract and the engine",
  },
  { from: "connections", may: ["domain", "db", ...contracts], why: "connections import domain, db and contracts" },
  {
    from: "library",
    may: ["domain", "db", "workflow/engine", "workflow/*.ts", "answer", "policy", "knowledge"],
    why: "the library imports domain, db, the languages of its files and templates, because it checks what it keeps",
  },
  { from: "demo", may: ["domain", "db", "connections", "knowledge"], why: "the demo imports domain, db, connections and knowledge" },
  { from: "shop", may: ["domain", "stores/store.ts"], why: "the demo shop imports the domain and the store contract" },
  { from: "web", may: ["domain"], why: "the desk's pages import the domain only" },
  { from: "widget", may: ["domain"], why: "the chat widget imports the domain only" },
  {
    from: "server",
    may: ["*"],
    not: ["web", "widget", "cli", "main.ts", "desk.ts"],
    why: "server imports all but the pages and what starts it",
  },
  {
    from: "jobs",
    may: ["*"],
    not: ["web", "widget", "cli", "main.ts", "desk.ts"],
    why: "jobs import all but the pages and what starts them",
  },
  { from: "cli", may: ["*"], not: ["web", "widget"], why: "the command line imports all but the pages" },
  { from: "main.ts", may: ["*"], not: ["cli", "web", "widget"], why: "main knows everything below it" },
  { from: "main-parts.ts", may: ["*"], not: ["cli", "web", "widget"], why: "main-parts.ts is a part of main" },
  {
    from: "desk.ts",
    may: ["*"],
    not: ["cli", "web", "widget", "main.ts"],
    why: "desk.ts, the half of main that commands need, knows everything below it",
  },
  ...kinds
    .filter((kind) => kind !== "models")
    .map((kind) => ({ from: kind, may: ["domain", "http"], why: `${kind} import domain and http only` })),
  ...connectorsIn(root, "models").map((id) => ({
    from: `models/${id}`,
    may: ["domain", "http", "models/*.ts"],
    not: ["models/desk-models.ts"],
    why: `the connector models/${id} imports domain, http and its contract`,
  })),
  {
    from: "models/*.ts",
    may: ["domain", "http", "db", "understand", ...connectorsIn(root, "models").map((id) => `models/${id}/model.ts`)],
    why: "what lies between the features and the models imports domain, http, db, and layer 1, which finds personal data; all.ts the connectors",
  },
];

/** Imports that break a rule and stay, each with its reason. Not for new code. */
const exceptions: Record<string, string> = {
  "src/checkpoint/drafts.ts -> src/mailbox/worker-queries.ts":
    "an approved draft writes its one-time codes by the same statement as an automatic reply, so that their limits hold for both",
};

/** Who may import a list of all, besides tests. jobs/run.ts is what main hands its list to. */
const listReaders = ["main.ts", "desk.ts", "cli", "web/main.tsx", "jobs/run.ts"];

function lines(found: string[]): string {
  return `\n${found.join("\n")}\n`;
}

function none(found: string[], sentence: string): void {
  assert.equal(found.length, 0, `${sentence}:${lines(found)}`);
}

describe("Imports point inward", () => {
  for (const rule of rules) {
    test(rule.why, () => {
      const files = production.filter((path) => matches(path.slice(4), rule.from));
      none(
        barred(files, imports, rule).filter((found) => !(found in exceptions)),
        rule.why,
      );
    });
  }

  test("every exception is still needed", () => {
    const left = rules.flatMap((rule) =>
      barred(
        production.filter((path) => matches(path.slice(4), rule.from)),
        imports,
        rule,
      ),
    );
    none(
      Object.keys(exceptions).filter((exception) => !left.includes(exception)),
      "Nobody does this any more; take it off the list",
    );
  });

  test("every folder below src has its rule", () => {
    const folders = [...new Set(production.map((path) => path.slice(4)))].filter((path) => !rules.some(({ from }) => matches(path, from)));
    none(folders, "Add a line to the rules above for");
  });

  for (const kind of kinds) {
    test(`no connector among the ${kind} imports another, nor the list of all`, () => {
      const found = connectorsIn(root, kind).flatMap((id) =>
        production
          .filter((path) => path.startsWith(`src/${kind}/${id}/`))
          .flatMap((path) => (imports.get(path) ?? []).map((target) => ({ path, target })))
          .filter(({ target }) => target.startsWith(`src/${kind}/`) && !target.startsWith(`src/${kind}/${id}/`))
          .filter(({ target }) => dirname(target) !== `src/${kind}` || basename(target) === "all.ts")
          .map(({ path, target }) => `${path} -> ${target}`),
      );
      none(found, "A connector knows its own folder and its kind's contract");
    });
  }

  test("a list of all (all.ts) is imported only by main, desk, the command line and, for their own lists, web/main.tsx and jobs/run.ts", () => {
    const found = production
      .filter((path) => !listReaders.some((reader) => matches(path.slice(4), reader)))
      .filter((path) => (imports.get(path) ?? []).some((target) => basename(target) === "all.ts"));
    none(found, "These get what they need as an argument instead");
  });

  test("every relative import names a file that exists", () => {
    const found = [...imports].flatMap(([path, targets]) =>
      targets.filter((target) => !existsSync(join(root, target))).map((target) => `${path} -> ${target}`),
    );
    none(found, "These imports lead nowhere");
  });
});

describe("Words stay where they belong", () => {
  /** Connector ids that are ordinary words of support; every other id is somebody's name. */
  const ordinary = new Set(["api", "chat", "email", "memory", "demo", "voice", "sms", "scripted"]);
  const names = kinds.flatMap((kind) => connectorsIn(root, kind).map((id) => ({ kind, id }))).filter(({ id }) => !ordinary.has(id));
  /** Vendors whose connectors come later: a name that slips in early is as hard to get out. */
  const later = [
    "shopify",
    "magento",
    "bigcommerce",
    "woocommerce",
    "zendesk",
    "gorgias",
    "intercom",
    "whatsapp",
    "messenger",
    "instagram",
    "twilio",
  ];
  const vendors = [...new Set([...names.map(({ id }) => id), ...later])];
  /** Words people write, whether or not there is a connector of that name. Nothing is decided by whose name it is. */
  const vocabularies: Record<string, string> = {
    "src/answer/grounding/names.ts": "which words of a reply are the name of a carrier, and must stand in the facts",
    "src/understand/concept-words.ts": "words of customers that mean whoever brings the parcel",
  };

  /** As a word; "some" in "some-compatible" is that other connector's name. */
  const named = (name: string) => {
    const longer = vendors.filter((other) => other.startsWith(`${name}-`)).map((other) => other.slice(name.length));
    return new RegExp(`\\b${name}\\b${longer.length > 0 ? `(?!${longer.join("|")})` : ""}`);
  };

  test("no vendor's name stands in code outside its connector's folder", () => {
    const found = production
      .filter((path) => !kinds.some((kind) => path === `src/${kind}/all.ts`) && !(path in vocabularies))
      .flatMap((path) => {
        const text = withoutComments(read(path)).toLowerCase();
        return vendors
          .filter((name) => !kinds.some((kind) => path.startsWith(`src/${kind}/${name}/`)) && named(name).test(text))
          .map((name) => `${path}: ${name}`);
      });
    none(found, "A connector declares what it can do; nobody asks who it is");
  });

  test("the environment is read where the process starts and handed on from there", () => {
    /** The command line hands it to the config. The database's programs inherit it, as every child process does. */
    const readers = ["src/cli/main.ts", "src/db/embedded-cluster.ts", "src/db/embedded-postmaster.ts"];
    const found = production.filter((path) => /\bprocess\.env\b/.test(withoutComments(read(path))) && !readers.includes(path));
    none(found, "Read settings through the config");
  });

  test("the project speaks of itself alone", () => {
    // Written in pieces, so that this file does not find itself.
    const barredWords = [
      ["/wo", "rk/"],
      ["chat", "gpt"],
      ["co", "pilot"],
      ["clau", "de"],
      ["assistant", " session"],
      ["generated", " by ai"],
    ].map((parts) => parts.join(""));
    const text = /\.(?:ts|tsx|js|json|md|sql|yaml|yml|css|html|liquid)$/;
    const found = tracked()
      .filter((path) => text.test(path) && path !== "package-lock.json" && !path.includes("/fixtures/") && existsSync(join(root, path)))
      .flatMap((path) => {
        const lower = read(path).toLowerCase();
        return barredWords.filter((word) => lower.includes(word)).map((word) => `${path}: ${word}`);
      });
    none(found, "These words are about something else than this project");
  });
});

/** What git has, so that data and builds do not count; without git (an unpacked archive) everything in the code folders. */
function tracked(): string[] {
  if (!existsSync(join(root, ".git"))) return everything;
  // Whoever runs the tests need not be the owner of the folder, which git otherwise insists on.
  const args = ["-c", `safe.directory=${root}`, "ls-files", "-z"];
  return execFileSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 64 << 20 })
    .split("\0")
    .filter(Boolean);
}

describe("Files and names", () => {
  test("there is no default export", () => {
    none(
      code.filter((path) => /^export default\b/m.test(read(path))),
      "Export by name",
    );
  });

  test("no file is called index.ts, manager, service, helper, utils, common or info", () => {
    const found = code.filter((path) => /^index\.|(?:^|[-.])(?:managers?|services?|helpers?|utils?|common|info)[-.]/.test(basename(path)));
    none(found, "Say what is in it instead");
  });

  test("file names are kebab-case", () => {
    // A step's folder is called like its key in workflow files, which is written with an underscore.
    const found = code.filter((path) => !/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)*$/.test(basename(path)));
    none(found, "Use lower case and hyphens");
  });

  test("a file of over 300 lines says at its top why it is not split", () => {
    const found = source.filter((path) => read(path).split("\n").length > 301 && isProduction(path) && !/^\/[/*]/.test(read(path)));
    none(found, "Split these, or say why");
  });

  test("imports between our files carry their ending, because Node runs them as they are", () => {
    const found = [...imports].flatMap(([path, targets]) =>
      targets.filter((target) => posix.extname(target) === "").map((target) => `${path} -> ${target}`),
    );
    none(found, "Write the .ts");
  });

  test("no module is mocked: a fake is a connector", () => {
    const word = ["mock", "module("].join(".");
    none(
      code.filter((path) => read(path).includes(word)),
      "Use channels/memory or stores/demo",
    );
  });
});
