/** The list of articles, and an article. */
import { runsLeft } from "../domain/bidi.ts";
import { html, type Html } from "../domain/html.ts";
import type { HelpArticle } from "./articles.ts";
import { searchForm, waysToUs, type Shown, type Surroundings } from "./layout.ts";
import { fill } from "./words.ts";

const maxHeadings = 6;

export const pathOf = ({ language, name }: Pick<HelpArticle, "language" | "name">): string => `/help/${language}/${name}`;
const headingsOf = ({ sections }: HelpArticle) => sections.filter((section) => section.id !== null);

/** An article with several headings is a topic with its questions; what has one is a line in a list below. */
export function indexPage(articles: HelpArticle[], around: Surroundings): Shown {
  const { words, language, shop } = around;
  const topics = articles.filter((article) => headingsOf(article).length > 1);
  const others = articles.filter((article) => headingsOf(article).length <= 1);
  return {
    title: shop.name ?? words.help,
    description: [shop.name ?? words.help, articles.map(({ title }) => title).join(", ")].join(": ").slice(0, 300),
    path: `/help/${language}`,
    anyLanguage: "/help",
    content: html`<div class="hero">
        <h1>${words.question}</h1>
        ${searchForm(around, "", true)}
      </div>
      <div id="_results">
        ${topics.length > 0 && html`<div class="topics">${topics.map((article) => topic(article, around))}</div>`}
        ${
          others.length > 0 &&
          html`${topics.length > 0 && html`<h2 class="section">${words.more}</h2>`}
            <ul class="list">
              ${others.map((article) => html`<li><a href="${pathOf(article)}">${article.title}</a></li>`)}
            </ul>`
        }
      </div>`,
  };
}

function topic(article: HelpArticle, { words }: Surroundings): Html {
  const headings = headingsOf(article);
  // One more line than "show all" would take is shown instead.
  const shown = headings.length > maxHeadings + 1 ? headings.slice(0, maxHeadings) : headings;
  return html`<section class="topic">
    <h2><a href="${pathOf(article)}">${article.title}</a></h2>
    <ul>
      ${shown.map(({ id, heading }) => html`<li><a href="${pathOf(article)}#${id}">${heading}</a></li>`)}
      ${
        shown.length < headings.length &&
        html`<li>
          <a class="all" href="${pathOf(article)}"
            >${fill(words.all, { n: headings.length })}<span class="hidden">: ${article.title}</span></a
          >
        </li>`
      }
    </ul>
  </section>`;
}

export type Voted = "yes" | "no" | null;

export function articlePage(article: HelpArticle, all: HelpArticle[], around: Surroundings, voted: Voted): Shown {
  const { words, language } = around;
  const headings = headingsOf(article);
  const others = all.filter(({ name }) => name !== article.name).slice(0, 12);
  const changed = article.updatedAt.toLocaleDateString(language, { dateStyle: "long", timeZone: "UTC" });
  return {
    title: article.title,
    description: article.summary,
    path: pathOf(article),
    data: dataOf(article, around),
    content: html`${crumbs(around)}
      <div class="${headings.length > 2 ? "article with-contents" : "article"}">
        <article>
          <h1>${article.title}</h1>
          ${
            headings.length > 2 &&
            html`<nav class="contents" aria-labelledby="_contents">
              <h2 id="_contents">${words.contents}</h2>
              <ul>
                ${headings.map(({ id, heading }) => html`<li><a href="#${id}">${heading}</a></li>`)}
              </ul>
            </nav>`
          }
          <div class="text">${article.sections.map(({ markup }) => ({ markup }))}</div>
          <p class="quiet changed">${fill(words.updated, { date: runsLeft(changed) ? `\u2068${changed}\u2069` : changed })}</p>
          ${helpful(article, around, voted)}
        </article>
      </div>
      ${
        others.length > 0 &&
        html`<nav class="others" aria-labelledby="_others">
          <h2 id="_others" class="section">${words.more}</h2>
          <ul class="list">
            ${others.map((other) => html`<li><a href="${pathOf(other)}">${other.title}</a></li>`)}
          </ul>
        </nav>`
      }`,
  };
}

export function crumbs(around: Surroundings, question = ""): Html {
  const { words, language } = around;
  return html`<div class="crumbs">
    <nav aria-label="${words.toHelp}"><a href="/help/${language}">${words.toHelp}</a></nav>
    ${searchForm(around, question)}
  </div>`;
}

function helpful(article: HelpArticle, around: Surroundings, voted: Voted): Html {
  const { words } = around;
  if (voted)
    return html`<div id="_vote" class="vote">
      <p role="status">${voted === "yes" ? words.thanks : words.sorry}</p>
      ${voted === "no" && waysToUs(around)}
    </div>`;
  return html`<form id="_vote" class="vote" method="post" action="${pathOf(article)}/feedback">
    <p id="_helpful">${words.helpful}</p>
    <div role="group" aria-labelledby="_helpful">
      <button name="helpful" value="yes">${words.yes}</button><button name="helpful" value="no">${words.no}</button>
    </div>
  </form>`;
}

/** Questions with their answers where the headings are questions; else an article. */
function dataOf({ title, summary, language, name, updatedAt, parts }: HelpArticle, { shop, publicUrl }: Surroundings): object {
  const url = `${publicUrl}${pathOf({ language, name })}`;
  const shared = { "@context": "https://schema.org", inLanguage: language, url, dateModified: updatedAt.toISOString() };
  const questions = new Map<string, string>();
  for (const { heading, text } of parts)
    if (heading && /[?？؟]\s*$/.test(heading)) questions.set(heading, [questions.get(heading), text].filter(Boolean).join("\n\n"));
  if (questions.size > 0)
    return {
      ...shared,
      "@type": "FAQPage",
      name: title,
      mainEntity: Array.from(questions, ([question, text]) => ({
        "@type": "Question",
        name: question,
        acceptedAnswer: { "@type": "Answer", text },
      })),
    };
  return {
    ...shared,
    "@type": "Article",
    headline: title,
    description: summary,
    ...(shop.name ? { publisher: { "@type": "Organization", name: shop.name } } : {}),
  };
}
