import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { meQuery } from "../../queries.ts";
import { PageFrame } from "../../ui/page-frame.tsx";
import { TabLinks } from "../../ui/tab-links.tsx";
import { Account } from "./account.tsx";
import { AuditLog } from "./audit-log.tsx";
import { Connections } from "./connections/section.tsx";
import { Incidents } from "./incidents.tsx";
import { Keys } from "./keys.tsx";
import { LanguageModels } from "./models/section.tsx";
import { Quarantine } from "./quarantine.tsx";
import { ReaderModels } from "./reader-models.tsx";
import { Rules } from "./rules.tsx";
import { Users } from "./users.tsx";
import { Writing } from "./writing.tsx";

type Section = { id: string; label: string; adminOnly: boolean; component: ComponentType };

/** Every section of the settings, in order; the first one an agent may see is where an agent lands. */
const sections: readonly Section[] = [
  { id: "account", label: "Your account", adminOnly: false, component: Account },
  { id: "writing", label: "Writing", adminOnly: false, component: Writing },
  { id: "incidents", label: "Incidents", adminOnly: false, component: Incidents },
  { id: "connections", label: "Connections", adminOnly: true, component: Connections },
  { id: "rules", label: "Rules", adminOnly: true, component: Rules },
  { id: "users", label: "Users", adminOnly: true, component: Users },
  { id: "keys", label: "API keys", adminOnly: true, component: Keys },
  { id: "models", label: "Models", adminOnly: true, component: LanguageModels },
  { id: "understanding", label: "Understanding", adminOnly: true, component: ReaderModels },
  { id: "quarantine", label: "Set aside", adminOnly: true, component: Quarantine },
  { id: "audit", label: "Audit log", adminOnly: true, component: AuditLog },
];

export function Page() {
  const { section: id } = useParams({ strict: false }) as { section?: string };
  const { data: me } = useQuery(meQuery);
  const allowed = sections.filter((section) => !section.adminOnly || me?.user.role === "admin");
  const section = allowed.find((one) => one.id === id) ?? allowed[0]!;
  return (
    <PageFrame title="Settings">
      <TabLinks
        label="Settings"
        current={section.id}
        tabs={allowed.map((one) => ({ id: one.id, label: one.label, to: `/settings/${one.id}` }))}
      />
      <section.component />
    </PageFrame>
  );
}
