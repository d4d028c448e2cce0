/** How a shop speaks, as it writes it down: voice.yaml. The schema is also the file's reference. */
import { z } from "zod";
import { languageCode } from "../../domain/desk-rules.ts";

const liquid = z.string().min(1).max(1_000);
const word = z.strictObject({
  word: z.string().min(1).max(60).meta({ description: "A word or a few, in any capitals; a * at the end stands for any ending." }),
  use: z.string().min(1).max(60).optional().meta({ description: "What to write instead." }),
  language: languageCode.optional().meta({ description: "Only in this language." }),
});
const host = z
  .string()
  .max(253)
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
    "a host like parcels.example, in lower case, without https:// and without a path",
  );
export const tones = ["formal", "casual"] as const;
const tone = z.enum(tones);

const ownLanguage = z.strictObject({
  tone: tone.optional().meta({ description: "Where it differs: Sie or du, vous or tu, usted or tú." }),
  greeting: liquid.optional().meta({
    description: "Liquid with the facts of templates, e.g. `Moin{% if customer.first_name %} {{ customer.first_name }}{% endif %},`.",
  }),
  sign_off: liquid.optional().meta({ description: "Liquid, e.g. `Bis bald\\n{{ voice.agent }}`." }),
  footer: z
    .string()
    .min(1)
    .max(2_000)
    .optional()
    .meta({ description: "What the law wants below a letter. Only on channels that can carry it." }),
  disclosure: z.string().min(1).max(300).optional().meta({ description: "How an automatic reply says so, and how to get a person." }),
});

export const voiceFile = z.strictObject({
  voice: z.strictObject({
    name: z.string().min(1).max(80).optional().meta({ description: "What the brand calls itself; else the name of the store." }),
    agent: z.string().min(1).max(80).optional().meta({ description: "Who signs an automatic reply; else the name of the brand." }),
    tone: tone.default("formal").meta({ description: "How customers are addressed where nothing else is said." }),
    emoji: z.enum(["never", "sparingly", "freely"]).default("never").meta({ description: "sparingly: one in a reply." }),
    avoid: z.array(word).max(500).default([]).meta({ description: "Words the brand does not use." }),
    prefer: z.array(word).max(500).default([]).meta({ description: "Words the brand uses instead of others; `use` is the word it uses." }),
    length: z
      .record(z.string().max(40), z.int().min(40).max(20_000))
      .default({})
      .meta({ description: "At most this many characters, by channel: chat, email, sms, …" }),
    footers_on: z.array(z.string().max(40)).default(["email"]).meta({ description: "Channels whose replies carry the footer." }),
    disclosure: z.enum(["always", "first", "never"]).default("always").meta({
      description: "Whether automatic replies say that they are, and how to get a person: in each, in the first of a conversation, or not.",
    }),
    links: z.array(host).max(200).default([]).meta({
      description:
        "Hosts that replies may lead to, e.g. `parcels.example`, beside those of the connected shops, carriers and the help centre. A reply with any other link waits for a person.",
    }),
    languages: z.record(languageCode, ownLanguage).default({}),
  }),
});
export type VoiceFile = z.infer<typeof voiceFile>["voice"];
export type Tone = (typeof tones)[number];

export const voiceKeys = [
  "voice",
  ...Object.keys(voiceFile.shape.voice.shape),
  ...Object.keys(ownLanguage.shape),
  ...Object.keys(word.shape),
];
