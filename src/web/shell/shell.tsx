import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Outlet, useNavigate, useParams, useRouter } from "@tanstack/react-router";
import { Menu } from "lucide-react";
import { useEffect, useState } from "react";
import type { Me } from "../../domain/wire.ts";
import { Palette } from "../actions/palette.tsx";
import { setDeskContext } from "../actions/registry.ts";
import { Shortcuts } from "../actions/shortcuts.tsx";
import { useKeyboard } from "../actions/use-keyboard.ts";
import { api, hasCode } from "../api.ts";
import { keptTexts } from "../pages/inbox/kept-store.ts";
import { meQuery } from "../queries.ts";
import { IconButton } from "../ui/button.tsx";
import { Modal } from "../ui/modal.tsx";
import { say, sayFault } from "../ui/notices.tsx";
import { Fault, SkeletonLines } from "../ui/states.tsx";
import { setTheme } from "../ui/theme.ts";
import { DemoBanner } from "./demo-banner.tsx";
import { ConnectionBar, LiveProvider } from "./live-context.tsx";
import { Sidebar } from "./sidebar.tsx";

/** The frame around every page that needs a sign-in. */
export function Shell() {
  const { data: me, error, refetch } = useQuery(meQuery);
  if (hasCode(error, "unauthenticated")) return <ToSignIn />;
  if (me) {
    return (
      <LiveProvider userId={me.user.id}>
        <Frame me={me} />
      </LiveProvider>
    );
  }
  return (
    <main className="h-dvh">
      {error ? <Fault error={error} retry={() => void refetch()} /> : <SkeletonLines lines={8} className="max-w-3xl p-8" />}
    </main>
  );
}

/** Leaves once, remembering where we were: read again after each render, the address would already be the sign-in page's own. */
function ToSignIn() {
  const router = useRouter();
  useEffect(() => {
    const next = router.state.location.href;
    void router.navigate({ to: "/sign-in", search: { next } as never, replace: true });
  }, [router]);
  return <main className="h-dvh" />;
}

type Overlay = "palette" | "shortcuts" | "drawer" | null;

function Frame({ me }: { me: Me }) {
  const [overlay, setOverlay] = useState<Overlay>(null);
  const { id } = useParams({ strict: false }) as { id?: string };
  useDeskContext(me, setOverlay);
  useKeyboard();
  const hide = (): void => setOverlay(null);
  return (
    <div className="flex h-dvh flex-col">
      <a href="#main" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-lg focus:bg-raised focus:p-2">
        Skip to the content
      </a>
      <div className={id ? "max-md:hidden" : ""}>
        <DemoBanner me={me} />
      </div>
      <ConnectionBar />
      <div className="flex min-h-0 flex-1 max-lg:flex-col">
        <header className="w-56 shrink-0 border-r border-line max-lg:hidden">
          <Sidebar me={me} />
        </header>
        <header className={`flex items-center gap-1 border-b border-line px-1 lg:hidden ${id ? "max-md:hidden" : ""}`}>
          <IconButton label="Menu" onClick={() => setOverlay("drawer")} className="size-11!">
            <Menu size={18} />
          </IconButton>
          <span className="font-semibold">Handrail</span>
        </header>
        <main id="main" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col outline-none">
          <Outlet />
        </main>
      </div>
      {overlay === "palette" && <Palette onClose={hide} />}
      {overlay === "shortcuts" && <Shortcuts onClose={hide} />}
      <Modal title="Menu" open={overlay === "drawer"} onClose={hide} size="side">
        <Sidebar me={me} onGo={hide} />
      </Modal>
    </div>
  );
}

/** Tells the actions what they may do outside the inbox. */
function useDeskContext(me: Me, show: (overlay: Overlay) => void): void {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  useEffect(() => {
    const leave = async (): Promise<void> => {
      await api("/api/auth/sign-out", { body: {} });
      // Everything we know goes too: the next person at this machine must not see it, nor what was typed.
      sessionStorage.clear();
      keptTexts.forgetAll();
      queryClient.clear();
      await navigate({ to: "/sign-in" });
    };
    setDeskContext({
      me,
      go: (to) => void navigate({ to }),
      show,
      setTheme: (theme) => (setTheme(theme), say("Theme changed.")),
      signOut: () => void leave().catch(sayFault),
    });
    return () => setDeskContext(null);
  }, [me, navigate, queryClient, show]);
}
