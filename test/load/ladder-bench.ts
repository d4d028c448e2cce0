/**
 * `npm run bench:ladder`: 1,000 shops over a year. Each shop's workflow is wrong at a rate of its own, which drifts,
 * jumps and has bad days, and people who review make mistakes. Which share of shops has sent more wrong replies by itself
 * than its budget allows, and how much is automated at that price, by Handrail's ladder and by what is usually done?
 */
import { parseArgs } from "node:util";
import { startWatch, watch, type ChangeWatch } from "../../src/learn/change.ts";
import { judge } from "../../src/learn/ladder.ts";

const { values } = parseArgs({ options: { shops: { type: "string", default: "1000" }, seed: { type: "string", default: "1" } } });
const shops = Number(values.shops);
const days = 365;
const budget = 0.01;
/** Of a hundred reviews this many are wrong themselves. */
const reviewNoise = 0.002;
/** How often a customer's next message shows that the answer was wrong, and that a right one did not please. */
const signalWrong = 0.4,
  signalRight = 0.02;
const auditShare = 0.1;

type Shop = { perDay: number; rates: Float64Array; seed: number };
type Day = { sent: number; wrong: number };
/** One way of deciding. `day` is told every reviewed reply and answers with tomorrow's mode. */
type Method = { name: string; create(): Policy };
type Policy = {
  reviewed(isWrong: boolean, isSample: boolean): void;
  sent(): void;
  endDay(isAuto: boolean): boolean;
  isAudited(draw: number, sentToday: number): boolean;
};

