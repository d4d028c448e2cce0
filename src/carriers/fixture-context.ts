/** What connectors are opened with in tests. */
import type { ConnectorContext, ConnectionState } from "../domain/connection.ts";
import type { HookRequest } from "../domain/hook.ts";
import { memoryState } from "../domain/memory-state.ts";

const log = { debug() {}, info() {}, warn() {}, error() {} };

export function contextOf<Settings>(
  settings: Settings,
  { now, state = memoryState() }: { now: () => Date; state?: ConnectionState },
): ConnectorContext<Settings> {
  return { connectionId: "carrier", settings, state, log, now, publicUrl: "https://desk.example" };
}

export function hookRequest(body: string, headers: Record<string, string>, query: Record<string, string> = {}): HookRequest {
  return {
    method: "POST",
    path: "",
    query,
    headers: { "content-type": "application/json", ...headers },
    body: new TextEncoder().encode(body),
    remoteAddress: "127.0.0.1",
  };
}
