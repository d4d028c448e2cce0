/** HTML of mails, made safe to show: structure and words stay; scripts, styles, forms and everything that calls home go. */
import sanitizeHtml from "sanitize-html";

/** Longer ones are cut. The library is linear, but 200,000 characters of the worst kind still take some 100 ms. */
const maxInput = 200_000;
/** Deeper nesting is flattened; the parser of a browser would do the same further down. */
const maxDepth = 100;

const embeddedImage = /^data:image\/(png|jpe?g|gif|webp);base64,[a-z0-9+/=]*$/i;
const webAddress = /^https?:\/\//i;

const options: sanitizeHtml.IOptions = {
  allowedTags: [
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
  ],
  allowedAttributes: {
    "*": ["dir", "lang", "title", "align", "valign"],
    a: ["href", "target", "rel"],
    img: ["src", "data-remote", "alt", "width", "height"],
    td: ["colspan", "rowspan", "width"],
    th: ["colspan", "rowspan", "width"],
    ol: ["start", "type"],
  },
  nonTextTags: [
    "script",
    "style",
    "textarea",
    "option",
    "noscript",
    "title",
    "head",
    "template",
    "iframe",
    "noembed",
    "noframes",
    "xmp",
    "svg",
    "math",
    "object",
    "select",
  ],
  allowedSchemes: ["http", "https", "mailto", "tel"],
  allowedSchemesByTag: { img: ["data"] },
  allowProtocolRelative: false,
  enforceHtmlBoundary: false,
  nestingLimit: maxDepth,
  parseStyleAttributes: false,
  transformTags: {
    a: (tagName, { href, title }) => ({
      tagName,
      attribs: { ...(href ? { href, target: "_blank", rel: "noopener noreferrer nofollow" } : {}), ...(title ? { title } : {}) },
    }),
    img: (tagName, attribs) => ({ tagName, attribs: imageAttributes(attribs) }),
  },
};

/** A picture from elsewhere tells its sender who looked at it, and when: its address is kept aside until a person asks for it. */
function imageAttributes({ src = "", alt, width, height }: Record<string, string>): Record<string, string> {
  const sizes = { ...(alt ? { alt } : {}), ...(isSize(width) ? { width: width! } : {}), ...(isSize(height) ? { height: height! } : {}) };
  if (embeddedImage.test(src)) return { src, ...sizes };
  return webAddress.test(src) ? { "data-remote": src, ...sizes } : sizes;
}

const isSize = (value: string | undefined): boolean => value !== undefined && /^\d{1,5}%?$/.test(value);

export function safeHtml(html: string): string {
  return sanitizeHtml(html.slice(0, maxInput), options);
}
