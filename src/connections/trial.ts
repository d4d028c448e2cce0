/** A connection tried out before it is saved, or while it is switched off: opened for one check, and nothing of it stays. */
import type { ConnectorKind, Log } from "../domain/connection.ts";
import { memoryState } from "../domain/memory-state.ts";
import { checkSettings, definitionOf, openWith, type Definitions } from "./connections.ts";
import { faultOf, type ConnectionFault } from "./fault-words.ts";
import { longestReadMs, within } from "./watch.ts";

export type Trial = { kind: ConnectorKind; connector: string; settings: Record<string, unknown> };
/** `canCheck` false: the connector has nothing to try; its settings are as they should be. */
export type Tried = { fault: ConnectionFault | null; canCheck: boolean };

/** AppErrors `not_found`, and `invalid` that names each setting that is wrong. */
export async function tryOut(trial: Trial, parts: { definitions: Definitions; log: Log; publicUrl: string }): Promise<Tried> {
  const definition = definitionOf(trial.kind, trial.connector, parts.definitions);
  checkSettings(definition, trial.settings, definition.title);
  const opened = openWith(definition, trial.settings, { ...parts, id: "trial", state: memoryState() });
  return check(opened, definition.title);
}

export async function check(opened: { check?(): Promise<string | null> }, title: string): Promise<Tried> {
  if (!opened.check) return { fault: null, canCheck: false };
  try {
    const say = await within(longestReadMs, opened.check(), title);
    return { fault: say === null ? null : { code: "check", say, mend: null }, canCheck: true };
  } catch (error) {
    return { fault: faultOf(error), canCheck: true };
  }
}
