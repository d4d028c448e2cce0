/** Every page. The inbox is in the first download; the others are fetched when opened. */
import type { PageDefinition } from "../page.ts";
import { Page as Inbox } from "./inbox/page.tsx";
import { Page as SignIn } from "./sign-in/page.tsx";

export const pages: readonly PageDefinition[] = [
  { path: "/sign-in", isPublic: true, component: SignIn },
  { path: "/inbox/$view/{-$id}", component: Inbox },
  { path: "/workflows", load: () => import("./workflows/page.tsx") },
  { path: "/workflows/$name", load: () => import("./workflow/page.tsx") },
  { path: "/knowledge/{-$tab}", load: () => import("./knowledge/page.tsx") },
  { path: "/reports/{-$group}/{-$number}", load: () => import("./reports/page.tsx") },
  { path: "/templates", load: () => import("./templates/page.tsx") },
  { path: "/templates/$name", load: () => import("./template/page.tsx") },
  { path: "/settings/{-$section}", load: () => import("./settings/page.tsx") },
];
