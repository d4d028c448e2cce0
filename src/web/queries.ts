/** Every question the desk asks the server, once: the key it is cached under and how it is fetched. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type { Problem } from "../domain/errors.ts";
import { diffLines, type DiffLine } from "../domain/text-diff.ts";
import type { WireReport, WireReportCatalogue, WireReportDrill } from "../domain/report.ts";
import type * as wire from "../domain/wire.ts";
import { api } from "./api.ts";

export type Items<T> = { items: T[] };
export type Page<T> = { items: T[]; next_cursor: string | null };
export type ApiKey = z.infer<typeof wire.apiKey>;
export type Quarantined = z.infer<typeof wire.quarantined>;
export type AuditEntry = z.infer<typeof wire.auditEntry>;
export type Team = z.infer<typeof wire.team>;

/** A page of the list; `meant`: words that occur nowhere, and what was looked for in their place. */
export type FoundPage = Page<wire.ConversationSummary> & { meant?: { typed: string; meant: string[] }[] };
export type ListFilter = { view: string; q: string; category: string };
const pageSize = 50;

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => api<wire.Me>("/api/v1/me", { signal }),
  staleTime: 60_000,
  retry: false,
});

export const countsQuery = queryOptions({
  queryKey: ["counts"],
  queryFn: ({ signal }) => api<wire.Counts>("/api/v1/conversations/counts", { signal }),
});

/** One page of the list; `cursor` null is the first. */
export function fetchList(filter: ListFilter, cursor: string | null, signal?: AbortSignal): Promise<FoundPage> {
  const query = new URLSearchParams({ view: filter.view, limit: String(pageSize) });
  if (filter.q) query.set("q", filter.q);
  if (filter.category) query.set("category", filter.category);
  if (cursor) query.set("cursor", cursor);
  return api(`/api/v1/conversations?${query}`, signal ? { signal } : {});
}

