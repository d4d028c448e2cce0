import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { buttonClass } from "../ui/button.tsx";
import { Empty } from "../ui/states.tsx";

export function NotFound() {
  return (
    <main className="h-full">
      <h1 className="sr-only">Page not found</h1>
      <Empty icon={Compass} title="There is no such page">
        <p>The address may be old or mistyped.</p>
        <Link to="/inbox/open" className={buttonClass("primary")}>
          Go to the inbox
        </Link>
      </Empty>
    </main>
  );
}
