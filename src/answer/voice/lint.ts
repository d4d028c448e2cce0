/**
 * How well a text keeps to the brand's voice, with every reason. For drafts of models and people alike; what templates write
 * passes through it as well. A hint, never a lock: facts are checked elsewhere.
 */
import { addressWords } from "./address-words.ts";
import type { Voice } from "./voice.ts";

export type VoiceFinding = {
  rule: "tone" | "greeting" | "sign_off" | "emoji" | "avoid" | "prefer" | "length" | "shouting" | "footer";
  /** What was found, and where (UTF-16); null when something is missing. */
  text: string | null;
  start: number | null;
  end: number | null;
  why: string;
  mend: string;
};
/** `score` from 0 to 100; 100 when nothing was found. */
export type VoiceReport = { score: number; findings: VoiceFinding[] };

export type LintOptions = {
  language: string;
  /** chat, email, …: lengths and footers are by channel. */
  channel?: string | undefined;
  /** A whole letter begins and ends; an answer in a chat need not. */
  isLetter?: boolean;
  /** The desk puts the footer below when it is sent: nobody has to write it. */
  isFooterAdded?: boolean;
};

const maxChars = 20_000;
const costs: Record<VoiceFinding["rule"], number> = {
  tone: 25,
  greeting: 10,
  sign_off: 10,
  emoji: 10,
  avoid: 15,
  prefer: 8,
  length: 15,
  shouting: 10,
  footer: 10,
};
const emoji = /\p{Extended_Pictographic}/gu;

export function lintVoice(text: string, voice: Voice, options: LintOptions): VoiceReport {
  const read = text.slice(0, maxChars);
  const findings = [
    ...toneFindings(read, voice, options.language),
    ...wordFindings(read, voice, options.language),
    ...emojiFindings(read, voice),
    ...shoutingFindings(read),
    ...lengthFindings(text, voice, options),
  ];
  if (options.isLetter) findings.push(...frameFindings(read, voice, options));
  const cost = findings.reduce((sum, { rule }) => sum + costs[rule], 0);
  return { score: Math.max(0, 100 - cost), findings: findings.sort((a, b) => (a.start ?? Infinity) - (b.start ?? Infinity)) };
}

function found(rule: VoiceFinding["rule"], match: RegExpExecArray, why: string, mend: string): VoiceFinding {
  return { rule, text: match[0], start: match.index, end: match.index + match[0].length, why, mend };
}

/** Once is enough: a text in the wrong tone is in it throughout. */
function toneFindings(text: string, voice: Voice, language: string): VoiceFinding[] {
  const words = addressWords[language];
  const tone = voice.tone(language);
  const other = tone === "formal" ? words?.casual : words?.formal;
  const own = tone === "formal" ? words?.formal : words?.casual;
  if (!words || !other) return [];
  other.lastIndex = 0;
  const match = other.exec(text);
  if (!match) return [];
  // Words like Spanish "le" and "su" stand for others, too: the text is only wrong when it has more of the other tone.
  const count = (pattern: RegExp | null | undefined): number => (pattern ? [...text.matchAll(pattern)].length : 0);
  if (count(other) <= count(own)) return [];
  const name = tone === "formal" ? "formally" : "casually";
  return [
    found(
      "tone",
      match,
      `Customers are addressed ${name} in "${language}".`,
      tone === "formal" ? "Use the formal address." : "Use the casual address.",
    ),
  ];
}

function wordFindings(text: string, { file }: Voice, language: string): VoiceFinding[] {
  const applies = (entry: { language?: string | undefined }): boolean => entry.language === undefined || entry.language === language;
  const avoided = file.avoid
    .filter(applies)
    .flatMap((entry) =>
      [...text.matchAll(patternOf(entry.word))].map((match) =>
        found(
          "avoid",
          match,
          `The brand does not say "${match[0]}".`,
          entry.use ? `Write "${entry.use}".` : "Leave it out or say it in other words.",
        ),
      ),
    );
  const preferred = file.prefer
    .filter(applies)
    .flatMap((entry) =>
      entry.use === undefined
        ? []
        : [...text.matchAll(patternOf(entry.word))].map((match) =>
            found("prefer", match, `The brand says "${entry.use}".`, `Write "${entry.use}".`),
          ),
    );
  return [...avoided, ...preferred].slice(0, 50);
}

