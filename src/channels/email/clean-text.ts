/** Text from outside made storable: valid Unicode, no NUL or other control characters, "\n" line ends, a length cap. */

// oxlint-disable-next-line no-control-regex -- control characters are what it is for
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** `max` counts UTF-16 units. Tabs and line breaks stay. */
export function cleanText(text: string, max: number): string {
  return text.slice(0, max).replaceAll("\r\n", "\n").replaceAll("\r", "\n").replace(CONTROLS, "").toWellFormed();
}

/** The same on one line, for subjects, names and header values. */
export function cleanLine(text: string, max: number): string {
  return cleanText(text, max)
    .replace(/[\n\t\u0085\u2028\u2029]/g, " ")
    .trim();
}
