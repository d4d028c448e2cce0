/** The desk's composition root: the only file of the web app that knows the lists of pages and actions. */
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { actions } from "./actions/all.ts";
import { setActions } from "./actions/registry.ts";
import { pages } from "./pages/all.ts";
import { newQueryClient } from "./query-client.ts";
import { routerFor } from "./router.tsx";
import { Notices } from "./ui/notices.tsx";
import "./ui/theme.css";

setActions(actions);
const router = routerFor(pages);
const queryClient = newQueryClient();

const place = document.getElementById("root");
if (place) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Notices />
      </QueryClientProvider>
    </StrictMode>,
  );
}
