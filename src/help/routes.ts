/** The help centre at /help: pages for everybody, without cookies and without scripts that are needed. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import type { Db } from "../db/pool.ts";
import { AppError } from "../domain/errors.ts";
import { addressKey, rateLimit } from "../domain/rate-limit.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";
import { followArticles, type HelpArticle } from "./articles.ts";
import { chooseLanguage } from "./language.ts";
import { layout, neutral, type Shop, type Shown, type Surroundings } from "./layout.ts";
import { articlePage, indexPage, pathOf } from "./page.ts";
import { busyPage, missingPage, searchPage } from "./search-page.ts";
import { siteMap } from "./sitemap.ts";
import { createTyped, type Asked as AskedQuestion } from "./typed.ts";
import { createVotes } from "./votes.ts";
import { wordsFor } from "./words.ts";

export type HelpParts = {
  db: Db;
  knowledge: Pick<Knowledge, "searchPublic">;
  shop(): Promise<Shop>;
  publicUrl: string;
  now(): Date;
  /** Keeps what was asked; the text as it was typed. Missing: nothing is kept. */
  keepQuestion?(asked: AskedQuestion & { storeId: string | null }): Promise<void>;
  /** Of one address: searches, and votes. */
  perMinute?: { searches: number; votes: number };
};

type Asked = FastifyRequest<{ Params: { language?: string; name?: string }; Querystring: Record<string, string | string[] | undefined> }>;

const hidden = { schema: { hide: true } as object };
const maxQuestion = 200;
const maxHits = 8;
/** A reader sees several passages: the first need not be sure to be the answer, only to have most of what was asked for. */
const answering = 0.65;
const source = (file: string): string => readFileSync(join(import.meta.dirname, file), "utf8");

export function helpRoutes(parts: HelpParts): FastifyPluginAsync {
  const { db, knowledge, publicUrl, now } = parts;
  const followed = followArticles(db);
  const shown = async (): Promise<HelpArticle[]> => followed(today(), (await parts.shop()).storeId);
  const typed = createTyped((asked) => {
    void (async () => parts.keepQuestion?.({ ...asked, storeId: (await parts.shop()).storeId }))().catch(() => undefined);
  });
  const vote = createVotes(db, now);
  const perMinute = { searches: 300, votes: 20, ...parts.perMinute };
  const limitSearch = rateLimit(perMinute.searches, () => now().getTime());
  const limitVote = rateLimit(perMinute.votes, () => now().getTime());
  const today = (): string => now().toISOString().slice(0, 10);

  /** `name` of the article that is shown, whose other languages the reader can switch to. */
  async function look(language: string, name?: string): Promise<{ all: HelpArticle[]; own: HelpArticle[]; around: Surroundings }> {
    const shop = await parts.shop();
    const all = await followed(today(), shop.storeId);
    const languages = languagesOf(all).map((other) => {
      const isSamePage = name === undefined || all.some((one) => one.name === name && one.language === other);
      return { language: other, path: name !== undefined && isSamePage ? pathOf({ language: other, name }) : `/help/${other}`, isSamePage };
    });
    const around = { shop, words: wordsFor(language), language, languages, publicUrl };
    return { all, own: all.filter((one) => one.language === language), around };
  }

  async function missing(request: Asked, reply: FastifyReply): Promise<unknown> {
    const asked = request.params.language ?? "";
    const offered = languagesOf(await shown());
    const language = offered.includes(asked) ? asked : (chooseLanguage(request.headers["accept-language"], offered) ?? "en");
    const { around } = await look(language);
    return send(request, reply, missingPage(around), around);
  }

  /** Chooses by ?lang=, else by what the browser says it reads. */
  async function home(request: Asked, reply: FastifyReply): Promise<unknown> {
    const offered = languagesOf(await shown());
    const wished = String(request.query["lang"] ?? "").toLowerCase();
    const language = offered.includes(wished) ? wished : chooseLanguage(request.headers["accept-language"], offered);
    if (language === null) return missing(request, reply);
    return reply
      .code(302)
      .headers({ location: `/help/${language}`, vary: "accept-language", "cache-control": "no-cache" })
      .send();
  }

  async function index(request: Asked, reply: FastifyReply): Promise<unknown> {
    const { own, around } = await look(request.params.language!);
    return own.length === 0 ? missing(request, reply) : send(request, reply, indexPage(own, around), around);
  }

  async function article(request: Asked, reply: FastifyReply): Promise<unknown> {
    const { language, name } = request.params;
    const { own, around } = await look(language!, name);
    const found = own.find((one) => one.name === name);
    const voted = request.query["voted"];
    if (!found) return missing(request, reply);
    return send(request, reply, articlePage(found, own, around, voted === "yes" || voted === "no" ? voted : null), around);
  }

  async function search(request: Asked, reply: FastifyReply): Promise<unknown> {
    const { language } = request.params;
    // An article may be called "search": the form always sends q, links to an article never do.
    if (request.query["q"] === undefined && (await look(language!)).own.some(({ name }) => name === "search")) {
      request.params.name = "search";
      return article(request, reply);
    }
    const { own, around } = await look(language!);
    const { storeId } = around.shop;
    if (own.length === 0) return missing(request, reply);
    const question = questionOf(request.query["q"]);
    try {
      limitSearch(addressKey(request.ip));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      reply.header("retry-after", Math.ceil((error.retryAfterMs ?? 1_000) / 1_000));
      return send(request, reply, busyPage(around), around);
    }
    const found =
      question === ""
        ? { asked: "", hits: [] }
        : await knowledge.searchPublic(question, language!, maxHits, now().toISOString(), { storeId });
    const [best] = found.hits;
    if (question.length > 2)
      typed.note(addressKey(request.ip), { question, language: language!, article: best && best.coverage >= answering ? best.name : null });
    return send(request, reply, searchPage(question, found, own, around), around);
  }

  async function feedback(request: Asked, reply: FastifyReply): Promise<unknown> {
    const helpful = new URLSearchParams(String(request.body ?? "")).get("helpful");
    const { own } = await look(request.params.language!);
    const found = own.find((one) => one.name === request.params.name);
    if (!found) return missing(request, reply);
    if (helpful !== "yes" && helpful !== "no") throw new AppError("bad_request", "Say helpful=yes or helpful=no.");
    limitVote(addressKey(request.ip));
    // Another site could let its own visitors vote here without their knowing.
    if (request.headers["sec-fetch-site"] !== "cross-site") await vote(found, helpful === "yes", request.ip);
    return reply
      .code(303)
      .headers({ location: `${pathOf(found)}?voted=${helpful}#_vote`, "cache-control": "no-store" })
      .send();
  }

  return async (app) => {
    app.addHook("onClose", async () => typed.flush());
    app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string", bodyLimit: 1_000 }, (_request, body, done) =>
      done(null, body),
    );
    await serveFiles(app, parts);
    app.get("/help/sitemap.xml", hidden, async (request, reply) =>
      sendText(request, reply, "application/xml", siteMap(await shown(), publicUrl)),
    );
    app.get("/help", hidden, (request, reply) => home(request as Asked, reply));
    app.get("/help/", hidden, (request, reply) => home(request as Asked, reply));
    app.get("/help/:language", hidden, (request, reply) => index(request as Asked, reply));
    app.get("/help/:language/", hidden, (request, reply) => index(request as Asked, reply));
    app.get("/help/:language/search", hidden, (request, reply) => search(request as Asked, reply));
    app.get("/help/:language/:name", hidden, (request, reply) => article(request as Asked, reply));
    app.post("/help/:language/:name/feedback", hidden, (request, reply) => feedback(request as Asked, reply));
    app.get("/help/*", hidden, (request, reply) => missing(request as Asked, reply));
  };
}

