import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { BookOpen } from "lucide-react";
import { useState } from "react";
import type { WireArticle, WireProposal } from "../../../domain/wire.ts";
import { articlesQuery, meQuery } from "../../queries.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { PageFrame, Part } from "../../ui/page-frame.tsx";
import { Empty, Fault, SkeletonLines } from "../../ui/states.tsx";
import { TabLinks } from "../../ui/tab-links.tsx";
import { dayTime } from "../../ui/time.ts";
import { languageName } from "../../ui/words.ts";
import { ArticleEditor } from "./article-editor.tsx";
import { Gaps } from "./gaps.tsx";
import { ToCheck } from "./to-check.tsx";
import { TryQuestion } from "./try-question.tsx";

/** `name` is empty for a new one; `proposal`: what it begins with, when it was proposed for a gap. */
export type OpenArticle = { name: string; language: string; proposal?: WireProposal & { covers: string } };

const tabs = [
  { id: "articles", label: "Articles", to: "/knowledge" },
  { id: "gaps", label: "Gaps", to: "/knowledge/gaps" },
  { id: "check", label: "To check", to: "/knowledge/check" },
];

/** What the shop knows, what it lacks, and what is not right in it. */
export function Page() {
  const { tab = "articles" } = useParams({ strict: false }) as { tab?: string };
  const { data: me } = useQuery(meQuery);
  const [open, setOpen] = useState<OpenArticle | null>(null);
  const canChange = me?.user.role === "admin";
  const common = { canChange, onOpen: setOpen };
  return (
    <PageFrame
      title="Knowledge"
      lead="Articles about shipping, returns, payment and whatever else customers ask. A workflow answers with the passage that fits, or not at all."
    >
      <TabLinks label="Knowledge" tabs={tabs} current={tab} />
      {open && (
        <ArticleEditor
          key={`${open.name}.${open.language}.${open.proposal?.covers ?? ""}`}
          {...open}
          canChange={canChange}
          onClose={() => setOpen(null)}
        />
      )}
      {tab === "gaps" ? <Gaps {...common} /> : tab === "check" ? <ToCheck {...common} /> : <Articles {...common} />}
    </PageFrame>
  );
}

function Articles({ canChange, onOpen }: { canChange: boolean; onOpen(article: OpenArticle): void }) {
  const articles = useQuery(articlesQuery);
  return (
    <>
      <TryQuestion />
      <Part title="Articles">
        {articles.isPending && <SkeletonLines lines={4} className="" />}
        {articles.error && <Fault error={articles.error} retry={() => void articles.refetch()} />}
        {articles.data?.length === 0 && (
          <Empty icon={BookOpen} title="No articles yet">
            Write the first one, or bring a folder of Markdown files with “handrail apply DIR”.
          </Empty>
        )}
        <ul className="space-y-2">
          {articles.data?.map((article) => (
            <li key={`${article.name}.${article.language}`}>
              <Row article={article} onOpen={() => onOpen({ name: article.name, language: article.language })} />
            </li>
          ))}
        </ul>
        {canChange && (
          <Button className="mt-3" onClick={() => onOpen({ name: "", language: "en" })}>
            New article
          </Button>
        )}
      </Part>
    </>
  );
}

function Row({ article, onOpen }: { article: WireArticle; onOpen(): void }) {
  const isOver = article.valid_until !== null && article.valid_until < new Date().toISOString().slice(0, 10);
  return (
    <article className="flex flex-wrap items-center gap-2 rounded-xl border border-line px-3 py-2">
      <h3 className="font-medium">{article.title}</h3>
      <Badge>{languageName(article.language)}</Badge>
      {article.audience === "agents" && <Badge tone="note">For the team only</Badge>}
      {article.store !== null && <Badge title="Only about this store">{article.store}</Badge>}
      {isOver && <Badge tone="warn">Out of date</Badge>}
      <span className="text-[13px] text-ink-2">
        {article.name}, {dayTime(article.updated_at, true)}
      </span>
      {article.audience === "public" && (
        <span className="ml-auto text-[13px] text-ink-2" title="What readers of the help centre said in the last 90 days">
          {helpfulWords(article)}
        </span>
      )}
      <Button
        className={article.audience === "public" ? "" : "ml-auto"}
        aria-label={`Open ${article.title}, ${languageName(article.language)}`}
        onClick={onOpen}
      >
        Open
      </Button>
    </article>
  );
}

function helpfulWords({ helpful_yes: yes, helpful_no: no }: WireArticle): string {
  return yes + no === 0 ? "No votes yet" : `Helpful: ${yes} of ${yes + no}`;
}
