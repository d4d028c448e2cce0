/**
 * An article's Markdown as HTML that is safe to show, section by section. What an author writes as HTML is shown as text; a
 * link leads to the web or to an e-mail address; nothing is loaded from elsewhere, pictures become links.
 */
import MarkdownIt, { type Token } from "markdown-it";
import { isolates } from "../domain/bidi.ts";
import { splitWords } from "../knowledge/marks.ts";
import { plainText } from "../knowledge/article.ts";

/** What stands under one heading; the first may have none. `plain`: the heading as the knowledge search names it. */
export type Section = { id: string | null; heading: string | null; plain: string | null; tokens: Token[]; markup: string };
/** Words to mark, in lower case. */
type Marks = { words: ReadonlySet<string>; language: string };
type Env = { marks?: Marks };

const markdown = new MarkdownIt({ html: false, linkify: true });
const { escapeHtml } = markdown.utils;
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: true });
markdown.validateLink = (address) => /^(?:https?:\/\/|mailto:)/i.test(address.trim());
Object.assign(markdown.renderer.rules, {
  // A number or code keeps its own order where the words run from right to left.
  text: (tokens: Token[], at: number, _options: object, env: Env) =>
    isolates(tokens[at]!.content)
      .map(({ text, isIsolated }) => (isIsolated ? `<bdi>${markText(text, env.marks)}</bdi>` : markText(text, env.marks)))
      .join(""),
  image: (tokens: Token[], at: number) => picture(tokens, at),
  // A wide table scrolls by itself, also with the keyboard.
  table_open: (tokens: Token[], at: number) =>
    `<div class="table" tabindex="0" role="group" aria-label="${escapeHtml(String(tokens[at]!.meta?.["label"] ?? ""))}"><table>\n`,
  table_close: () => "</table></div>\n",
  heading_close: (tokens: Token[], at: number) => {
    const { tag, meta } = tokens[at]!;
    return `${meta ? `<a class="anchor" href="#${escapeHtml(String(meta["id"]))}" aria-hidden="true" tabindex="-1">#</a>` : ""}</${tag}>\n`;
  },
});

export function renderSections(body: string, title: string): Section[] {
  const taken = new Set<string>();
  const sections: Section[] = [{ id: null, heading: null, plain: null, tokens: [], markup: "" }];
  const tokens = markdown.parse(body, {});
  for (const [at, token] of tokens.entries()) {
    const inline = tokens[at + 1];
    if (token.type === "heading_open" && token.level === 0 && inline) {
      const heading = wordsIn(inline);
      const id = idFor(heading, taken);
      token.attrSet("id", id);
      tokens[at + 2]!.meta = { id };
      sections.push({ id, heading, plain: plainText(inline.content), tokens: [], markup: "" });
    }
    prepare(token, sections.at(-1)!.heading ?? title);
    sections.at(-1)!.tokens.push(token);
  }
  return sections
    .filter((section) => section.tokens.length > 0)
    .map((section) => ({ ...section, markup: markdown.renderer.render(section.tokens, markdown.options, {}) }));
}

/** The section without its heading, with these words marked. */
export function renderMarked({ id, tokens }: Section, marks: Marks): string {
  return markdown.renderer.render(id === null ? tokens : tokens.slice(3), markdown.options, { marks } satisfies Env);
}

/** Escaped text with these words marked. */
export function markText(text: string, marks: Marks | undefined): string {
  if (!marks || marks.words.size === 0) return escapeHtml(text);
  return splitWords(text, marks.language)
    .map((piece) =>
      piece.isWord && marks.words.has(piece.text.toLowerCase()) ? `<mark>${escapeHtml(piece.text)}</mark>` : escapeHtml(piece.text),
    )
    .join("");
}

/** The page has its title as h1; and our policy allows no inline style, which is how the library aligns the cells of a table. */
function prepare(token: Token, label: string): void {
  if (token.tag === "h1") token.tag = "h2";
  if (token.type === "table_open") token.meta = { label };
  if (token.type === "th_open") token.attrSet("scope", "col");
  const style = token.attrGet("style");
  if (style === null) return;
  token.attrs = (token.attrs ?? []).filter(([name]) => name !== "style");
  const align = /(right|center)$/.exec(String(style))?.[1];
  if (align) token.attrSet("class", align === "right" ? "end" : "center");
}

const linkOpen = markdown.renderer.rules.link_open;
markdown.renderer.rules.link_open = (tokens, at, options, env, self) => {
  tokens[at]!.attrSet("rel", "noopener");
  return linkOpen ? linkOpen(tokens, at, options, env, self) : self.renderToken(tokens, at, options);
};

function picture(tokens: Token[], at: number): string {
  const token = tokens[at]!;
  const address = String(token.attrGet("src") ?? "");
  const words = escapeHtml(wordsIn(token) || address);
  const open = tokens.slice(0, at).reduce((depth, { type }) => depth + (type === "link_open" ? 1 : type === "link_close" ? -1 : 0), 0);
  return open > 0 ? words : `<a href="${escapeHtml(address)}" rel="noopener">${words}</a>`;
}

function wordsIn(inline: Token): string {
  const pieces = (inline.children ?? []).map((child) =>
    child.type === "softbreak" ? " " : child.children ? wordsIn(child) : child.content,
  );
  return pieces.join("").trim();
}

/** "What shipping costs" -> "what-shipping-costs"; the page's own ids begin with an underscore, which none of these has. */
function idFor(heading: string, taken: Set<string>): string {
  const base =
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, "-")
      .replaceAll(/^-|-$/g, "")
      .slice(0, 80) || "section";
  let id = base;
  for (let nth = 2; taken.has(id); nth++) id = `${base}-${nth}`;
  taken.add(id);
  return id;
}
