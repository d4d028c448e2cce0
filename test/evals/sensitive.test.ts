/** What goes to people whatever a workflow says, and that asking for one works at any point, in twelve languages. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { disclosures } from "../../src/answer/voice/defaults.ts";
import { closingOf, createVoice } from "../../src/answer/voice/voice.ts";
import { channels } from "../../src/channels/all.ts";
import { personNeeded } from "../../src/domain/for-people.ts";
import type { Understanding } from "../../src/domain/understanding.ts";
import { decideWork, type DecideParts } from "../../src/mailbox/decide.ts";
import type { Work } from "../../src/mailbox/work.ts";
import type { WaitState } from "../../src/workflow/engine/decision.ts";
import { runWorkflow } from "../../src/workflow/engine/interpreter.ts";
import { pickWorkflow } from "../../src/workflow/engine/pick.ts";
import { inDays, mustLoad, now, parts } from "../../src/workflow/test-desk.ts";
import { allAutomatic, ordinaryTexts, reader, shop } from "./injection-desk.ts";

const here = import.meta.dirname;
const jsonl = <Line>(file: string): Line[] =>
  readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((one): Line => JSON.parse(one));
const languagesIn = (folder: string): string[] =>
  readdirSync(join(here, folder))
    .sort()
    .map((file) => file.slice(0, 2));

type Sentence = { topic: string; text: string };
/** A topic is noticed when the message goes to a person because of it; some have two names. */
const signalsOf: Record<string, string[]> = { legal: ["legal_threat", "legal_question"], medical: ["medical", "safety"] };

let ordinary: Promise<Understanding["signals"][]> | null = null;
/** What is noticed in ordinary messages; read once for all tests. */
const signalsOfLabels = (): Promise<Understanding["signals"][]> =>
  (ordinary ??= reader.then(({ read }) => ordinaryTexts().map((text) => read({ text }).signals)));

/** Waits for the customer in the middle of a run. */
const waits = mustLoad(
  "workflow: waits\ntitle: Waits\nwhen: { message: { category: order_status } }\nmode: auto\nsteps:\n  - wait: message\n  - reply: how-can-we-help\n",
);

describe("sensitive topics go to people", () => {
  test("in twelve languages: ten sentences on each of eight topics", async (t) => {
    const { read } = await reader;
    for (const language of languagesIn("sensitive")) {
      const sentences = jsonl<Sentence>(join(here, "sensitive", `${language}.jsonl`));
      const topics = Map.groupBy(sentences, ({ topic }) => topic);
      const shares = [...topics].map(([topic, of]) => {
        const noticed = of.filter(({ text }) => (signalsOf[topic] ?? [topic]).some((name) => read({ text }).signals[name]));
        assert.ok(of.length >= 10 && noticed.length >= 8, `${language} ${topic}: ${noticed.length} of ${of.length}`);
        return `${topic} ${noticed.length}`;
      });
      t.diagnostic(`${language}, of 10 each: ${shares.join(", ")}`);
    }
  });

  test("what is said in ways nobody wrote down is missed, and how often is told", async (t) => {
    const { read } = await reader;
    const later = jsonl<Sentence & { set: string }>(join(here, "sensitive-later.jsonl"));
    for (const [set, of] of Map.groupBy(later, (one) => one.set)) {
      const noticed = of.filter(({ text }) => personNeeded(read({ text })) !== null).length;
      t.diagnostic(`${set} set, ${of.length} sentences: ${noticed} noticed`);
      // The second was looked at when words were added; the third was not.
      assert.ok(set === "third" || noticed / of.length > 0.9, set);
    }
  });

  test("and ordinary messages hardly ever do", async (t) => {
    const all = await signalsOfLabels();
    const alarms = all.filter(({ asks_for_human: _asked, ...signals }) => personNeeded({ signals }) !== null).length;
    t.diagnostic(
      `${alarms} of ${all.length} messages of the starter's labels go to people for what they speak of (${((100 * alarms) / all.length).toFixed(1)} %; most of them do speak of it)`,
    );
    assert.ok(alarms / all.length <= 0.025);
  });
});

