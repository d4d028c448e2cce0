/** What a pane shows when it has nothing yet: shapes while loading, a lesson when empty, a way out after a fault. */
import type { LucideIcon } from "lucide-react";
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { sentence } from "../api.ts";
import { Button } from "./button.tsx";

export function Empty({ icon: Icon, title, children }: { icon: LucideIcon; title: string; children?: ReactNode }) {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-2 p-8 text-center">
      <span className="mb-1 rounded-2xl bg-accent-soft p-3 text-accent-strong">
        <Icon size={22} aria-hidden />
      </span>
      <p className="font-semibold">{title}</p>
      <div className="max-w-sm space-y-3 text-ink-2">{children}</div>
    </div>
  );
}

export function Fault({ error, retry }: { error: unknown; retry?: () => void }) {
  return (
    <div role="alert" className="flex h-full flex-col items-center justify-center gap-3 p-8 text-center">
      <CircleAlert className="text-danger" aria-hidden />
      <p className="max-w-sm">{sentence(error)}</p>
      {retry && <Button onClick={retry}>Try again</Button>}
    </div>
  );
}

const widths = ["w-3/4", "w-1/2", "w-2/3", "w-5/6", "w-2/5"];

/** Grey lines where text will stand. `label` is read out instead of them. */
export function SkeletonLines({ lines = 5, label = "Loading", className = "p-5" }: { lines?: number; label?: string; className?: string }) {
  return (
    <div role="status" aria-label={label} className={`space-y-3 ${className}`}>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className={`skeleton h-4 ${widths[line % widths.length]}`} />
      ))}
    </div>
  );
}
