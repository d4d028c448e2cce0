/** Longer mails are cut: nobody reads them here, and the parser should not stall the tab. */
const maxLength = 300_000;
const loads = ["src", "srcset", "background", "poster", "data"];

/**
 * A whole document for the mail frame, from HTML the server has already made safe. Remote images lose their address (one
 * pixel is enough to tell the sender who read when), links open in a tab of their own and tell nothing about us.
 */
export function prepareMail(html: string): { html: string; blockedImages: number } {
  const parsed = new DOMParser().parseFromString(html.slice(0, maxLength), "text/html");
  let blockedImages = 0;
  for (const element of parsed.querySelectorAll("script, iframe, object, embed, link, meta, base, form, style")) element.remove();
  for (const element of parsed.querySelectorAll("*")) {
    for (const name of loads) {
      const value = element.getAttribute(name);
      if (value === null || value.startsWith("data:image/")) continue;
      element.removeAttribute(name);
      if (element.tagName === "IMG" && name === "src") blockedImages++;
    }
    const style = element.getAttribute("style");
    element.removeAttribute("style");
    // Kept aside: the page's policy forbids style attributes, and applyStyles may still set them one by one.
    if (style && !/url|image|expression|@|\\/i.test(style)) element.setAttribute("data-style", style);
  }
  for (const link of parsed.querySelectorAll("a[href]")) {
    link.setAttribute("target", "_blank");
    link.setAttribute("rel", "noopener noreferrer nofollow");
  }
  const policy = "default-src 'none'; img-src data:; style-src 'self'";
  return {
    html: `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer"><link rel="stylesheet" href="/mail.css"></head><body dir="auto">${parsed.body.innerHTML}</body></html>`,
    blockedImages,
  };
}

/** Gives the elements of a loaded mail document the styles that prepareMail put aside. */
export function applyStyles(mail: Document): void {
  for (const element of mail.querySelectorAll<HTMLElement>("[data-style]")) element.style.cssText = element.dataset["style"] ?? "";
}
