/** What a search found: the answer in full when there is one, then the passages that come nearest. */
import { html, type Html } from "../domain/html.ts";
import type { PublicSearch } from "../knowledge/knowledge.ts";
import { shorten, type HelpArticle } from "./articles.ts";
import { contact, type Shown, type Surroundings } from "./layout.ts";
import { markText, renderMarked } from "./markdown.ts";
import { crumbs, pathOf } from "./page.ts";
import { fill } from "./words.ts";

type Hit = PublicSearch["hits"][number];

/** Less of the question than this, and it is there by chance. */
const minCoverage = 0.25;
const around = { before: 80, length: 240 };

/** `question` as it was typed. `articles`: those in force; a hit of another one is not shown. */
export function searchPage(question: string, found: PublicSearch, articles: HelpArticle[], surroundings: Surroundings): Shown {
  const { words, language } = surroundings;
  const hits = found.hits
    .map((hit) => ({ hit, article: articles.find(({ name }) => name === hit.name) }))
    .filter((one): one is { hit: Hit; article: HelpArticle } => one.article !== undefined && one.hit.coverage >= minCoverage);
  const isCorrected = hits.length > 0 && found.asked !== question;
  const sentence = question === "" ? words.question : isCorrected ? words.instead : hits.length > 0 ? words.results : words.nothing;
  const heading = fill(sentence, { q: isCorrected ? found.asked : question });
  return {
    title: heading,
    path: null,
    hasContact: question !== "" && hits.length === 0,
    content: html`${crumbs(surroundings, question)}
      <div id="_results">
        <h1 class="found">${heading}</h1>
        ${question === "" && html`<p class="lead">${words.empty}</p>`}
        ${question !== "" && hits.length === 0 && nothing(question, surroundings)}
        ${
          hits.length > 0 &&
          html`<ol class="hits">
            ${hits.map(
              ({ hit, article }) => html`<li>${hit.isAnswer ? answer(hit, article, surroundings) : passage(hit, article, language)}</li>`,
            )}
          </ol>`
        }
      </div>`,
  };
}

/** A page for somebody who asks too fast. */
export function busyPage({ words }: Surroundings): Shown {
  return {
    title: words.help,
    status: 429,
    path: null,
    content: html`<h1>${words.help}</h1>
      <p class="lead">${words.busy}</p>`,
  };
}

export function missingPage({ words, language, languages }: Surroundings): Shown {
  const hasHelp = languages.length > 0;
  const home = languages.some((one) => one.language === language) ? `/help/${language}` : "/help";
  return {
    title: hasHelp ? words.missing : words.help,
    status: 404,
    path: null,
    content: hasHelp
      ? html`<h1>${words.missing}</h1>
          <p class="lead">${words.missingText}</p>
          <p><a href="${home}">${words.toHelp}</a></p>`
      : html`<h1>${words.help}</h1>
          <p class="lead">${words.none}</p>`,
  };
}

function nothing(question: string, surroundings: Surroundings): Html {
  return html`<p class="lead">${surroundings.words.tryOther}</p>
    ${contact(surroundings, question)}`;
}

function sectionOf({ sections }: HelpArticle, { heading }: Hit) {
  return sections.find(({ plain }) => plain === heading) ?? null;
}

function title(hit: Hit, article: HelpArticle): Html {
  const id = sectionOf(article, hit)?.id;
  const marks = { words: hit.words, language: article.language };
  return html`<a href="${pathOf(article)}${id && `#${id}`}">${{ markup: markText(hit.heading ?? article.title, marks) }}</a>`;
}

function answer(hit: Hit, article: HelpArticle, { words, language }: Surroundings): Html {
  const section = sectionOf(article, hit);
  const marks = { words: hit.words, language };
  return html`<section class="answer">
    <p class="label">${words.answer}</p>
    <h2>${title(hit, article)}</h2>
    <div class="text">
      ${section ? { markup: renderMarked(section, marks) } : html`<p class="plain">${{ markup: markText(hit.text, marks) }}</p>`}
    </div>
    ${hit.heading && html`<p class="quiet">${article.title}</p>`}
  </section>`;
}

function passage(hit: Hit, article: HelpArticle, language: string): Html {
  return html`<section class="passage">
    <h2>${title(hit, article)}</h2>
    ${hit.heading && html`<p class="quiet">${article.title}</p>`}
    <p>${{ markup: markText(excerpt(hit.text, hit.words), { words: hit.words, language }) }}</p>
  </section>`;
}

/** A few lines around the first word that was asked for. */
function excerpt(text: string, words: ReadonlySet<string>): string {
  // Lines of lists and tables have no full stop: without a sign between them they would run into each other.
  const line = text
    .trim()
    .replaceAll(/([^\s.!?:;,。])\s*\n+(?:- )?/g, "$1 · ")
    .replaceAll(/\s+/g, " ");
  const lower = line.toLowerCase();
  const first = Math.min(...[...words].map((word) => lower.indexOf(word)).filter((at) => at >= 0));
  if (line.length <= around.length || !Number.isFinite(first) || first < around.before) return shorten(line, around.length);
  const start = line.indexOf(" ", first - around.before);
  return `… ${shorten(line.slice(start < 0 || start > first ? first : start + 1), around.length)}`;
}
