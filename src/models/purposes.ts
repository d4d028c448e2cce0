/** What a desk may use a language model for, and why it may get no answer. */

export const purposes = {
  draft: { timeoutMs: 60_000, keepMs: null },
  rewrite: { timeoutMs: 30_000, keepMs: null },
  translate: { timeoutMs: 30_000, keepMs: 30 * 86_400_000 },
  summarise: { timeoutMs: 45_000, keepMs: 7 * 86_400_000 },
  second_opinion: { timeoutMs: 20_000, keepMs: null },
  embed: { timeoutMs: 20_000, keepMs: 90 * 86_400_000 },
} as const satisfies Record<
  string,
  { /** Over all attempts. */ timeoutMs: number; /** How long an answer may be given again; null never. */ keepMs: number | null }
>;

export type Purpose = keyof typeof purposes;
export type TextPurpose = Exclude<Purpose, "embed">;

/** Why there is no answer, as a person reads it. None of them stops anything: the desk goes on as it would without models. */
export const whyNot = {
  off: "Language models are not used for this.",
  no_connection: "There is no open connection to a language model for this.",
  cannot: "The connected language model cannot do this.",
  no_price: "Nobody has said what this model costs; enter its price (0 for one of your own).",
  over_budget: "The money for language models is used up for today.",
  too_long: "The text is too long to send.",
  resting: "The language model failed several times in a row and is left alone for a while.",
  timeout: "The language model took too long.",
  unavailable: "The language model cannot be reached, or does not answer properly.",
  unauthorized: "The language model's vendor does not accept the key.",
  refused: "The language model's vendor does not take the request.",
  refusal: "The language model will not answer this.",
  cut_off: "The answer was longer than allowed.",
  empty: "The answer was empty.",
  not_json: "The answer was not of the form asked for, twice.",
  invented: "The answer has placeholders for personal data that nobody sent.",
  stopped: "Nobody waited for the answer any more.",
  internal: "Something went wrong in Handrail; its log says what.",
} as const;

export type WhyNot = keyof typeof whyNot;
