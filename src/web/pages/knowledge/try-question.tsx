import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { WireArticleHit } from "../../../domain/wire.ts";
import { api, sentence } from "../../api.ts";
import type { Items } from "../../queries.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field, SelectField } from "../../ui/field.tsx";
import { Part } from "../../ui/page-frame.tsx";
import { languageName } from "../../ui/words.ts";

const languages = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "tr", "ja"].map((value) => ({
  value,
  label: languageName(value),
}));

/** Asks as a customer would: what would be answered, and what comes near. */
export function TryQuestion() {
  const [question, setQuestion] = useState("");
  const [language, setLanguage] = useState("en");
  const ask = useMutation({
    mutationFn: () => api<Items<WireArticleHit>>(`/api/v1/articles/search?${new URLSearchParams({ q: question, language, limit: "3" })}`),
  });
  const hits = ask.data?.items;
  return (
    <Part title="Ask as a customer">
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate();
        }}
      >
        <Field
          label="Question"
          value={question}
          required
          maxLength={2_000}
          className="min-w-60 flex-1"
          onChange={(event) => setQuestion(event.target.value)}
        />
        <SelectField
          label="Language"
          options={languages}
          value={language}
          className="w-40"
          onChange={(event) => setLanguage(event.target.value)}
        />
        <Button look="primary" type="submit" disabled={ask.isPending} className="h-9! max-md:h-11!">
          Ask
        </Button>
      </form>
      <p role="alert" className="mt-2 text-[13px] text-danger empty:hidden">
        {ask.error ? sentence(ask.error) : ""}
      </p>
      {hits && (
        <div role="status" className="mt-4 space-y-3">
          {!hits[0]?.is_answer && <p>No passage answers this for sure, so a person would. {hits.length > 0 ? "What comes near:" : ""}</p>}
          {hits.map(({ name, title, heading, text, is_answer: isAnswer }) => (
            <article key={`${name}/${heading ?? ""}`} className={`rounded-2xl border p-4 ${isAnswer ? "border-auto-line" : "border-line"}`}>
              <h3 className="mb-1 flex flex-wrap items-center gap-2 font-medium">
                {title}
                {heading ? `: ${heading}` : ""}
                {isAnswer && <Badge tone="ok">The answer</Badge>}
              </h3>
              <p dir="auto" className="own-direction whitespace-pre-wrap break-words text-ink-2">
                {text}
              </p>
            </article>
          ))}
        </div>
      )}
    </Part>
  );
}
