/** A passage of an article that answers a question: what stands under one heading. */
export type FoundArticle = { name: string; title: string; heading: string | null; text: string; url: string | null };
