import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from "@tanstack/react-router";
import type { PageDefinition } from "./page.ts";
import { NotFound } from "./shell/not-found.tsx";
import { Shell } from "./shell/shell.tsx";
import { SkeletonLines } from "./ui/states.tsx";

/** The router over a list of pages: those that need a sign-in sit inside the frame. */
export function routerFor(pages: readonly PageDefinition[]) {
  const root = createRootRoute({ component: Outlet });
  const desk = createRoute({ getParentRoute: () => root, id: "desk", component: Shell });
  const start = createRoute({
    getParentRoute: () => root,
    path: "/",
    beforeLoad: () => {
      throw redirect({ to: "/inbox/open" });
    },
  });
  const routesOf = (isPublic: boolean) =>
    pages
      .filter((page) => (page.isPublic ?? false) === isPublic)
      .map((page) =>
        createRoute({
          getParentRoute: () => (isPublic ? root : desk),
          path: page.path,
          component: "load" in page ? lazyRouteComponent(page.load, "Page") : page.component,
        }),
      );
  return createRouter({
    routeTree: root.addChildren([start, ...routesOf(true), desk.addChildren(routesOf(false))]),
    defaultPreload: "intent",
    defaultPendingComponent: () => <SkeletonLines lines={8} className="max-w-3xl p-8" />,
    defaultNotFoundComponent: NotFound,
    // Plain strings: the router's own reading would turn a search for order "1042" into a number.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const entries = Object.entries(search).filter((entry): entry is [string, string] => typeof entry[1] === "string" && entry[1] !== "");
      return entries.length > 0 ? `?${new URLSearchParams(entries)}` : "";
    },
  });
}
