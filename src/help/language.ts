/** The language of `accept` (an Accept-Language header) that is offered, in its order; else English; else the first. */
export function chooseLanguage(accept: string | undefined, offered: readonly string[]): string | null {
  const wanted = (accept ?? "")
    .slice(0, 500)
    .split(",")
    .map((item) => {
      const [tag = "", ...options] = item.trim().toLowerCase().split(";");
      const weight = options.map((option) => /^\s*q=([01](?:\.\d{1,3})?)\s*$/.exec(option)?.[1]).find((found) => found !== undefined);
      return { language: tag.split("-")[0]!, weight: Number(weight ?? 1) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((left, right) => right.weight - left.weight);
  const found = wanted.find(({ language }) => offered.includes(language));
  return found?.language ?? (offered.includes("en") ? "en" : (offered[0] ?? null));
}
