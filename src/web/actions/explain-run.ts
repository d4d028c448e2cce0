import type { Action } from "./action.ts";

export const explainRun: Action = {
  id: "explain-run",
  label: "Why did this happen?",
  group: "Draft",
  key: "w",
  when: ({ inbox }) => (inbox?.conversation?.runs.length ?? 0) > 0,
  run: ({ inbox }) => inbox?.explain(),
};
