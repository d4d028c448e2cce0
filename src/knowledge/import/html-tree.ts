/** HTML as a small tree. Capped in length and depth, so that everything behind it may walk the tree as it likes. */
import { Parser } from "htmlparser2";

export type Element = {
  tag: string;
  attributes: Record<string, string>;
  children: Node[];
  /** Something in it, at any depth, begins a line of its own. */
  hasBlock: boolean;
  hasHeading: boolean;
};
export type Node = Element | string;

/** Characters; a large page of a shop has one million, most of it scripts. Measured: the worst page within these caps takes 0.9 s. */
export const maxHtml = 2_000_000;
/** The parser's time grows with the depth; real pages have 20 to 60. */
const maxDepth = 300;
/** Real pages have 500 to 20,000. */
const maxElements = 60_000;

const blockTags = new Set(
  "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split(
    " ",
  ),
);
export const isBlock = ({ tag, hasBlock }: Element): boolean => hasBlock || blockTags.has(tag);

const isHeading = (tag: string, attributes: Record<string, string>): boolean =>
  /^(?:h[1-6]|summary)$/.test(tag) || (attributes["role"] === "heading" && tag !== "a") || opens(tag, attributes);
/** The button of an accordion; `aria-controls` names what it opens. */
export const opens = (tag: string, attributes: Record<string, string>): boolean =>
  tag === "button" && attributes["aria-controls"] !== undefined && attributes["aria-expanded"] !== undefined;

class TooMuch extends Error {}

export function parseHtml(html: string): { root: Element } | { problem: string } {
  if (html.length > maxHtml) return { problem: `it has more than ${maxHtml / 1_000_000} million characters of HTML` };
  const root = element("", {});
  const open = [root];
  let count = 0;
  const parser = new Parser(
    {
      onopentag(tag, attributes) {
        if (open.length > maxDepth) throw new TooMuch(`its tags stand more than ${maxDepth} deep in each other`);
        if (++count > maxElements) throw new TooMuch(`it has more than ${maxElements} tags`);
        const made = element(tag, attributes);
        open.at(-1)!.children.push(made);
        const marks = { hasBlock: blockTags.has(tag), hasHeading: isHeading(tag, attributes) };
        for (let at = open.length - 1; at >= 0; at--) {
          const above = open[at]!;
          if ((above.hasBlock || !marks.hasBlock) && (above.hasHeading || !marks.hasHeading)) break;
          above.hasBlock ||= marks.hasBlock;
          above.hasHeading ||= marks.hasHeading;
        }
        open.push(made);
      },
      ontext(text) {
        const { children } = open.at(-1)!;
        const last = children.at(-1);
        // The parser gives every entity on its own.
        if (typeof last === "string") children[children.length - 1] = last + text;
        else children.push(text);
      },
      onclosetag: () => void (open.length > 1 && open.pop()),
    },
    { decodeEntities: true },
  );
  try {
    parser.end(html);
  } catch (error) {
    if (error instanceof TooMuch) return { problem: error.message };
    throw error;
  }
  return { root };
}

const element = (tag: string, attributes: Record<string, string>): Element => ({
  tag,
  attributes,
  children: [],
  hasBlock: false,
  hasHeading: false,
});

/** Every element of the tree that `wanted` says yes to, in order, without looking further inside those. */
export function findAll(root: Element, wanted: (element: Element) => boolean): Element[] {
  const found: Element[] = [];
  const look = (at: Element): void => {
    for (const child of at.children) {
      if (typeof child === "string") continue;
      if (wanted(child)) found.push(child);
      else look(child);
    }
  };
  look(root);
  return found;
}

const silent = new Set(["script", "style", "template", "noscript", "svg"]);

/** Taken away, made too small or too pale to read, or put beside the page: what a reader cannot see is no article. */
const hiddenStyle =
  /display:none|visibility:hidden|(?:font-size|opacity):0(?:\.0\d*)?(?:px|pt|em|rem|%|;|!|$)|font-size:1px|(?:left|top|right|text-indent|margin-left):-\d{3,}|(?:^|;)(?:width|height|max-height):0(?:px)?(?:;|!|$)|clip:rect\(0|(?:^|;)color:transparent/;

/** Text nobody sees would be told to customers all the same. */
export function isHidden(attributes: Record<string, string>): boolean {
  if (attributes["hidden"] !== undefined || attributes["aria-hidden"] === "true") return true;
  const style = (attributes["style"] ?? "").slice(0, 1_000).replace(/\s+/g, "").toLowerCase();
  return hiddenStyle.test(style);
}

/** The text in it as one line, without what nobody sees. */
export function textOf(node: Node): string {
  const parts: string[] = [];
  const collect = (at: Node): void => {
    if (typeof at === "string") return void parts.push(at);
    if (silent.has(at.tag) || (at !== node && isHidden(at.attributes))) return;
    for (const child of at.children) collect(child);
    if (at.tag === "br" || isBlock(at)) parts.push(" ");
  };
  collect(node);
  return parts.join("").replace(/\s+/g, " ").trim();
}
