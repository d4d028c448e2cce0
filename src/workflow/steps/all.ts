/** The step vocabulary: one line each. */
import type { StepDefinition } from "../step.ts";
import { act } from "./act/step.ts";
import { approve } from "./approve/step.ts";
import { ask } from "./ask/step.ts";
import { choose } from "./choose/step.ts";
import { close } from "./close/step.ts";
import { find } from "./find/step.ts";
import { handOver } from "./hand_over/step.ts";
import { notify } from "./notify/step.ts";
import { reply } from "./reply/step.ts";
import { run } from "./run/step.ts";
import { set } from "./set/step.ts";
import { subscribe } from "./subscribe/step.ts";
import { unsubscribe } from "./unsubscribe/step.ts";
import { verify } from "./verify/step.ts";
import { wait } from "./wait/step.ts";
import { write } from "./write/step.ts";

export const allSteps: readonly StepDefinition[] = [
  find,
  verify,
  ask,
  choose,
  reply,
  write,
  act,
  approve,
  handOver,
  set,
  subscribe,
  unsubscribe,
  wait,
  notify,
  close,
  run,
];
