import { Copy } from "lucide-react";
import { say, sayFault } from "./notices.tsx";

/** Text that a click copies: order numbers, tracking numbers, addresses. `what` names it ("order number"). */
export function Copyable({ text, what, prefix = "" }: { text: string; what: string; prefix?: string }) {
  const copy = (): void => void navigator.clipboard.writeText(text).then(() => say(`Copied ${text}`), sayFault);
  return (
    <button
      type="button"
      onClick={copy}
      aria-label={`Copy ${what} ${text}`}
      title={`Copy ${what}`}
      className="group inline-flex max-w-full items-center gap-1 rounded text-left hover:text-accent max-md:min-h-11"
    >
      <span className="min-w-0 break-all">
        {prefix}
        {text}
      </span>
      <Copy size={12} aria-hidden className="shrink-0 opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100" />
    </button>
  );
}
