/** A piece of a message: plain, or with an address to go to. */
export type Piece = { text: string; href?: string };

const address = /https?:\/\/[^\s<>"'`\\]{1,2000}/gi;
const closing: Record<string, string> = { ")": "(", "]": "[" };

/** Splits a text into plain pieces and http(s) links; nothing else ever becomes a link. Put together the pieces are the text. */
export function splitLinks(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(address)) {
    const link = trimEnd(match[0]);
    if (!URL.canParse(link)) continue;
    if (match.index > end) pieces.push({ text: text.slice(end, match.index) });
    pieces.push({ text: link, href: new URL(link).href });
    end = match.index + link.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

/** A full stop or bracket after an address belongs to the sentence, unless the address itself opened the bracket. */
function trimEnd(link: string): string {
  let end = link.length;
  for (; end > 0; end--) {
    const last = link[end - 1] ?? "";
    const opener = closing[last];
    if (
      !/[.,;:!?]/.test(last) &&
      (opener === undefined || link.slice(0, end).split(opener).length >= link.slice(0, end).split(last).length)
    )
      break;
    if (link.length - end > 50) break;
  }
  return link.slice(0, end);
}
