/** Reply templates: loading them with every mistake at its place, and writing replies in which every fact has a source. */
import { AppError, type Problem } from "../domain/errors.ts";
import type { Reply } from "../domain/run.ts";
import { unsourcedPieces } from "./check.ts";
import { compileTemplate, type Facts, type SourceTable, type Write, type Writing } from "./compile-template.ts";
import { groundingLanguage } from "./grounding/language.ts";
import { strayPieces, vocabularyOf, type Vocabulary } from "./grounding/own-words.ts";
import { groundingWords } from "./grounding/words.ts";
import { contradictions, groundReply } from "./grounding/ground-reply.ts";
import { unpaidPieces, unsafePieces } from "./safety.ts";
import { frames } from "./voice/defaults.ts";
import type { Tone } from "./voice/schema.ts";
import { createVoice, type Voice } from "./voice/voice.ts";
import { parseLiquid } from "./liquid-tree.ts";

export type TemplateFile = {
  /** e.g. "order-on-its-way.en.liquid", folders before it do not matter. */ file: string;
  source: string;
};
export type Template = {
  name: string;
  language: string;
  /** Null: fits any tone that has no text of its own. */
  tone: Tone | null;
  file: string;
  source: string;
  needs: readonly string[];
  write: Write;
};

export type Templates = {
  has(name: string): boolean;
  names(): readonly string[];
  languages(name: string): readonly string[];
  /** Facts it cannot do without in any of its languages, by top-level name; undefined when there is no such template. */
  needs(name: string): readonly string[] | undefined;
  render(name: string, language: string, facts: Facts, sources: SourceTable): Reply;
  /**
   * A text that no template wrote: each fact matched to its source, and what a machine must not say marked. `isWhole`: it has
   * its greeting and signature; else the brand's are put around it. `author` stands where a template's name would.
   */
  check(text: string, language: string, facts: Facts, sources: SourceTable, options: { author: string; isWhole: boolean }): Reply;
  /** How they speak. */
  voice: Voice;
};

export type WritingOptions = {
  /** IANA zone in which days are named and counted. */
  timeZone: string;
  /** BCP 47 locale by language, where the plain language is not what the shop wants. */
  locales: Readonly<Record<string, string>>;
  /** Used when a template is missing in the customer's language. */
  fallbackLanguage: string;
  voice: Voice;
  /** What stands for a fact that is not known, in texts a person finishes; without it they cannot be written. */
  blank?(field: string): string;
};

/** Day before month in English: shops that ship to more than one country are read wrong less often. */
const standard: WritingOptions = {
  timeZone: "UTC",
  locales: { en: "en-GB" },
  fallbackLanguage: "en",
  voice: createVoice(),
};

