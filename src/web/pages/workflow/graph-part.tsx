import {
  Ban,
  Bell,
  BellOff,
  CheckCheck,
  CircleAlert,
  CircleCheck,
  CircleHelp,
  Clock,
  CornerDownRight,
  Forward,
  PenLine,
  Play,
  Reply,
  Search,
  Send,
  ShieldCheck,
  Split,
  Tag,
  UserCheck,
  Users,
  Workflow,
  Zap,
} from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { inWords, lookupWords } from "../../ui/words.ts";
import type { GraphProps } from "./graph.tsx";
import { allParts, type Part } from "./file/outline.ts";
import type { WorkflowWords } from "./words.ts";

const icons: Record<string, LucideIcon> = {
  when: Play,
  unless: Ban,
  find: Search,
  verify: ShieldCheck,
  ask: CircleHelp,
  choose: Split,
  reply: Reply,
  write: PenLine,
  act: Zap,
  approve: UserCheck,
  hand_over: Users,
  set: Tag,
  subscribe: Bell,
  unsubscribe: BellOff,
  wait: Clock,
  notify: Send,
  close: CircleCheck,
  run: Workflow,
};

type GraphPartProps = GraphProps & { part: Part; stop: string | null; nth: number; level: number };

/** One node of the graph with what is under it. */
export function GraphPart({ part, nth, level, ...props }: GraphPartProps) {
  const { selected, select, problems, lit, stop, words } = props;
  const wrong = problems.get(part.id)?.length ?? 0;
  const light = lit?.get(part.id);
  const isLit = light !== undefined || (part.kind === "branch" && lit !== null && allParts(part.parts).some(({ id }) => lit.has(id)));
  const isSideBySide = part.kind === "step" && part.parts.length > 1;
  return (
    <li role="none">
      {nth > 0 && part.kind !== "branch" && <Connector isLit={isLit} />}
      <div
        role="treeitem"
        data-part={part.id}
        data-lit={isLit || undefined}
        tabIndex={stop === part.id ? 0 : -1}
        aria-level={level}
        aria-selected={selected === part.id}
        {...(part.parts.length > 0 ? { "aria-expanded": true } : {})}
        onFocus={() => select(part.id)}
        className={`cursor-pointer rounded-xl border px-3 py-2 text-[13px] outline-offset-1 ${look(part, isLit, wrong > 0)} ${selected === part.id ? "outline-2 outline-accent" : "outline-none"}`}
      >
        <Face part={part} nth={nth} wrong={wrong} words={words} isLit={isLit} />
        {light && <Light step={light} words={words} />}
      </div>
      {part.kind === "branch" && part.parts.length === 0 && <p className="mt-1 ml-5 text-[12px] text-ink-2">{words.emptyBranch}</p>}
      {part.parts.length > 0 && (
        <ul role="group" className={groupLook(part, isSideBySide)}>
          {part.parts.map((inside, index) => (
            <GraphPart key={inside.id} part={inside} nth={index} level={level + 1} {...props} />
          ))}
        </ul>
      )}
    </li>
  );
}

function look(part: Part, isLit: boolean, isWrong: boolean): string {
  if (isWrong) return "border-danger bg-danger-soft text-ink";
  if (isLit) return "border-accent bg-accent-soft text-ink";
  return part.kind === "branch" ? "border-dashed border-line-strong bg-sunken" : "border-line-strong bg-raised";
}

/** Branches stand side by side from tablets on; on a phone the tree is an outline, indented by a line. */
function groupLook(part: Part, isSideBySide: boolean): string {
  const indent = "mt-2 border-l-2 border-line pl-3 space-y-2";
  if (part.kind === "branch") return "mt-2 border-l-2 border-line pl-3";
  return isSideBySide ? `${indent} md:grid md:grid-cols-[repeat(auto-fill,minmax(12rem,1fr))] md:gap-3 md:space-y-0` : indent;
}

const Connector = ({ isLit }: { isLit: boolean }) => (
  <svg aria-hidden width="16" height="18" viewBox="0 0 16 18" className={`ml-5 block ${isLit ? "text-accent" : "text-line-strong"}`}>
    <path d="M8 0v12M4 9l4 5 4-5" fill="none" stroke="currentColor" strokeWidth={isLit ? 2.5 : 1.5} />
  </svg>
);

type FaceProps = { part: Part; nth: number; wrong: number; words: WorkflowWords; isLit: boolean };

function Face({ part, nth, wrong, words, isLit }: FaceProps) {
  const Icon = part.kind === "branch" ? CornerDownRight : (icons[part.name] ?? CircleAlert);
  const outcome = outcomeOf(part, words);
  return (
    <div className="flex items-start gap-2">
      <Icon size={15} aria-hidden className={`mt-0.5 shrink-0 ${isLit ? "text-accent-strong" : "text-ink-2"}`} />
      <span className="min-w-0 flex-1">
        <span className="font-semibold">
          {part.kind === "branch" && part.name === "if" ? `${nth + 1}. ` : ""}
          {heading(part, words)}
        </span>{" "}
        <span className={`break-words ${part.kind === "branch" || part.kind === "unless" ? "font-mono text-[12px]" : ""}`}>
          {detailOf(part, words)}
        </span>
        {outcome && (
          <span className="mt-0.5 flex items-center gap-1 text-[12px] text-ink-2">
            <Forward size={12} aria-hidden /> {outcome}
          </span>
        )}
      </span>
      {wrong > 0 && (
        <span className="flex shrink-0 items-center gap-1 text-[12px] font-medium text-danger">
          <CircleAlert size={14} aria-hidden /> {words.problems(wrong)}
        </span>
      )}
      {isLit && (
        <span className="mt-0.5 shrink-0 text-accent-strong">
          <CheckCheck size={15} aria-hidden />
          <span className="sr-only">{words.onPath}</span>
        </span>
      )}
    </div>
  );
}

function Light({ step, words }: { step: { why: string; read: { key: string }[] }; words: WorkflowWords }) {
  return (
    <div lang="en" className="mt-1 ml-6 space-y-0.5 text-[12px]">
      <p className="break-words">{step.why}</p>
      {step.read.map(({ key }) => (
        <p key={key} className="break-words text-ink-2">
          <span lang={words.lang}>{words.read}:</span> {lookupWords(key)}
        </p>
      ))}
    </div>
  );
}

function heading(part: Part, words: WorkflowWords): string {
  if (part.kind === "trigger") return words.start;
  if (part.kind === "unless") return words.unless;
  if (part.kind === "step") return part.name === "" ? words.unknownStep : inWords(part.name);
  return part.name === "if" ? words.ifWord : part.name === "several" ? words.severalWord : words.elseWord;
}

const longest = 160;

/** A trigger in people's words where it is a message, as most are. */
function detailOf({ kind, detail }: Part, words: WorkflowWords): string {
  if (kind === "trigger" && detail === "message: any") return words.starts.any;
  const shown = kind === "trigger" ? detail.replace(/^message: category: /, `${words.starts.message}: `) : detail;
  return shown.length > longest ? `${shown.slice(0, longest)}…` : shown;
}

const outcomeOf = (part: Part, words: WorkflowWords): string | null => (part.kind === "step" ? (words.ends[part.name] ?? null) : null);