/** Live updates merge into it by hand (see pages/inbox/list-live.ts), so that rows never jump: it never refetches by itself. */
export const listQuery = (filter: ListFilter) =>
  infiniteQueryOptions({
    queryKey: ["list", filter.view, filter.q, filter.category],
    queryFn: ({ pageParam, signal }) => fetchList(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    staleTime: 10_000,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: ["conversation", id],
    queryFn: ({ signal }) => api<wire.WireConversation>(`/api/v1/conversations/${id}`, { signal }),
    staleTime: 30_000,
  });

/** Who is where just now. Events tell of changes; that somebody has gone without a word is found out by asking. */
export const presenceQuery = queryOptions({
  queryKey: ["presence"],
  queryFn: async ({ signal }) => (await api<Items<wire.WirePresence>>("/api/v1/presence", { signal })).items,
  refetchInterval: 15_000,
});

export const nudgesQuery = queryOptions({
  queryKey: ["nudges"],
  queryFn: ({ signal }) => api<Items<wire.WireNudge> & { unread: number }>("/api/v1/nudges", { signal }),
});

export const undoQuery = queryOptions({
  queryKey: ["undo-send"],
  queryFn: ({ signal }) => api<{ seconds: number }>("/api/v1/settings/undo-send", { signal }),
});

export const contextQuery = (id: string) =>
  queryOptions({
    queryKey: ["context", id],
    queryFn: ({ signal }) => api<wire.WireContext>(`/api/v1/conversations/${id}/context`, { signal }),
    staleTime: 60_000,
  });

export const runQuery = (id: string) =>
  queryOptions({ queryKey: ["run", id], queryFn: ({ signal }) => api<wire.WireRun>(`/api/v1/runs/${id}`, { signal }), staleTime: 60_000 });

function listOf<T>(name: string) {
  return queryOptions({
    queryKey: [name],
    queryFn: ({ signal }) => api<Items<T>>(`/api/v1/${name}`, { signal }),
    select: (answer) => answer.items,
    staleTime: 30_000,
  });
}
export const snippetsQuery = listOf<wire.WireSnippet>("snippets");
export const usersQuery = listOf<wire.WireUser>("users");
export const teamsQuery = listOf<Team>("teams");
export const keysQuery = listOf<ApiKey>("keys");
export const savedViewsQuery = queryOptions({
  queryKey: ["saved-views"],
  queryFn: ({ signal }) => api<Items<wire.WireSavedView>>("/api/v1/saved-views", { signal }),
  select: (answer) => answer.items,
});
export const tagsQuery = (begin: string) =>
  queryOptions({
    queryKey: ["tags", begin],
    queryFn: ({ signal }) => api<Items<string>>(`/api/v1/tags?q=${encodeURIComponent(begin)}`, { signal }),
    select: (answer) => answer.items,
    staleTime: 10_000,
  });
export const hoursQuery = queryOptions({
  queryKey: ["hours"],
  queryFn: ({ signal }) => api<wire.WireWorkHours>("/api/v1/hours", { signal }),
  staleTime: 600_000,
});
export const workflowsQuery = listOf<wire.WireWorkflow>("workflows");
export const quarantineQuery = listOf<Quarantined>("quarantine");

export const modelsQuery = queryOptions({
  queryKey: ["models"],
  queryFn: ({ signal }) => api<wire.WireReaderModels>("/api/v1/models", { signal }),
  // A training goes on in the background; nothing else tells when it is over.
  refetchInterval: (query) => (query.state.data?.is_training ? 3_000 : false),
});

export const languageModelsQuery = queryOptions({
  queryKey: ["language-models"],
  queryFn: ({ signal }) => api<wire.WireLanguageModels>("/api/v1/language-models", { signal }),
});

/** While a shop is being read, how far it is; else now and then how everything does. */
export const connectionsQuery = queryOptions({
  queryKey: ["connections"],
  queryFn: ({ signal }) => api<Items<wire.WireConnection>>("/api/v1/connections", { signal }),
  select: (answer) => answer.items,
  refetchInterval: (query) => (query.state.data?.items.some(({ sync }) => sync?.is_running) ? 2_000 : 15_000),
});
/** The program's own: they change with a new version only. */
export const connectorsQuery = queryOptions({
  queryKey: ["connectors"],
  queryFn: ({ signal }) => api<Items<wire.WireConnector>>("/api/v1/connectors", { signal }),
  select: (answer) => answer.items,
  staleTime: Infinity,
});
export const firstStepsQuery = queryOptions({
  queryKey: ["first-steps"],
  queryFn: ({ signal }) => api<wire.WireFirstSteps>("/api/v1/first-steps", { signal }),
});

export const workflowQuery = (name: string) =>
  queryOptions({
    queryKey: ["workflow", name],
    queryFn: ({ signal }) => api<wire.WireWorkflowSource>(`/api/v1/workflows/${encodeURIComponent(name)}`, { signal }),
  });

export const workflowVocabularyQuery = queryOptions({
  queryKey: ["workflow-vocabulary"],
  queryFn: ({ signal }) => api<wire.WireWorkflowVocabulary>("/api/v1/workflow-vocabulary", { signal }),
  staleTime: 30_000,
});

/** Conversations of any state, the newest first. */
export const anyConversationsQuery = (q: string) =>
  queryOptions({
    queryKey: ["any-conversations", q],
    queryFn: ({ signal }) =>
      api<Page<wire.ConversationSummary>>(`/api/v1/conversations?${new URLSearchParams({ limit: "20", ...(q ? { q } : {}) })}`, { signal }),
    select: (answer) => answer.items,
  });

/** What is wrong with a file as it is typed. */
export const workflowCheckQuery = (name: string, source: string) =>
  queryOptions({
    queryKey: ["workflow-check", name, source],
    queryFn: async ({ signal }) =>
      (await api<{ problems: Problem[] }>(`/api/v1/workflows/${encodeURIComponent(name)}/check`, { body: { source }, signal })).problems,
    staleTime: 10_000,
    gcTime: 30_000,
  });

export const versionDiffQuery = (name: string, from: string, to: string) =>
  queryOptions({
    queryKey: ["workflow-diff", name, from, to],
    queryFn: ({ signal }) => api<WireDiff>(`/api/v1/workflows/${encodeURIComponent(name)}/diff?from=${from}&to=${to}`, { signal }),
    staleTime: Infinity,
  });
export type WireDiff = { lines: DiffLine[] };

export const categoryModesQuery = listOf<wire.WireCategoryMode>("category-modes");
export const articlesQuery = listOf<wire.WireArticle>("articles");
export const gapsQuery = (state: wire.WireGap["state"]) =>
  queryOptions({
    queryKey: ["gaps", state],
    queryFn: ({ signal }) => api<Items<wire.WireGap>>(`/api/v1/gaps?state=${state}`, { signal }),
    select: (answer) => answer.items,
  });
export const findingsQuery = queryOptions({
  queryKey: ["article-findings"],
  queryFn: ({ signal }) => api<wire.WireFindings>("/api/v1/article-findings", { signal }),
});
export const articleQuery = (name: string, language: string) =>
  queryOptions({
    queryKey: ["article", name, language],
    queryFn: ({ signal }) => api<{ source: string }>(`/api/v1/articles/${name}/${language}`, { signal }),
  });
export const templatesQuery = queryOptions({
  queryKey: ["templates"],
  queryFn: ({ signal }) => api<wire.WireTemplates>("/api/v1/templates", { signal }),
  staleTime: 30_000,
});
const templatePath = (id: string): string => `/api/v1/templates/${encodeURIComponent(id)}`;
export const templateQuery = (id: string) =>
  queryOptions({ queryKey: ["template", id], queryFn: ({ signal }) => api<wire.WireTemplate>(templatePath(id), { signal }) });

export const fetchTemplateVersion = (id: string, version: string, signal?: AbortSignal) =>
  api<{ source: string }>(`${templatePath(id)}/versions/${version}`, signal ? { signal } : {});

export const templateDiffQuery = (id: string, from: string, to: string) =>
  queryOptions({
    queryKey: ["template-diff", id, from, to],
    queryFn: async ({ signal }): Promise<WireDiff> => {
      const [before, after] = await Promise.all([fetchTemplateVersion(id, from, signal), fetchTemplateVersion(id, to, signal)]);
      return { lines: diffLines(before.source, after.source) };
    },
    staleTime: Infinity,
  });

/** Saves a text, or with `check` only looks at it. What is wrong comes back; nothing is changed then. */
export const putTemplate = (id: string, source: string, check: boolean, signal?: AbortSignal) =>
  api<{ problems: Problem[] }>(templatePath(id), { method: "PUT", body: { source, check }, ...(signal ? { signal } : {}) });

export const templateCheckQuery = (id: string, source: string) =>
  queryOptions({
    queryKey: ["template-check", id, source],
    queryFn: async ({ signal }) => (await putTemplate(id, source, true, signal)).problems,
    gcTime: 60_000,
  });

export type PreviewWish = { name: string; order_number?: string; channel?: string; unsaved?: { id: string; source: string } };
export const templatePreviewQuery = (wish: PreviewWish) =>
  queryOptions({
    queryKey: ["template-preview", wish],
    queryFn: ({ signal }) => api<wire.WireTemplatePreview>("/api/v1/templates/preview", { body: wish, signal }),
    gcTime: 60_000,
  });

export type VoiceWish = { text: string; language?: string; connection_id: string };
export const voiceQuery = (wish: VoiceWish) =>
  queryOptions({
    queryKey: ["voice", wish],
    queryFn: ({ signal }) => api<wire.WireVoiceReport>("/api/v1/voice/check", { body: wish, signal }),
    staleTime: 60_000,
    gcTime: 60_000,
    // A hint: when it fails, it is simply not there.
    retry: false,
  });

export const incidentsQuery = listOf<wire.WireIncident>("incidents");

/** `name`: policies, hours, teams or voice. */
export const rulesQuery = (name: string) =>
  queryOptions({
    queryKey: ["rules", name],
    queryFn: ({ signal }) => api<wire.WireRules>(`/api/v1/rules/${name}`, { signal }),
  });

export const ladderQuery = (name: string) =>
  queryOptions({
    queryKey: ["ladder", name],
    queryFn: ({ signal }) => api<wire.WireLadder>(`/api/v1/workflows/${encodeURIComponent(name)}/ladder`, { signal }),
  });

export const toReviewQuery = queryOptions({
  queryKey: ["to-review"],
  queryFn: async ({ signal }) => (await api<{ items: wire.WireToReview[] }>("/api/v1/to-review", { signal })).items,
});

export const auditQuery = infiniteQueryOptions({
  queryKey: ["audit-log"],
  queryFn: ({ pageParam, signal }) =>
    api<Page<AuditEntry>>(`/api/v1/audit-log${pageParam ? `?cursor=${encodeURIComponent(pageParam)}` : ""}`, { signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next_cursor,
});

export const reportCatalogueQuery = queryOptions({
  queryKey: ["reports"],
  queryFn: ({ signal }) => api<WireReportCatalogue>("/api/v1/reports", { signal }),
  staleTime: 60_000,
});

/** `query`: days, comparison and filters as the text of a query. */
export const reportQuery = (name: string, query: string) =>
  queryOptions({
    queryKey: ["report", name, query],
    queryFn: ({ signal }) => api<WireReport>(`/api/v1/reports/${name}?${query}`, { signal }),
    staleTime: 60_000,
  });

export const reportBehindQuery = (name: string, query: string) =>
  infiniteQueryOptions({
    queryKey: ["report-behind", name, query],
    queryFn: ({ pageParam, signal }) => api<WireReportDrill>(`/api/v1/reports/${name}/drill?${query}&offset=${pageParam}`, { signal }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const shown = pages.reduce((sum, { items }) => sum + items.length, 0);
      return shown < last.total && last.items.length > 0 ? shown : undefined;
    },
  });
