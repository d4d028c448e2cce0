/** The brand's voice, ready to write with: greetings and sign-offs as templates, so that a name in them keeps its source. */
import { parse } from "yaml";
import type { Problem } from "../../domain/errors.ts";
import { compileTemplate, type Write } from "../compile-template.ts";
import { parseLiquid } from "../liquid-tree.ts";
import { disclosures, frames } from "./defaults.ts";
import { voiceFile, type Tone, type VoiceFile } from "./schema.ts";

export type VoicePiece = "greeting" | "sign_off";
export type Voice = {
  file: VoiceFile;
  tone(language: string): Tone;
  /** Writes into the reply under way. */
  piece(name: VoicePiece, language: string): Write;
  /** What templates may ask about the voice, as `voice.…`. */
  facts(language: string): { name: string | null; agent: string | null; tone: Tone };
  footer(language: string, channel: string): string | null;
  /** What an automatic reply says of itself; null when it need not. `isFirst`: of its conversation. */
  disclosure(language: string, isFirst: boolean): string | null;
};

/** `source` was checked by voiceProblems. */
export const readVoice = (source: string): Voice => createVoice(voiceFile.parse(parse(source)).voice);

export function createVoice(file: VoiceFile = voiceFile.parse({ voice: {} }).voice): Voice {
  const made = new Map<string, Write>();
  const own = (language: string) => file.languages[language];
  const tone = (language: string): Tone => own(language)?.tone ?? file.tone;
  return {
    file,
    tone,
    piece(name, language) {
      const key = `${name}/${language}`;
      let write = made.get(key);
      if (!write) {
        write = compilePiece(own(language)?.[name] ?? (frames[language] ?? frames["en"]!)[tone(language)][name]);
        made.set(key, write);
      }
      return write;
    },
    facts: (language) => ({ name: file.name ?? null, agent: file.agent ?? null, tone: tone(language) }),
    footer: (language, channel) => (file.footers_on.includes(channel) ? (own(language)?.footer ?? null) : null),
    disclosure(language, isFirst) {
      if (file.disclosure === "never" || (file.disclosure === "first" && !isFirst)) return null;
      return own(language)?.disclosure ?? disclosures[language] ?? disclosures["en"]!;
    },
  };
}

function compilePiece(source: string): Write {
  const parsed = parseLiquid(source);
  if ("fault" in parsed) throw new TypeError(parsed.fault.message);
  return compileTemplate(parsed.nodes, { file: "voice.yaml", source }).write;
}

/** Mistakes in the Liquid of a voice file whose form is right. */
export function voiceProblems({ languages }: VoiceFile, file: string): Problem[] {
  return Object.entries(languages).flatMap(([language, own]) =>
    (["greeting", "sign_off"] as const).flatMap((name): Problem[] => {
      const source = own[name];
      if (source === undefined) return [];
      const parsed = parseLiquid(source);
      const where = `voice.languages.${language}.${name}`;
      if ("fault" in parsed) return [{ file, message: `${where}: ${parsed.fault.message}`, mend: "See docs/rules-reference.md." }];
      const { problems, needs } = compileTemplate(parsed.nodes, { file, source });
      const unsure = [...needs].filter((fact) => !["voice", "store", "customer", "now"].includes(fact));
      return [
        ...problems.map(({ message, mend }) => ({ file, message: `${where}: ${message}`, ...(mend ? { mend } : {}) })),
        ...unsure.map((fact) => ({
          file,
          message: `${where}: not every reply knows ${fact}`,
          mend: "Use customer, store and voice only.",
        })),
      ];
    }),
  );
}

/** What stands below an automatic message. `channel`: chat, email, … */
export function closingOf(voice: Voice, channel: string, language: string, isFirst: boolean): string | null {
  const parts = [voice.disclosure(language, isFirst), voice.footer(language, channel)].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join("\n\n");
}