const languagesOf = (articles: readonly HelpArticle[]): string[] => [...new Set(articles.map(({ language }) => language))].sort();

function questionOf(value: string | string[] | undefined): string {
  const text = [value ?? ""].flat()[0]!.replaceAll(/\s+/g, " ").trim();
  return text.slice(0, maxQuestion).toWellFormed();
}

async function serveFiles(app: FastifyInstance, { shop, publicUrl }: HelpParts): Promise<void> {
  const [css, script] = [source("help.css"), source("help.js")];
  app.get("/help/help.css", hidden, async (request, reply) => {
    const { light, dark } = (await shop()).colors ?? neutral;
    return sendText(request, reply, "text/css", `:root { --brand: light-dark(${light}, ${dark}); }\n${css}`);
  });
  app.get("/help/help.js", hidden, (request, reply) => sendText(request, reply, "text/javascript", script));
  app.get("/robots.txt", hidden, (request, reply) =>
    sendText(request, reply, "text/plain", `User-agent: *\nAllow: /help\nDisallow: /\n\nSitemap: ${publicUrl}/help/sitemap.xml\n`),
  );
}

function send(request: FastifyRequest, reply: FastifyReply, shown: Shown, around: Surroundings): unknown {
  const { markup, policy } = layout(shown, around);
  reply
    .code(shown.status ?? 200)
    .header("content-security-policy", policy)
    .header("content-language", around.language);
  return sendText(request, reply, "text/html", markup);
}

/** Kept by browsers, but asked for at each visit: an article that was taken back is gone at once. */
function sendText(request: FastifyRequest, reply: FastifyReply, type: string, text: string): unknown {
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
  reply.headers({ "content-type": `${type}; charset=utf-8`, "cache-control": "public, no-cache", etag });
  if (reply.statusCode === 200 && request.headers["if-none-match"] === etag) return reply.code(304).send();
  return reply.send(text);
}
