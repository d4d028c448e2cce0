/** How the agents' desk is bundled. Nothing is inlined into HTML, so that it runs under a content security policy of 'self'. */
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import type { InlineConfig } from "vite";

export const webRoot = fileURLToPath(new URL("../src/web", import.meta.url));

/** The Vite settings of the desk, writing into `outDir` (absolute path). */
export function webConfig(outDir: string): InlineConfig {
  return {
    configFile: false,
    root: webRoot,
    mode: "production",
    logLevel: "warn",
    plugins: [react(), tailwindcss()],
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2022",
      // Keeps light-dark() in the style sheet: the fallback for older browsers doubles every colour.
      cssTarget: ["chrome123", "firefox121", "safari17.5"],
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
  };
}
