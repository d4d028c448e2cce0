/**
 * A tree of HTML as Markdown: headings, paragraphs, lists, tables and links, and nothing of the rest. Headings matter most, because
 * a customer is told what stands under one; so accordions and questions in definition lists become headings, too.
 */
import { isDropped } from "./html-main.ts";
import { isBlock, opens, textOf, type Element, type Node } from "./html-tree.ts";
import { tableBlock } from "./html-table.ts";

export type Writing = {
  /** Address of the page: relative links count from it. */
  base: string | null;
  /** Ids of panels that are shown on a click. */
  shown: ReadonlySet<string>;
  /** How many lists it stands in. */
  depth?: number;
};
/** Lists deeper than this are written as if they were not: every level would be written again for the one above it. */
const maxListDepth = 5;
const maxInlineDepth = 20;

export function toMarkdown(root: Element, writing: Writing): string {
  const blocks: string[] = [];
  writeBlocks(root.children, blocks, writing);
  return blocks.join("\n\n");
}

/** Appends what is in `nodes` to `blocks`, each of which stands between two empty lines. */
function writeBlocks(nodes: readonly Node[], blocks: string[], writing: Writing): void {
  let inline: string[] = [];
  const flush = (): void => {
    const text = tidy(inline.join(""));
    if (text !== "") blocks.push(text);
    inline = [];
  };
  for (const node of nodes) {
    if (typeof node !== "string" && isDropped(node, writing.shown)) continue;
    if (typeof node === "string" || !(isBlock(node) || opens(node.tag, node.attributes))) {
      inline.push(inlineOf(node, writing));
      continue;
    }
    flush();
    writeBlock(node, blocks, writing);
  }
  flush();
}

function writeBlock(element: Element, blocks: string[], writing: Writing): void {
  const { tag, children, hasHeading } = element;
  const level = headingLevel(element);
  if (level > 0) return pushHeading(level, textOf(element), blocks);
  if (tag === "hr") return;
  if (tag === "pre") return void blocks.push(preformatted(element));
  if ((tag === "ul" || tag === "ol") && !hasHeading && (writing.depth ?? 0) < maxListDepth)
    return void pushIf(blocks, listBlock(element, { ...writing, depth: (writing.depth ?? 0) + 1 }));
  if (tag === "table" && !hasHeading) {
    const made = tableBlock(element, (cell) => tidy(inlineOf(cell, writing)));
    if (made !== null) return void pushIf(blocks, made);
  }
  if (tag === "dt" && textOf(element).endsWith("?")) return pushHeading(3, textOf(element), blocks);
  writeBlocks(children, blocks, writing);
}

function headingLevel({ tag, attributes }: Element): number {
  if (/^h[1-6]$/.test(tag)) return Number(tag[1]);
  if (tag === "summary" || opens(tag, attributes)) return 3;
  if (attributes["role"] !== "heading") return 0;
  return Math.min(6, Math.max(1, Number(attributes["aria-level"]) || 2));
}

/** A heading longer than this is a paragraph in large letters, and our articles do not take it for one either. */
function pushHeading(level: number, text: string, blocks: string[]): void {
  const words = text.replace(/[#¶§]+$/, "").trim();
  if (words !== "") blocks.push(words.length <= 300 ? `${"#".repeat(level)} ${words}` : words);
}

function pushIf(blocks: string[], block: string): void {
  if (block !== "") blocks.push(block);
}

function listBlock(list: Element, writing: Writing): string {
  let number = Math.max(0, Math.trunc(Number(list.attributes["start"] ?? 1)) || 1);
  const lines = list.children.flatMap((item) => {
    const blocks: string[] = [];
    writeBlocks(typeof item === "string" || item.tag !== "li" ? [item] : item.children, blocks, writing);
    if (blocks.length === 0) return [];
    const [first, ...rest] = blocks.join("\n").split("\n");
    const mark = list.tag === "ol" ? `${number++}.` : "-";
    return [`${mark} ${first}`, ...rest.map((line) => (line.trim() === "" ? line : `  ${line}`))];
  });
  return lines.join("\n");
}

function preformatted(element: Element): string {
  const parts: string[] = [];
  const collect = (node: Node): void => {
    if (typeof node === "string") parts.push(node);
    else if (node.tag === "br") parts.push("\n");
    else for (const child of node.children) collect(child);
  };
  collect(element);
  return notHeading(
    parts
      .join("")
      .replace(/\n{2,}/g, "\n")
      .trim(),
  );
}

function inlineOf(node: Node, writing: Writing, depth = 0): string {
  if (typeof node === "string") return node.replace(/\s+/g, " ");
  if (isDropped(node, writing.shown)) return "";
  const { tag, children } = node;
  if (tag === "br") return "\n";
  // Every level would be written again for the one above it; nobody marks a word in twenty ways.
  if (depth > maxInlineDepth) return ` ${textOf(node)} `;
  const inner = children.map((child) => inlineOf(child, writing, depth + 1)).join("");
  if (tag === "a") return linked(inner, node.attributes["href"], writing.base);
  if (tag === "strong" || tag === "b") return strong(inner);
  return isBlock(node) ? ` ${inner} ` : inner;
}

function strong(inner: string): string {
  // Whole paragraphs in bold say nothing by it, and in each other they would be looked through again and again.
  if (inner.length > 500) return inner;
  const text = inner.trim();
  if (text === "" || text.includes("\n") || text.includes("**")) return inner;
  return inner.replace(text, () => `**${text}**`);
}

/** A link as Markdown when it leads somewhere a customer can go; else its words. */
function linked(inner: string, href: string | undefined, base: string | null): string {
  const words = inner.replace(/\s+/g, " ").trim();
  // The little mark beside a heading that links to itself.
  if (/^[#¶§🔗]*$/u.test(words)) return "";
  const target = linkTarget(href, base);
  if (target === null || words.length > 300) return inner;
  const text = words.replace(/\[/g, "(").replace(/\]/g, ")");
  return `${/^\s/.test(inner) ? " " : ""}[${text}](${target})${/\s$/.test(inner) ? " " : ""}`;
}

function linkTarget(href: string | undefined, base: string | null): string | null {
  if (href === undefined || href.length > 500 || href.startsWith("#")) return null;
  const url = base === null ? (URL.canParse(href) ? new URL(href) : null) : URL.canParse(href, base) ? new URL(href, base) : null;
  if (!url || !/^(?:https?|mailto|tel):$/.test(url.protocol)) return null;
  const target = url.href.replace(/\(/g, "%28").replace(/\)/g, "%29");
  return target.length > 500 ? null : target;
}

function tidy(text: string): string {
  return notHeading(
    text
      .replace(/[^\S\n]+/g, " ")
      .replace(/ ?\n ?/g, "\n")
      .replace(/\n{2,}/g, "\n")
      .trim(),
  );
}

/** What only looks like a heading, "# 5 in our shop", must not become one. */
const notHeading = (text: string): string => text.replace(/^(#{1,6})\s+/gm, "$1");
