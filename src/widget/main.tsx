/** The script a shop puts on its pages; src/channels/chat/setup.md tells how. */
import { render } from "preact";
import { startChat, type Chat } from "./chat.ts";
import { stringsFor } from "./strings.ts";
import { applyColor, applyStyles } from "./styles.ts";
import { Widget } from "./widget.tsx";

export type HandrailApi = { open(text?: string): void; close(): void; identify(customerToken: string | null): void; logout(): void };

declare global {
  interface Window {
    Handrail?: HandrailApi;
  }
}

const found = document.currentScript ?? document.querySelector("script[data-connection][src*='widget.js']");

function start(script: HTMLScriptElement, connection: string): void {
  const language = script.dataset["lang"] ?? (document.documentElement.lang || "en");
  const address = new URL(`hooks/${encodeURIComponent(connection)}`, script.src).href;
  const chat = startChat({ address, connection, language, customerToken: script.dataset["customerToken"] || null });
  draw(chat, script, language);
  window.Handrail = {
    open: (text) => chat.open(typeof text === "string" ? text.slice(0, 4_000) : ""),
    close: () => chat.close(),
    identify: (token) => chat.identify(token),
    logout: () => chat.identify(null),
  };
  window.dispatchEvent(new Event("handrail:ready"));
}

function draw(chat: Chat, script: HTMLScriptElement, language: string): void {
  const host = document.createElement("div");
  const strings = stringsFor(language);
  host.id = "handrail-chat";
  host.lang = strings === stringsFor("de") ? "de" : "en";
  for (const name of ["theme", "position"]) host.dataset[name] = script.dataset[name] ?? "";
  applyColor(host, script.dataset["color"]);
  const root = host.attachShadow({ mode: "open" });
  applyStyles(root);
  document.body.append(host);
  render(<Widget chat={chat} strings={strings} language={Intl.DateTimeFormat.supportedLocalesOf(safeLocale(language))[0] ?? "en"} />, root);
}

function safeLocale(language: string): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? "en";
  } catch {
    return "en";
  }
}

if (found instanceof HTMLScriptElement) {
  const { connection } = found.dataset;
  if (!connection) console.error("Handrail: the script needs data-connection, the id of the chat connection.");
  else if (window.Handrail) console.warn("Handrail: the chat is already on this page.");
  else if (document.body) start(found, connection);
  else addEventListener("DOMContentLoaded", () => start(found, connection));
}
