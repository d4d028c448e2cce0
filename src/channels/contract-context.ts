import type { Log } from "../domain/connection.ts";

export type RecordingLog = Log & { lines: { level: string; data: object; message: string }[] };

/** A log whose lines can be looked at afterwards. */
export function recordingLog(): RecordingLog {
  const lines: RecordingLog["lines"] = [];
  const write = (level: string) => (data: object, message: string) => void lines.push({ level, data, message });
  return { lines, debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}
