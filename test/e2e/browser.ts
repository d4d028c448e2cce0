/** Starts the system's Chromium for browser tests; playwright-core brings none of its own. */
import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

// Chromium as root needs --no-sandbox; the others keep it from looking up hosts of its maker at every start.
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Close it in `after`. Throws a sentence that says how to install Chromium when there is none. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = places.find((place) => existsSync(place));
  if (!executablePath)
    throw new Error(`Browser tests need Chromium at ${places[0]}. Install it with: apt-get update && apt-get install -y chromium`);
  return chromium.launch({ executablePath, headless: true, args });
}
