/** The contract of a help desk that a shop comes from: its articles, as it exports them and as its API lists them. */
import type { HttpRequest, HttpResponse } from "../http/fetch.ts";

export type HelpdeskArticle = {
  /** The same for all translations of an article, and at every reading. */
  id: string;
  title: string;
  html: string;
  /** As the help desk writes it: "en-us"; null when it does not say. */
  locale: string | null;
  /** Where customers read it. */
  url: string | null;
  /** Why customers must not be told it ("a draft"), or null when they may. */
  forAgents: string | null;
  /** ISO 8601. */
  updatedAt: string | null;
};

export type ArticleSource = {
  /** Without a slash at its end. */
  baseUrl: string;
  /** "" for what everybody may read. */
  token: string;
  /** ISO 639-1: only articles in this language; null for all. */
  language: string | null;
  /** Asks over HTTP, and again when it is told to wait. */
  ask(request: HttpRequest): Promise<HttpResponse>;
};

export type Helpdesk = {
  /** As it is called on the command line. */
  id: string;
  title: string;
  /** Its address when every shop has the same. */
  baseUrl?: string;
  /** How to write the token, for people. */
  token: string;
  /** Whether an address is one of this help desk. */
  isAddress(url: URL): boolean;
  /** The articles in a file that was exported; null when it is not from this help desk. */
  readExport(json: unknown): HelpdeskArticle[] | null;
  /** All articles, to the last page. Throws AppError vendor_*; then nothing is imported, so that nobody takes a part for the whole. */
  fetchArticles(source: ArticleSource): Promise<HelpdeskArticle[]>;
};
