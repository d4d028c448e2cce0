import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { MessageSquareText } from "lucide-react";
import { useState } from "react";
import type { WireTemplateItem } from "../../../domain/wire.ts";
import { meQuery, templatesQuery } from "../../queries.ts";
import { Badge } from "../../ui/badge.tsx";
import { Field } from "../../ui/field.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { Empty, Fault, SkeletonLines } from "../../ui/states.tsx";
import { dayTime } from "../../ui/time.ts";
import { inWords, languageName } from "../../ui/words.ts";
import { NewTemplate } from "./new-template.tsx";

/** The replies workflows write, each in its languages and tones. */
export function Page() {
  const templates = useQuery(templatesQuery);
  const { data: me } = useQuery(meQuery);
  const [words, setWords] = useState("");
  const items = templates.data?.items ?? [];
  const shown = items.filter((item) => isFound(item, words));
  return (
    <PageFrame
      title="Templates"
      lead="The replies that workflows write, in each language. Every fact in them comes from the shop, and its source is kept with the reply."
    >
      {me?.user.role === "admin" && <NewTemplate taken={items.map(({ name }) => name)} />}
      {items.length > 0 && (
        <Field
          label="Search"
          type="search"
          value={words}
          placeholder="Name or language"
          className="mb-4 max-w-sm"
          onChange={(event) => setWords(event.target.value)}
        />
      )}
      {templates.isPending && <SkeletonLines lines={8} className="" />}
      {templates.error && <Fault error={templates.error} retry={() => void templates.refetch()} />}
      {templates.data && items.length === 0 && (
        <Empty icon={MessageSquareText} title="No templates yet">
          Apply the starter pack with “handrail apply starter”, or write your own.
        </Empty>
      )}
      {items.length > 0 && (
        <p role="status" className="mb-2 text-[13px] text-ink-2">
          {shown.length === items.length ? `${items.length} templates` : `${shown.length} of ${items.length} templates`}
        </p>
      )}
      <ul className="space-y-2">
        {shown.map((item) => (
          <li key={item.name}>
            <Row item={item} />
          </li>
        ))}
      </ul>
    </PageFrame>
  );
}

/** Every word has to stand somewhere in its name or its languages. */
function isFound({ name, texts }: WireTemplateItem, words: string): boolean {
  const text = [name, inWords(name), ...texts.flatMap(({ language, tone }) => [language, languageName(language), tone ?? ""])]
    .join(" ")
    .toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function Row({ item: { name, texts } }: { item: WireTemplateItem }) {
  const changedAt = texts
    .map(({ updated_at: at }) => at)
    .sort()
    .at(-1);
  return (
    <Link to={`/templates/${name}`} className="block rounded-xl border border-line px-3 py-2 hover:border-line-strong hover:bg-hover">
      <span className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{inWords(name)}</span>
        <span className="font-mono text-[12px] break-all text-ink-2">{name}</span>
        {changedAt && <span className="ml-auto text-[13px] text-ink-2">{dayTime(changedAt, true)}</span>}
      </span>
      <span className="mt-1 flex flex-wrap gap-1">
        {texts.map(({ id, language, tone }) => (
          <Badge key={id}>
            {languageName(language)}
            {tone && <span className="text-accent-strong">{tone}</span>}
          </Badge>
        ))}
      </span>
    </Link>
  );
}
