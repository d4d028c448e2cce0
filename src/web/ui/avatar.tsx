/** The initials of a person in a quiet circle. Decoration: the name always stands beside it. */
export function Avatar({ name, size = "md" }: { name: string; size?: "sm" | "md" }) {
  return (
    <span
      aria-hidden
      className={`inline-flex shrink-0 items-center justify-center rounded-full bg-accent-soft font-semibold text-accent-strong ${size === "sm" ? "size-6 text-[10px]" : "size-8 text-[12px]"}`}
    >
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name
    .slice(0, 200)
    .split(/[\s.@_-]+/)
    .filter(Boolean);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return picked.map((word) => [...(word ?? "?")][0]?.toUpperCase()).join("");
}
