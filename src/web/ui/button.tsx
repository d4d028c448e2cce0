import type { ButtonHTMLAttributes, ReactNode } from "react";

type Look = "primary" | "plain" | "quiet" | "danger";
const looks: Record<Look, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong border-transparent",
  plain: "bg-raised text-ink border-line-strong hover:bg-hover",
  quiet: "bg-transparent text-ink-2 border-transparent hover:bg-hover hover:text-ink",
  danger: "bg-raised text-danger border-danger-line hover:bg-danger-soft",
};

/** Classes of a button, for links and menu triggers that look like one. Large enough for a finger on phones. */
export function buttonClass(look: Look = "plain", square = false): string {
  const size = square ? "size-8 max-md:size-11 justify-center" : "h-8 px-3 max-md:h-11 max-md:px-4";
  return `inline-flex shrink-0 items-center gap-1.5 rounded-lg border text-[13px] font-medium whitespace-nowrap transition-colors disabled:opacity-50 ${size} ${looks[look]}`;
}

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { look?: Look };

export function Button({ look = "plain", className = "", ...rest }: ButtonProps) {
  return <button type="button" className={`${buttonClass(look)} ${className}`} {...rest} />;
}

/** A square button with a picture; `label` is its name for everyone who cannot see the picture, and its tooltip. */
export function IconButton({
  label,
  className = "",
  children,
  ...rest
}: Omit<ButtonProps, "look"> & { label: string; children: ReactNode }) {
  return (
    <button type="button" aria-label={label} title={label} className={`${buttonClass("quiet", true)} ${className}`} {...rest}>
      {children}
    </button>
  );
}

/** A key as it is printed on a keyboard. Hidden from screen readers: the button carries aria-keyshortcuts. */
export function Key({ children }: { children: ReactNode }) {
  return (
    <kbd aria-hidden className="ml-1 rounded border border-current/30 px-1 font-sans text-[11px] leading-4 opacity-80 max-md:hidden">
      {children}
    </kbd>
  );
}
