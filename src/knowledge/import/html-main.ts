/** What of a page is the page, and not the shop around it. */
import { findAll, isHidden, opens, textOf, type Element } from "./html-tree.ts";

const droppedTags = new Set(
  "nav aside footer script style noscript template form input select textarea iframe frame object embed canvas audio video svg math dialog menu head title img picture map".split(
    " ",
  ),
);
const droppedRoles = new Set(
  "navigation banner contentinfo complementary search dialog alertdialog menu menubar toolbar tablist form tooltip".split(" "),
);
/** Names that consent tools and themes give their boxes. A page *about* cookies has other names. */
const droppedNames =
  /(?:cookie|consent|gdpr)[-_]?(?:banner|bar|notice|popup|modal|dialog|overlay|box|law|consent|message|layer)|onetrust|cookiebot|usercentrics|didomi|borlabs|breadcrumb|skip-?(?:link|to)|sr-only|visually-?hidden|screen-reader-text|newsletter-?(?:form|signup|popup)/i;
const droppedLabels = /^(?:breadcrumbs?|cookies?|cookie[- ](?:consent|banner|notice))$/i;

/** `shown`: ids of panels that a button of the page opens: hidden until then, and meant to be read. */
export function isDropped({ tag, attributes }: Element, shown: ReadonlySet<string>): boolean {
  if (droppedTags.has(tag)) return true;
  if (tag === "button") return !opens(tag, attributes);
  // A page's own header; that of an article inside holds its title.
  if (tag === "header") return attributes["role"] === "banner";
  if (tag === "main" || tag === "body" || tag === "html") return false;
  if (droppedRoles.has(attributes["role"] ?? "")) return true;
  const names = `${attributes["id"] ?? ""} ${attributes["class"] ?? ""}`.slice(0, 500);
  if (droppedNames.test(names) || droppedLabels.test((attributes["aria-label"] ?? "").slice(0, 100))) return true;
  return isHidden(attributes) && !shown.has(attributes["id"] ?? "");
}

export function shownPanels(root: Element): Set<string> {
  const buttons = findAll(root, ({ attributes }) => attributes["aria-controls"] !== undefined && attributes["aria-expanded"] !== undefined);
  return new Set(buttons.flatMap(({ attributes }) => attributes["aria-controls"]!.slice(0, 500).split(/\s+/)));
}

/** The main content, or the whole body without its header when the page does not say which it is. */
export function mainOf(root: Element): Element {
  const mains = findAll(root, ({ tag, attributes }) => tag === "main" || attributes["role"] === "main");
  const main = longest(mains);
  if (main && main.length > 0) return main.element;
  const articles = findAll(root, ({ tag, attributes }) => tag === "article" || attributes["itemprop"] === "articleBody");
  // Several are a list of posts, and the page is all of them.
  if (articles.length === 1 && textOf(articles[0]!).length > 200) return articles[0]!;
  const body = findAll(root, ({ tag }) => tag === "body")[0] ?? root;
  const children = body.children.filter((child) => typeof child === "string" || child.tag !== "header");
  return { ...body, children };
}

function longest(elements: Element[]): { element: Element; length: number } | undefined {
  return elements.map((element) => ({ element, length: textOf(element).length })).toSorted((a, b) => b.length - a.length)[0];
}
