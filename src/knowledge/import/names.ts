/** What an imported article is called: by its title the first time, and then for ever, whatever becomes of the title. */
import { createHash } from "node:crypto";

const maxSlug = 60;
const letters: Record<string, string> = {
  ä: "ae",
  ö: "oe",
  ü: "ue",
  ß: "ss",
  æ: "ae",
  ø: "oe",
  å: "aa",
  œ: "oe",
  ı: "i",
  ł: "l",
  đ: "d",
  þ: "th",
  ð: "d",
};

/** "Wie lange dauert's?" -> "wie-lange-dauert-s"; "" when there is no letter or digit of the Latin alphabet. */
export function slugOf(title: string): string {
  const plain = title
    .slice(0, 300)
    .toLowerCase()
    .replace(/[äöüßæøåœıłđþð]/g, (letter) => letters[letter] ?? letter)
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  const short =
    plain.length <= maxSlug
      ? plain
      : plain
          .slice(0, maxSlug + 1)
          .replace(/-[^-]*$/, "")
          .slice(0, maxSlug);
  return /^[0-9]/.test(short) ? `a-${short}` : short;
}

/** `isTaken`: another article has the name already; then the source makes the difference, the same at every import. */
export function nameFor({ kind, id, title }: { kind: string; id: string; title: string }, isTaken: (name: string) => boolean): string {
  const mark = createHash("sha256").update(`${kind}\n${id}`).digest("hex");
  const slug = slugOf(title) || "article";
  const isTelling = slug !== "article";
  if (isTelling && !isTaken(slug)) return slug;
  for (let length = 6; length < mark.length; length += 6) {
    const name = `${slug}-${mark.slice(0, length)}`;
    if (!isTaken(name)) return name;
  }
  return `${slug}-${mark}`.slice(0, 80);
}
