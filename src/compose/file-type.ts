/** What a file is by its first bytes, and which files are not taken at all. The name alone proves nothing. */

/** Programs and what starts them: mail servers refuse mails with these, and no customer needs one. */
const programs = new Set(
  "ade adp apk app bat chm cmd com cpl dll dmg exe hta iso jar js jse lnk mde msc msi msp pif ps1 reg scr sct sh sys vb vbe vbs wsc wsf wsh xll".split(
    " ",
  ),
);

const beginnings: readonly [type: string, bytes: readonly (number | null)[]][] = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/gif", [0x47, 0x49, 0x46, 0x38]],
  ["image/webp", [0x52, 0x49, 0x46, 0x46, null, null, null, null, 0x57, 0x45, 0x42, 0x50]],
  ["application/pdf", [0x25, 0x50, 0x44, 0x46, 0x2d]],
];
const texts = new Set(["txt", "csv", "log", "md"]);
const programBeginnings: readonly (readonly number[])[] = [
  [0x4d, 0x5a],
  [0x7f, 0x45, 0x4c, 0x46],
  [0xcf, 0xfa, 0xed, 0xfe],
  [0xca, 0xfe, 0xba, 0xbe],
];

const extensionOf = (name: string): string => /\.([^.]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? "";
const begins = (content: Uint8Array, bytes: readonly (number | null)[]): boolean =>
  content.length >= bytes.length && bytes.every((byte, at) => byte === null || content[at] === byte);

export function isProgram(name: string, content: Uint8Array): boolean {
  return programs.has(extensionOf(name)) || programBeginnings.some((bytes) => begins(content, bytes));
}

/** A type no browser runs; "application/octet-stream" for everything that is not known for certain. */
export function typeOf(name: string, content: Uint8Array): string {
  const known = beginnings.find(([, bytes]) => begins(content, bytes))?.[0];
  if (known) return known;
  return texts.has(extensionOf(name)) && !content.subarray(0, 4_096).includes(0) ? "text/plain" : "application/octet-stream";
}

/** Without folders, without characters that make "gpj.exe" read as "exe.jpg", and at most 120 characters with its ending. */
export function cleanName(name: string): string {
  const visible = (name.toWellFormed().split(/[/\\]/).at(-1) ?? "")
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .replace(/[:*?"<>|[\]]/g, "_")
    .trim();
  const dot = visible.lastIndexOf(".");
  const ending = dot > 0 ? visible.slice(dot, dot + 11) : "";
  const stem = dot > 0 ? visible.slice(0, dot) : visible;
  return /^\.*$/.test(visible) ? "file" : `${stem.slice(0, 120 - ending.length)}${ending}`.toWellFormed();
}