const patterns = new Map<string, RegExp>();

function patternOf(word: string): RegExp {
  let pattern = patterns.get(word);
  if (!pattern) {
    const isOpen = word.endsWith("*");
    const plain = (isOpen ? word.slice(0, -1) : word).replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
    pattern = new RegExp(`(?<![\\p{L}\\p{N}])${plain}${isOpen ? "[\\p{L}]*" : ""}(?![\\p{L}\\p{N}])`, "giu");
    if (patterns.size > 2_000) patterns.clear();
    patterns.set(word, pattern);
  }
  return pattern;
}

function emojiFindings(text: string, { file }: Voice): VoiceFinding[] {
  if (file.emoji === "freely") return [];
  const most = file.emoji === "never" ? 0 : 1;
  // Digits and # count as pictographs only with a mark behind them; ™ and © are letters of the trade.
  const all = [...text.matchAll(emoji)].filter(({ 0: sign }) => !/[\d#*©®™]/u.test(sign));
  const extra = all[most];
  return extra
    ? [found("emoji", extra, most === 0 ? "The brand writes no emoji." : "One emoji in a reply is enough.", "Leave it out.")]
    : [];
}

function shoutingFindings(text: string): VoiceFinding[] {
  const match = /!{2,}|\p{Lu}{4,}(?:[ \u00a0]\p{Lu}{2,}){1,20}/u.exec(text);
  return match ? [found("shouting", match, "It reads like shouting.", "Use one mark, and capitals only where words begin.")] : [];
}

function lengthFindings(text: string, { file }: Voice, { channel }: LintOptions): VoiceFinding[] {
  const most = channel === undefined ? undefined : file.length[channel];
  if (most === undefined || text.length <= most) return [];
  return [
    {
      rule: "length",
      text: null,
      start: null,
      end: null,
      why: `It has ${text.length} characters; on ${channel} the brand writes at most ${most}.`,
      mend: "Shorten it.",
    },
  ];
}

/** Whether it begins and ends as the brand's letters do, by the words that do not depend on who is written to. */
function frameFindings(text: string, voice: Voice, { language, channel, isFooterAdded = false }: LintOptions): VoiceFinding[] {
  const missing = (rule: "greeting" | "sign_off" | "footer", why: string, mend: string): VoiceFinding => ({
    rule,
    text: null,
    start: null,
    end: null,
    why,
    mend,
  });
  const lower = text.toLowerCase();
  const fixed = (piece: "greeting" | "sign_off"): string => fixedWords(voice, piece, language);
  const findings: VoiceFinding[] = [];
  const greeting = fixed("greeting");
  if (greeting !== "" && !lower.trimStart().startsWith(greeting))
    findings.push(missing("greeting", "It does not begin as the brand's letters do.", `Begin with “${greeting}”.`));
  const signOff = fixed("sign_off");
  if (signOff !== "" && !lower.slice(-600).includes(signOff))
    findings.push(missing("sign_off", "It does not end as the brand's letters do.", `End with “${signOff}”.`));
  const footer = channel === undefined || isFooterAdded ? null : voice.footer(language, channel);
  if (footer !== null && !text.includes(footer))
    findings.push(missing("footer", `Letters on ${channel} carry a footer.`, "It is added when the reply is sent."));
  return findings;
}

/** What does not depend on who is written to: the first word of a greeting, the first two of a sign-off. */
function fixedWords(voice: Voice, piece: "greeting" | "sign_off", language: string): string {
  const writing = {
    text: "",
    evidence: [],
    facts: { voice: {}, store: {}, customer: {} },
    sources: {},
    style: { language, locale: language, timeZone: "UTC", now: "" },
    loops: [],
  };
  try {
    voice.piece(piece, language)(writing);
  } catch {
    // It cannot be written without a name; then nothing is fixed about it.
    return "";
  }
  return (writing.text.split("\n", 1)[0] ?? "")
    .toLowerCase()
    .replace(/[\p{P}\s]+$/u, "")
    .split(/\s+/)
    .slice(0, piece === "greeting" ? 1 : 2)
    .join(" ");
}
