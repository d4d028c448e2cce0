import { convert } from "html-to-text";

const maxInput = 200_000;

/**
 * Readable text of an HTML message without its own text part. Limits, because the library walks the tree recursively:
 * 20,000 nested tags would overflow the stack, and 200,000 characters of the worst kind seen take half a second.
 */
export function htmlToText(html: string): string {
  return convert(html.slice(0, maxInput), {
    wordwrap: false,
    limits: { maxInputLength: maxInput, maxDepth: 50, maxChildNodes: 5_000, ellipsis: "" },
    selectors: [
      { selector: "img", format: "skip" },
      { selector: "a", options: { hideLinkHrefIfSameAsText: true, ignoreHref: false } },
    ],
  });
}
