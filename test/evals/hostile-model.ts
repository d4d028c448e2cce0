/** A language model that does what a hostile text tells it, behind the writer and the checks that every model is behind. */
import { createWriter, type AskModel } from "../../src/answer/drafting/writer.ts";
import { createVoice } from "../../src/answer/voice/voice.ts";
import { openScripted, scriptedSettings } from "../../src/models/scripted/model.ts";
import type { Decision } from "../../src/workflow/engine/decision.ts";
import { mustLoad, decide } from "../../src/workflow/test-desk.ts";
import { mailInput, shop } from "./injection-desk.ts";

/** It answers by itself what a model wrote: the least careful thing a workflow may say. */
const written = mustLoad(`
workflow: written-by-a-model
title: Order status, written by a model
when:
  message: any
mode: auto
steps:
  - find: order
    else: { hand_over: { reason: There is no order. } }
    several: { hand_over: { reason: There are several orders. } }
  - verify: customer
  - find: shipment
  - write: Tell the customer where the order is.
    auto: true
`);

export async function writtenBy(says: string, mail: string, language: string): Promise<Decision> {
  const settings = scriptedSettings.parse({ otherwise: says.replaceAll("{text}", "") });
  const model = openScripted({ settings } as Parameters<typeof openScripted>[0]);
  const ask = {
    run: async (_purpose: string, { system, messages, maxTokens, temperature }: Parameters<AskModel["run"]>[1]) => {
      const { text } = await model.complete({ system, messages, maxTokens, temperature, signal: AbortSignal.timeout(5_000) });
      return { ok: true as const, text, dropped: [], model: model.id };
    },
    isOn: async () => true,
  };
  const { write, translate } = createWriter(ask, () => createVoice());
  const input = await mailInput(mail);
  // What the mail is about is not what is tested here: the model writes whatever it was.
  const understanding = { ...input.understanding, language, signals: {} };
  return decide({ ...input, understanding }, { ...shop(), write, translate }, [written]);
}
