import type { WireConnection } from "../../../../domain/wire.ts";
import { sentence } from "../../../api.ts";
import { Badge, type Tone } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { Copyable } from "../../../ui/copyable.tsx";
import { clockOrDay } from "../../../ui/time.ts";
import { FaultText } from "./fault-text.tsx";
import { SyncLine } from "./sync-line.tsx";
import { useConnectionChange, useConnectionTest } from "./use-connections.ts";
import type { Words } from "./words.ts";

const tones: Record<WireConnection["state"], Tone> = {
  works: "ok",
  failing: "danger",
  resting: "danger",
  unknown: "neutral",
  closed: "danger",
  off: "neutral",
};

type CardProps = { connection: WireConnection; words: Words; change(): void; remove(): void };

export function ConnectionCard({ connection, words, change, remove }: CardProps) {
  const { id, title, connector_title, state, is_enabled, is_fixed, is_demo, can_check, hook_url, sync } = connection;
  const flip = useConnectionChange();
  const test = useConnectionTest(id);
  const flipTo = (verb: "enable" | "disable", done: string): void => flip.mutate({ path: `/${id}/${verb}`, method: "POST", done });
  return (
    <article aria-label={title} className="rounded-2xl border border-line p-4">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="min-w-0 font-medium break-words">
          <bdi>{title}</bdi>
        </h3>
        {!is_fixed && <Badge tone={tones[state]}>{words.states[state]}</Badge>}
        {is_demo && (
          <Badge tone="accent" title={words.demoStays}>
            {words.demo}
          </Badge>
        )}
        {title !== connector_title && <span className="text-[13px] text-ink-2">{connector_title}</span>}
      </div>
      <Standing connection={connection} words={words} />
      {sync && is_enabled && <SyncLine connection={connection} sync={sync} words={words} />}
      {hook_url !== null && !is_fixed && (
        <details className="mt-2 text-[13px]">
          <summary className="w-fit rounded text-ink-2 max-md:py-3">{words.addresses}</summary>
          <Copyable text={id} what={words.id} prefix={`${words.id}: `} />
          <p className="mt-1 text-ink-2">{words.hookHint}</p>
          <Copyable text={hook_url} what={words.hook} />
        </details>
      )}
      {!is_fixed && (
        <div className="mt-3 flex flex-wrap items-center gap-2">
          {can_check && (
            <Button aria-label={words.testNamed(title)} disabled={test.isPending} onClick={() => test.mutate()}>
              {test.isPending ? words.testing : words.test}
            </Button>
          )}
          <Button aria-label={words.changeNamed(title)} onClick={change}>
            {words.change}
          </Button>
          <Button
            aria-label={is_enabled ? words.switchOffNamed(title) : words.switchOnNamed(title)}
            disabled={flip.isPending}
            onClick={() => (is_enabled ? flipTo("disable", words.switchedOff) : flipTo("enable", words.switchedOn))}
          >
            {is_enabled ? words.switchOff : words.switchOn}
          </Button>
          {!is_demo && (
            <Button look="danger" aria-label={words.removeNamed(title)} onClick={remove}>
              {words.remove}
            </Button>
          )}
          <TestResult test={test} words={words} />
        </div>
      )}
    </article>
  );
}

/** How it does, in a sentence or two. A fault that is over is said quietly. */
function Standing({ connection, words }: { connection: WireConnection; words: Words }) {
  const { state, answered_at, failing_since, rest_until, fault, is_fixed } = connection;
  const at = (time: string): string => clockOrDay(time, words.lang);
  if (is_fixed) return <p className="mt-1 text-[13px] text-ink-2">{words.fixed}</p>;
  if (state === "off") return <p className="mt-1 text-[13px] text-ink-2">{words.isOff}</p>;
  const isFailing = failing_since !== null || state === "closed";
  return (
    <div className="mt-1 space-y-1 text-[13px] break-words">
      <p className="text-ink-2">
        {failing_since
          ? words.failingSince(at(failing_since))
          : answered_at
            ? words.answeredAt(at(answered_at))
            : state === "unknown" && words.never}{" "}
        {rest_until && words.restUntil(at(rest_until))}
      </p>
      {fault && isFailing && (
        <p>
          <FaultText fault={fault} words={words} />
        </p>
      )}
      {fault && !isFailing && (
        <p className="text-ink-2">
          {words.faultAt(at(fault.at))} <span lang="en">{fault.say}</span>
        </p>
      )}
    </div>
  );
}

function TestResult({ test, words }: { test: ReturnType<typeof useConnectionTest>; words: Words }) {
  const { data, error, isPending } = test;
  return (
    <div role="status" className="min-w-0 text-[13px] break-words empty:hidden">
      {!isPending && error && <p className="text-danger">{sentence(error)}</p>}
      {!isPending && data?.fault && <FaultText fault={data.fault} words={words} />}
      {!isPending && data && !data.fault && <p className="text-ok">{data.can_check ? words.testWorks : words.nothingToTest}</p>}
    </div>
  );
}
