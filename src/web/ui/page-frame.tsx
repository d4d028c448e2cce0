import { useEffect } from "react";
import type { ReactNode } from "react";

/** `isWide`: room for two columns. */
type PageFrameProps = { title: string; lead?: ReactNode; isWide?: boolean; children: ReactNode };

/** A page that reads from top to bottom: its one h1, a sentence about what it is for, and the rest. */
export function PageFrame({ title, lead, isWide = false, children }: PageFrameProps) {
  useEffect(() => void (document.title = `${title} · Handrail`), [title]);
  return (
    // The frame of what is only for screen readers: without one it would make the whole window scroll.
    <div className="relative min-h-0 flex-1 overflow-y-auto bg-surface">
      <div className={`mx-auto ${isWide ? "max-w-[90rem]" : "max-w-4xl"} px-4 py-6 md:px-8 md:py-8`}>
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        {lead && <p className="mt-1 max-w-2xl text-ink-2">{lead}</p>}
        <div className="mt-6">{children}</div>
      </div>
    </div>
  );
}

/** A titled part of such a page. */
export function Part({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <section className="mb-8">
      <h2 className="text-[15px] font-semibold">{title}</h2>
      {lead && <p className="mt-0.5 max-w-2xl text-[13px] text-ink-2">{lead}</p>}
      <div className="mt-3">{children}</div>
    </section>
  );
}