function randomOf(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Rates from 0.05 % to 5 %; a third drift to up to six times as much, a quarter jump for good, each day in fifty is five times worse. */
function makeShop(seed: number): Shop {
  const random = randomOf(seed);
  const base = 0.0005 * 100 ** random();
  const drift = random() < 0.33 ? 1 + 5 * random() : 1;
  const jumpAt = random() < 0.25 ? Math.floor(random() * days) : days;
  const jump = 2 + 8 * random();
  const rates = Float64Array.from({ length: days }, (_, day) => {
    const slow = base * drift ** (day / days) * (day >= jumpAt ? jump : 1);
    return Math.min(0.9, slow * (random() < 0.02 ? 5 : 1));
  });
  return { perDay: Math.round(10 * 30 ** random()), rates, seed: Math.floor(random() * 2 ** 31) };
}

function live(shop: Shop, policy: Policy): Day[] {
  const random = randomOf(shop.seed);
  let isAuto = false;
  const log: Day[] = [];
  for (let day = 0; day < days; day++) {
    let sent = 0,
      wrong = 0;
    for (let nth = 0; nth < shop.perDay; nth++) {
      // The same draws for every method, so that all live through the same year.
      const isWrong = random() < shop.rates[day]!;
      const isMisjudged = random() < reviewNoise;
      const signal = random() < (isWrong ? signalWrong : signalRight);
      const draw = random();
      if (!isAuto) {
        policy.reviewed(isWrong !== isMisjudged, true);
        continue;
      }
      policy.sent();
      const isSample = policy.isAudited(draw, sent);
      if (isSample || signal) policy.reviewed(isWrong !== isMisjudged, isSample);
      sent++;
      if (isWrong) wrong++;
    }
    log.push({ sent, wrong });
    isAuto = policy.endDay(isAuto);
  }
  return log;
}

const handrail: Method = {
  name: "Handrail's ladder",
  create() {
    let sample = { reviewed: 0, wrong: 0 },
      sent = { total: 0, knownWrong: 0 };
    let alarm: ChangeWatch = startWatch(),
      isAlarmed = false,
      isAuto = false;
    return {
      reviewed(isWrong, isSample) {
        if (isSample) {
          sample.reviewed++;
          if (isWrong) sample.wrong++;
          if (isAuto && watch(alarm, isWrong, budget, patience)) isAlarmed = true;
        }
        if (isAuto && isWrong) sent.knownWrong++;
      },
      sent: () => void sent.total++,
      isAudited: (draw) => draw < auditShare,
      endDay(wasAuto) {
        const { verdict } = judge(wasAuto ? "auto" : "draft", { sample, sent, isAlarmed }, budget);
        if (verdict === "stay") return wasAuto;
        // Each stay is judged by what is seen in it: the past must not vouch for the present.
        sample = { reviewed: 0, wrong: 0 };
        sent = { total: 0, knownWrong: 0 };
        alarm = startWatch();
        isAlarmed = false;
        return (isAuto = verdict === "promote");
      },
    };
  },
};
const patience = 400;

/** As usually done: on when the share of wrong ones among the last 100 reviews is within the budget, off when it is not. */
function windowed(name: string, size: number, share: number): Method {
  return {
    name,
    create() {
      const recent: boolean[] = [];
      return {
        reviewed(isWrong) {
          recent.push(isWrong);
          if (recent.length > size) recent.shift();
        },
        sent: () => undefined,
        isAudited: (draw) => draw < share,
        endDay: () => recent.length === size && recent.filter(Boolean).length / size <= budget,
      };
    },
  };
}

/** A textbook 95 % interval of all reviews so far, looked at every day, which it is not made for. */
const interval: Method = {
  name: "95 % interval, looked at daily",
  create() {
    let reviewed = 0,
      wrong = 0;
    return {
      reviewed: (isWrong, isSample) => {
        if (!isSample) return;
        reviewed++;
        if (isWrong) wrong++;
      },
      sent: () => undefined,
      isAudited: (draw) => draw < auditShare,
      endDay(wasAuto) {
        const [low, high] = wilson(wrong, reviewed);
        return wasAuto ? low <= budget : high <= budget;
      },
    };
  },
};

function wilson(wrong: number, total: number): [number, number] {
  if (total === 0) return [0, 1];
  const z = 1.645,
    p = wrong / total,
    zz = (z * z) / total,
    root = z * Math.sqrt((p * (1 - p)) / total + zz / (4 * total));
  return [(p + zz / 2 - root) / (1 + zz), (p + zz / 2 + root) / (1 + zz)];
}

const never: Method = {
  name: "nothing automated",
  create: () => ({ reviewed: () => undefined, sent: () => undefined, isAudited: () => false, endDay: () => false }),
};

const methods = [
  never,
  handrail,
  windowed("fixed threshold, last 100", 100, auditShare),
  windowed("fixed threshold, last 500", 500, auditShare),
  interval,
];

console.log(
  `${shops} shops, ${days} days, seed ${values.seed}; budget ${budget * 100} % wrong replies; ${reviewNoise * 100} % of reviews wrong; audits of ${auditShare * 100} %.`,
);
console.log(
  `\n${"method".padEnd(34)}${"over budget".padStart(12)}${"automated".padStart(11)}${"wrong sent".padStart(12)}${"in auto".padStart(9)}`,
);
const all = Array.from({ length: shops }, (_, nth) => makeShop(Number(values.seed) * 100_003 + nth));
for (const { name, create } of methods) {
  let over = 0,
    ever = 0,
    sent = 0,
    wrong = 0,
    total = 0;
  for (const shop of all) {
    const log = live(shop, create());
    const sum = log.reduce((a, b) => ({ sent: a.sent + b.sent, wrong: a.wrong + b.wrong }), { sent: 0, wrong: 0 });
    sent += sum.sent;
    wrong += sum.wrong;
    total += shop.perDay * days;
    if (sum.sent > 0) ever++;
    // The budget is about rates: a shop counts when what it sent is over it by more than chance alone would bring.
    if (sum.wrong > budget * sum.sent) over++;
  }
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  console.log(
    `${name.padEnd(34)}${percent(over / shops).padStart(12)}${percent(sent / total).padStart(11)}${(sent > 0 ? percent(wrong / sent) : "-").padStart(12)}${percent(ever / shops).padStart(9)}`,
  );
}
