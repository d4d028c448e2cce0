/** Words, times and amounts as the shop writes them. */
import { convert } from "html-to-text";
import { minorUnits, type Money } from "../../domain/money.ts";
import { known } from "../order-checks.ts";

/** Names hold entities ("Rock &amp; Roll"), descriptions whole pages. Null when nothing is left. */
export function plainText(html: string | null | undefined): string | null {
  if (html == null || html === "") return null;
  if (!/[<&]/.test(html)) return known(html);
  const selectors = [
    { selector: "a", options: { ignoreHref: true } },
    { selector: "img", format: "skip" },
  ];
  return known(convert(html, { wordwrap: false, selectors }));
}

/** Times of the shop are without a zone; those that end in _gmt are of UTC. */
export const utc = (time: string | null | undefined): string | null => {
  const said = known(time);
  return said === null ? null : /(?:Z|[+-]\d\d:?\d\d)$/.test(said) ? said : `${said}Z`;
};

export const money = (value: string | number | null | undefined, currency: string): Money => {
  const amount = Number(value ?? 0);
  return minorUnits(Number.isFinite(amount) ? amount : 0, currency);
};
/** Exact while several are added up, rounded once. */
export const exact = (value: string | number | null | undefined): number => (Number.isFinite(Number(value ?? 0)) ? Number(value ?? 0) : 0);

export const isId = (id: string): boolean => /^[1-9]\d{0,14}$/.test(id);

/** "#1042 " is order 1042; a shop's own prefix or suffix is part of the number. */
export const plainNumber = (number: string): string => number.trim().replace(/^#\s*/, "");
