import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { BookOpen, ChartColumn, ChevronsUpDown, MessageSquareText, Search, Settings, Workflow } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import type { Me } from "../../domain/wire.ts";
import { isMac } from "../actions/action-button.tsx";
import { keyLabel } from "../actions/keyboard.ts";
import { actionContext } from "../actions/registry.ts";
import { countsQuery } from "../queries.ts";
import { Avatar } from "../ui/avatar.tsx";
import { ChoiceMenu } from "../ui/choice-menu.tsx";
import { currentTheme, setTheme, themes } from "../ui/theme.ts";
import { SavedViews } from "./saved-views.tsx";
import { NudgesMenu } from "./nudges-menu.tsx";
import { views } from "./views.ts";

/** Views of the inbox, the other pages, and who is signed in. Also the content of the phone's drawer. */
export function Sidebar({ me, onGo }: { me: Me; onGo?: () => void }) {
  const { data: counts } = useQuery(countsQuery);
  return (
    <div className="flex h-full flex-col gap-4 p-3">
      <Brand />
      <button
        type="button"
        onClick={() => (onGo?.(), actionContext()?.show("palette"))}
        className="flex h-8 items-center gap-2 rounded-lg border border-line bg-surface px-2.5 text-[13px] text-ink-2 hover:border-line-strong max-lg:h-11"
      >
        <Search size={14} aria-hidden />
        <span className="flex-1 text-left">Find an action</span>
        <kbd aria-hidden className="font-sans text-[11px] max-lg:hidden">
          {keyLabel("Mod+k", isMac)}
        </kbd>
      </button>
      <nav aria-label="Desk" className="flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto">
        <p className="px-2 pb-1 text-[12px] font-semibold text-ink-2">Inbox</p>
        {views.map((view) => (
          <NavLink
            key={view.id}
            to={`/inbox/${view.id}`}
            icon={view.icon}
            label={view.label}
            {...(counts && view.id !== "all" ? { count: counts[view.id] } : {})}
            stands={view.id === "drafts"}
            {...(onGo ? { onGo } : {})}
          />
        ))}
        <SavedViews {...(onGo ? { onGo } : {})} />
        <p className="px-2 pt-4 pb-1 text-[12px] font-semibold text-ink-2">Desk</p>
        <NavLink to="/workflows" icon={Workflow} label="Workflows" {...(onGo ? { onGo } : {})} />
        <NavLink to="/knowledge" icon={BookOpen} label="Knowledge" {...(onGo ? { onGo } : {})} />
        <NavLink to="/templates" icon={MessageSquareText} label="Templates" {...(onGo ? { onGo } : {})} />
        <NavLink to="/reports" icon={ChartColumn} label="Reports" {...(onGo ? { onGo } : {})} />
        <NavLink to="/settings" icon={Settings} label="Settings" {...(onGo ? { onGo } : {})} />
      </nav>
      <NudgesMenu {...(onGo ? { onGo } : {})} />
      <UserMenu me={me} />
    </div>
  );
}

function Brand() {
  return (
    <div className="flex items-center gap-2 px-1.5 pt-1">
      <img src="/favicon.svg" alt="" width={22} height={22} />
      <span className="text-[15px] font-semibold tracking-tight">Handrail</span>
    </div>
  );
}

type NavLinkProps = { to: string; icon: LucideIcon; label: string; count?: number; stands?: boolean; onGo?: () => void };

function NavLink({ to, icon: Icon, label, count, stands = false, onGo }: NavLinkProps) {
  return (
    <Link
      to={to}
      onClick={() => onGo?.()}
      activeProps={{ className: "bg-selected font-medium text-ink", "aria-current": "page" }}
      inactiveProps={{ className: "text-ink-2 hover:bg-hover hover:text-ink" }}
      className="flex min-h-8 items-center gap-2.5 rounded-lg px-2 max-lg:min-h-11"
    >
      <Icon size={16} aria-hidden className="shrink-0" />
      <span className="flex-1 truncate">{label}</span>
      {count !== undefined && count > 0 && (
        <span className={`rounded-md text-[12px] tabular-nums ${stands ? "bg-auto-soft px-1.5 font-semibold text-auto" : ""}`}>
          {count > 9_999 ? "9999+" : count}
          <span className="sr-only"> conversations</span>
        </span>
      )}
    </Link>
  );
}

function UserMenu({ me }: { me: Me }) {
  const navigate = useNavigate();
  const theme = currentTheme();
  const trigger = (
    <button type="button" className="flex min-h-11 items-center gap-2 rounded-lg px-1.5 text-left hover:bg-hover">
      <Avatar name={me.user.name} size="sm" />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-[13px] font-medium">{me.user.name}</span>
        <span className="block truncate text-[12px] text-ink-2">{me.user.role === "admin" ? "Admin" : "Agent"}</span>
      </span>
      <ChevronsUpDown size={14} aria-hidden className="text-ink-2" />
    </button>
  );
  return (
    <ChoiceMenu
      trigger={trigger}
      groups={[
        {
          title: "Theme",
          choices: themes.map((choice) => ({
            id: choice.value,
            label: choice.label,
            chosen: choice.value === theme,
            run: () => setTheme(choice.value),
          })),
        },
        {
          choices: [
            { id: "account", label: "Your account", run: () => void navigate({ to: "/settings/account" }) },
            { id: "shortcuts", label: "Keyboard shortcuts", hint: "?", run: () => actionContext()?.show("shortcuts") },
            { id: "sign-out", label: "Sign out", run: () => actionContext()?.signOut() },
          ],
        },
      ]}
    />
  );
}
