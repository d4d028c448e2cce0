/** What every page of the help centre has around it. */
import { createHash } from "node:crypto";
import { html, type Html } from "../domain/html.ts";
import { directionOf, nameOf, type Words } from "./words.ts";

/** What the desk knows of the shop whose help this is. */
export type Shop = {
  name: string | null;
  /** Its colour on light and on dark ground, each with enough contrast; null for a neutral one. */
  colors: { light: string; dark: string } | null;
  /** The chat connection that is open to visitors. */
  chat: string | null;
  /** The address customers write to. */
  mail: string | null;
};
export type Surroundings = {
  shop: Shop;
  words: Words;
  language: string;
  /** Every language with the address of this page in it, or of its first page. */
  languages: { language: string; path: string; isSamePage: boolean }[];
  /** Without a slash at its end. */
  publicUrl: string;
};
export type Shown = {
  title: string;
  content: Html;
  /** The address search engines shall know it by; null for pages that are none of their business. */
  path: string | null;
  description?: string;
  /** schema.org. */
  data?: object;
  status?: number;
  /** The way to a person stands in the content already. */
  hasContact?: boolean;
  /** Where the language is chosen by the reader's browser, if this page has such an address. */
  anyLanguage?: string;
};

export const neutral = { light: "#2f4a68", dark: "#a8c6ea" };

export function layout(shown: Shown, around: Surroundings): { markup: string; policy: string } {
  const { shop, words, language, languages } = around;
  const data = shown.data ? JSON.stringify(shown.data).replaceAll("<", "\\u003c") : null;
  const name = shop.name ?? words.help;
  const page = html`<!doctype html>
    <html lang="${language}" dir="${directionOf(language)}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${shown.title === name ? name : `${shown.title} · ${shop.name ? `${shop.name} ${words.help}` : words.help}`}</title>
        ${searchEngines(shown, around)}
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/help/help.css" />
        <script src="/help/help.js" defer></script>
        ${data && { markup: `<script type="application/ld+json">${data}</script>` }}
        ${
          shop.chat &&
          html`<script
            src="/widget.js"
            data-connection="${shop.chat}"
            data-color="${(shop.colors ?? neutral).light}"
            data-lang="${language}"
            async
          ></script>`
        }
      </head>
      <body>
        <a class="skip" href="#_main">${words.skip}</a>
        <header>
          <div class="wide">
            <a class="mark" href="/help/${language}" dir="auto"
              >${shop.name && html`<strong>${shop.name}</strong> `}<span>${words.help}</span></a
            >
            ${languages.length > 1 && languageSwitch(around)}
          </div>
        </header>
        <main id="_main" class="wide">${shown.content}</main>
        <footer class="wide">${!shown.hasContact && contact(around)}</footer>
        <p id="_said" class="hidden" role="status"></p>
      </body>
    </html>`;
  return { markup: page.markup, policy: policyFor(data) };
}

function searchEngines({ path, description, anyLanguage }: Shown, { languages, publicUrl }: Surroundings): Html {
  if (path === null) return html`<meta name="robots" content="noindex, follow" />`;
  return html`<meta name="robots" content="index, follow" />
    ${description && html`<meta name="description" content="${description}" />`}
    <link rel="canonical" href="${publicUrl}${path}" />
    ${languages
      .filter(({ isSamePage }) => isSamePage)
      .map((one) => html`<link rel="alternate" hreflang="${one.language}" href="${publicUrl}${one.path}" />`)}
    ${anyLanguage && html`<link rel="alternate" hreflang="x-default" href="${publicUrl}${anyLanguage}" />`}`;
}

function languageSwitch({ words, language, languages }: Surroundings): Html {
  return html`<details class="languages">
    <summary><span class="hidden">${words.language}: </span>${nameOf(language)}</summary>
    <ul>
      ${languages.map(
        (one) =>
          html`<li>
            <a
              href="${one.path}"
              lang="${one.language}"
              hreflang="${one.language}"
              ${one.language === language && html`aria-current="true"`}
              >${nameOf(one.language)}</a
            >
          </li>`,
      )}
    </ul>
  </details>`;
}

export function searchForm({ words, language }: Surroundings, question = "", isLarge = false): Html {
  return html`<form class="${isLarge ? "search large" : "search"}" role="search" action="/help/${language}/search" method="get">
    <label class="hidden" for="_q">${words.placeholder}</label>
    <input
      id="_q"
      name="q"
      type="search"
      dir="auto"
      value="${question}"
      placeholder="${words.placeholder}"
      maxlength="200"
      autocomplete="off"
      enterkeyhint="search"
      required
    />
    <button>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <circle cx="10.5" cy="10.5" r="6.5" />
        <path d="m15.5 15.5 5 5" /></svg
      ><span>${words.search}</span>
    </button>
  </form>`;
}

/** The way to a person, who need not be told again what was searched for. The chat needs a script: its button appears with it. */
export function contact({ shop, words }: Surroundings, question = ""): Html | null {
  if (!shop.chat && !shop.mail) return null;
  return html`<section class="contact" aria-labelledby="_contact">
    <div>
      <h2 id="_contact">${words.stillOpen}</h2>
      <p>${words.stillOpenText}</p>
    </div>
    ${waysToUs({ shop, words }, question)}
  </section>`;
}

export function waysToUs({ shop, words }: Pick<Surroundings, "shop" | "words">, question = ""): Html | null {
  if (!shop.chat && !shop.mail) return null;
  return html`<p class="ways">
    ${shop.chat && html`<button type="button" class="filled" data-chat="${question}" hidden>${words.chat}</button>`}
    ${shop.mail && html`<a class="button" href="mailto:${encodeURI(shop.mail)}">${words.mail}</a>`}
  </p>`;
}

function policyFor(data: string | null): string {
  const hash = data === null ? "" : ` 'sha256-${createHash("sha256").update(data).digest("base64")}'`;
  return `default-src 'none'; script-src 'self'${hash}; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
}
