import { Link } from "@tanstack/react-router";

type Tab = { id: string; label: string; to: string };

/** Parts of a page that have addresses of their own. */
export function TabLinks({ label, tabs, current }: { label: string; tabs: readonly Tab[]; current: string }) {
  return (
    <nav aria-label={label} className="-mt-2 mb-6 flex flex-wrap gap-1 border-b border-line">
      {tabs.map((tab) => (
        <Link
          key={tab.id}
          to={tab.to}
          aria-current={tab.id === current ? "page" : undefined}
          className={`-mb-px inline-flex min-h-9 items-center border-b-2 px-3 max-md:min-h-11 ${tab.id === current ? "border-accent font-medium" : "border-transparent text-ink-2 hover:text-ink"}`}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