const fileForm = /^([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\.([a-z]{2,3})(?:\.(formal|casual))?\.liquid$/;

/** Parses and checks templates. Those without a mistake come back even when others have some. */
export function loadTemplates(files: readonly TemplateFile[]): {
  templates: Template[];
  problems: Problem[];
} {
  const templates: Template[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    const loaded = loadTemplate(file);
    if (Array.isArray(loaded)) problems.push(...loaded);
    else templates.push(loaded);
  }
  return { templates, problems };
}

function loadTemplate({ file, source }: TemplateFile): Template | Problem[] {
  const [, name, language, tone] = fileForm.exec(file.slice(file.lastIndexOf("/") + 1)) ?? [];
  if (!name || !language)
    return [
      {
        file,
        line: 1,
        column: 1,
        message: "The file name of a template says its name and language",
        mend: "e.g. order-on-its-way.en.liquid, or order-on-its-way.de.casual.liquid for one tone",
      },
    ];
  const parsed = parseLiquid(source);
  if ("fault" in parsed)
    return [
      {
        file,
        line: parsed.fault.line,
        column: parsed.fault.column,
        message: parsed.fault.message,
        mend: "Templates may use {{ fact | filter }}, if, unless, case, for and comment.",
      },
    ];
  const { write, needs, problems } = compileTemplate(parsed.nodes, { file, source });
  return problems.length > 0
    ? problems
    : { name, language, tone: (tone as Tone | undefined) ?? null, file, source, needs: [...needs].sort(), write };
}

/** The templates of a desk, ready to write with. The same arguments give the same reply. */
export function createTemplates(templates: readonly Template[], options: Partial<WritingOptions> = {}): Templates {
  const settings = { ...standard, ...options };
  const byName = Map.groupBy(templates, (template) => template.name);
  const vocabularies = new Map<string, Vocabulary>();
  const vocabulary = (language: string): Vocabulary => {
    let known = vocabularies.get(language);
    if (!known) vocabularies.set(language, (known = ownWords(language, templates)));
    return known;
  };
  return {
    voice: settings.voice,
    check: (text, language, facts, sources, { author, isWhole }) =>
      check(isWhole ? text : framed(text, language, facts, sources, settings), language, { facts, sources, author, vocabulary }, settings),
    has: (name) => byName.has(name),
    names: () => [...byName.keys()].sort(),
    languages: (name) => [...new Set((byName.get(name) ?? []).map((template) => template.language))].sort(),
    needs: (name) => (byName.has(name) ? [...new Set(byName.get(name)!.flatMap((template) => template.needs))].sort() : undefined),
    render: (name, language, facts, sources) => write(choose(byName.get(name), name, language, settings), facts, sources, settings),
  };
}

function choose(
  versions: readonly Template[] | undefined,
  name: string,
  language: string,
  { fallbackLanguage, voice }: WritingOptions,
): Template {
  const inTone = (one: Template) => one.tone === voice.tone(one.language);
  const of = (wanted: string) => {
    const fit = versions?.filter((one) => one.language === wanted) ?? [];
    return fit.find(inTone) ?? fit.find(({ tone }) => tone === null) ?? fit[0];
  };
  const template = of(language) ?? of(fallbackLanguage) ?? versions?.[0];
  if (!template) throw new AppError("template_invalid", `There is no template "${name}"`);
  return template;
}

function write(template: Template, given: Facts, sources: SourceTable, { timeZone, locales, voice, blank }: WritingOptions): Reply {
  const { language } = template;
  const facts: Facts = { ...given, voice: voice.facts(language) };
  const now = typeof facts["now"] === "string" ? facts["now"] : "1970-01-01T00:00:00.000Z";
  const writing: Writing = {
    text: "",
    evidence: [],
    facts,
    sources,
    style: { language, locale: locales[language] ?? language, timeZone, now },
    voice: (piece) => voice.piece(piece, language),
    ...(blank ? { blank } : {}),
    loops: [],
  };
  template.write(writing);
  // Only blanks can stand at the end: facts are trimmed, so no offset moves.
  const text = writing.text.trimEnd();
  return {
    text,
    language,
    template: template.name,
    evidence: writing.evidence,
    unsourced: [...unsourcedPieces(text, writing.evidence, language), ...against(text, language, facts)],
  };
}

/** The brand's greeting and signature around a text; where one cannot be written (no name to use), the text goes without it. */
function framed(body: string, language: string, facts: Facts, sources: SourceTable, { voice, locales, timeZone }: WritingOptions): string {
  const piece = (name: "greeting" | "sign_off"): string => {
    const style = { language, locale: locales[language] ?? language, timeZone, now: String(facts["now"] ?? "") };
    const writing: Writing = { text: "", evidence: [], facts: { ...facts, voice: voice.facts(language) }, sources, style, loops: [] };
    voice.piece(name, language)(writing);
    return writing.text.trim();
  };
  return [piece("greeting"), body.trim(), piece("sign_off")].filter(Boolean).join("\n\n");
}

/** How the shop speaks in a language: what its templates say, and what can be said of orders and parcels. */
function ownWords(language: string, templates: readonly Template[]): Vocabulary {
  const words = Object.hasOwn(groundingWords, language) ? groundingWords[language]! : null;
  const grounding = words
    ? [...Object.values(words.states), ...Object.values(words.roles), ...Object.values(words.units), words.not, words.future, words.joints]
    : [];
  const framing = Object.values(frames[language] ?? {}).flatMap(({ greeting, sign_off: signOff }) => [greeting, signOff]);
  return vocabularyOf(language, [
    ...templates.filter((one) => one.language === language).map(({ source }) => source),
    ...framing,
    ...grounding,
  ]);
}

type Checked = { facts: Facts; sources: SourceTable; author: string; vocabulary(language: string): Vocabulary };

function check(
  text: string,
  language: string,
  { facts, sources, author, vocabulary }: Checked,
  { timeZone, voice }: WritingOptions,
): Reply {
  const now = typeof facts["now"] === "string" ? facts["now"] : "1970-01-01T00:00:00.000Z";
  const known = { ...facts, voice: voice.facts(language) };
  const { evidence, unsourced } = groundReply(text, language, known, sources, { timeZone, now });
  const words = groundingLanguage(language);
  const stray = words ? strayPieces(text, words, known, evidence, vocabulary(language)) : [];
  const pieces = [...unsourced, ...unsafePieces(text), ...unpaidPieces(text, facts), ...stray].map(({ text: piece, start, end }) => ({
    text: piece,
    start,
    end,
  }));
  return { text, language, template: `model:${author}`.slice(0, 100), evidence, unsourced: pieces };
}

/** What a template says that the facts of this run deny: it was used in a branch it was not written for. */
function against(text: string, language: string, facts: Facts): Reply["unsourced"] {
  return contradictions(text, language, facts).map(({ text: piece, start, end }) => ({ text: piece, start, end }));
}