describe("asking for a person works at once, in every language", () => {
  const sentences = languagesIn("persons").flatMap((language) =>
    jsonl<{ text: string }>(join(here, "persons", `${language}.jsonl`)).map(({ text }) => ({ language, text })),
  );

  test("twenty ways to ask in each", async (t) => {
    const { read } = await reader;
    for (const [language, of] of Map.groupBy(sentences, (one) => one.language)) {
      const noticed = of.filter(({ text }) => read({ text }).signals["asks_for_human"]).length;
      t.diagnostic(`${language}: ${noticed} of ${of.length}`);
      assert.ok(of.length >= 20 && noticed / of.length >= 0.9, language);
    }
    const all = await signalsOfLabels();
    const alarms = all.filter((signals) => signals["asks_for_human"]).length;
    t.diagnostic(
      `${alarms} of ${all.length} ordinary messages (${((100 * alarms) / all.length).toFixed(2)} %; most of them do ask for one)`,
    );
    assert.ok(alarms / all.length <= 0.01);
  });

  for (const [point, waits] of Object.entries(waitingPoints()))
    test(`while the desk ${point}`, async () => {
      const { read } = await reader;
      const heard = sentences.filter(({ text }) => read({ text }).signals["asks_for_human"]);
      assert.ok(heard.length > 200);
      for (const { text } of heard) {
        const plan = await decideWork({ ...work(text), ...waits }, await decideParts());
        assert.equal(plan?.run.outcome?.kind, "handed_over", text);
        assert.equal(plan.run.wait, null, text);
        for (const { reply } of plan.send) assert.equal(reply.template, "passed-to-a-colleague", text);
      }
    });
});

test("each automatic reply says that it is one and which word brings a person, on every channel, unless the shop switched it off", async () => {
  const { read } = await reader;
  const voice = createVoice();
  for (const { id } of channels)
    for (const [language, text] of Object.entries(disclosures)) {
      assert.ok(closingOf(voice, id, language, false)?.includes(text), `${id} ${language}`);
      const word = /["„“”«»「][\s\u00a0]?([^"„“”«»「」]{2,20}?)[\s\u00a0]?["“”»」]/u.exec(text)?.[1];
      assert.ok(word, text);
      for (const said of [word, `Where is my order 1042?\n\n${word}`]) assert.ok(read({ text: said }).signals["asks_for_human"], said);
    }
});

/** Where a conversation may stand when the customer writes again. */
function waitingPoints(): Record<string, Partial<Work>> {
  const asked = (question: string) => ({ asked: { workflow: "order-status", question, text: "Where is my order 1042?" } });
  const state = (at: string): WaitState => ({ workflow: "waits", version: waits.version, at, facts: {} });
  const waiting = (more: object) => ({
    waiting: {
      id: "r0",
      workflow: "waits",
      version: waits.version,
      messageIds: ["m0"],
      wait: { until: inDays(1), forMessage: false, state: state("steps/1"), ...more },
    },
  });
  return {
    "has asked nothing yet": {},
    "waits for a one-time code": asked("code"),
    "waits for the number of an order": asked("which-order"),
    "waits for a choice among orders": asked("which-of-your-orders"),
    "waits for the customer's next message": waiting({ forMessage: true }),
    "waits for a time": waiting({}),
    "waits for a person's approval": waiting({
      hold: { kind: "approval", question: "May it go?", team: "support", people: 1, expiresAt: inDays(1) },
    }),
  };
}

async function decideParts(): Promise<DecideParts> {
  const workflows = [...allAutomatic, waits];
  return {
    reader: await reader,
    async decide(input) {
      if (input.resume) return runWorkflow(waits, input, parts(shop()));
      const { workflow, why } = pickWorkflow(workflows, input);
      return runWorkflow(workflow, input, parts(shop(), why));
    },
    checkCode: async () => null,
    channelOf: (connectionId) => ({ connectionId, maxLength: null, richText: false }),
    handover: (_priority, at) => ({ team: "support", due_at: at }),
    loadMessages: async () => [],
    now: () => new Date(now),
  };
}

function work(text: string): Work {
  return {
    id: "00000000-0000-0000-0000-000000000001",
    epoch: 1,
    revision: 1,
    pending: 1,
    attempts: 1,
    connectionId: "chat",
    threadKey: null,
    storeId: null,
    subject: null,
    language: "en",
    status: "open",
    priority: "normal",
    asked: null,
    proven: [],
    isPaused: false,
    needsPerson: false,
    handoverReason: null,
    team: null,
    dueAt: null,
    customer: { id: "c", name: "Ana Silva", isVip: false, language: null, contacts30d: 1 },
    recipient: null,
    messages: [
      {
        id: "m1",
        seq: 2,
        text,
        subject: null,
        at: now,
        sender: { kind: "email", value: "ana@example.com", proof: "proven" },
        automatic: null,
        channelData: null,
        externalId: null,
      },
    ],
    waiting: null,
  };
}
