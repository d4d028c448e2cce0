import type { FoundArticle } from "../../../domain/found-article.ts";
import type { StepContext } from "../../step.ts";
import type { Search } from "./find-order.ts";

const maxChars = 2_000;

/** By the words of the message, in the language of the message. What no article answers for sure is none. */
export async function findArticle({ input, sources, read }: StepContext): Promise<Search> {
  const question = input.messages
    .flatMap(({ subject, text }) => (subject ? [subject, text] : [text]))
    .join("\n")
    .trim()
    .slice(0, maxChars)
    .toWellFormed();
  const { language } = input.understanding;
  const asking = { storeId: input.storeId, conversationId: input.conversationId };
  const find = sources.answerFor ?? (async () => null);
  const article =
    question === "" ? null : await read<FoundArticle | null>(`article:${language}`, () => find(question, language, input.now, asking));
  if (!article) return { result: "none", why: `No article answers this in ${language}.` };
  const { name, title, heading, text, url } = article;
  return {
    result: "on",
    why: `The article “${title}” answers it${heading ? `, under “${heading}”` : ""}.`,
    facts: { article: { title, heading, text, url } },
    sources: { article: { source: `article:${name}`, at: input.now } },
  };
}
