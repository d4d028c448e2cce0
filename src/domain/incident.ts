/** Something that many customers have to be told: what every reply of the workflows it touches begins with. */
import type { Reply } from "./run.ts";

/** Times are ISO 8601. `texts` by ISO 639-1 language; `workflows` empty: all of them. */
export type Incident = { id: string; title: string; texts: Record<string, string>; workflows: string[]; startsAt: string; endsAt: string };

/**
 * The reply with what the incidents say, after its greeting. In a language nobody wrote a text for the reply stays as it is
 * and must not leave by itself: it could promise what the incident makes impossible.
 */
export function withIncidents(reply: Reply, incidents: readonly Incident[], now: string): Reply {
  return incidents.reduce((told, incident) => withIncident(told, incident, now), reply);
}

function withIncident(reply: Reply, { id, title, texts }: Incident, now: string): Reply {
  const text = Object.hasOwn(texts, reply.language) ? texts[reply.language]! : null;
  if (text === null)
    return { ...reply, held: `“${title}” is on, and nobody wrote what to say about it in this language (${reply.language}).` };
  const at = greetingEnd(reply.text);
  const added = `${text}\n\n`;
  const move = <Span extends { start: number; end: number }>(span: Span): Span =>
    span.start < at ? span : { ...span, start: span.start + added.length, end: span.end + added.length };
  const fact = { text, start: at, end: at + text.length, source: `incident:${id}`, field: "incident.text", value: title, at: now };
  return {
    ...reply,
    text: reply.text.slice(0, at) + added + reply.text.slice(at),
    evidence: [...reply.evidence.map(move), fact].toSorted((a, b) => a.start - b.start),
    unsourced: reply.unsourced.map(move),
  };
}

/** Behind "Hello Ana," and its empty line; 0 when the reply begins with something else. */
function greetingEnd(text: string): number {
  const end = text.indexOf("\n\n");
  return end > 0 && end <= 80 && /[,!:、。]$/.test(text.slice(0, end)) ? end + 2 : 0;
}
