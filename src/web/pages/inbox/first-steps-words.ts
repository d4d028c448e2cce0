/** What the list of first steps says, in English and German. */
import type { WireFirstSteps } from "../../../domain/wire.ts";
import type { Tongue } from "../../ui/tongue.ts";

type Step = { title: string; does: string; demo: string };
type Strings = {
  title: string;
  lead: string;
  count(done: number, all: number): string;
  done: string;
  dismiss: string;
  dismissed: string;
  ready: string;
  demo: string;
  otherwise: string;
  steps: Record<WireFirstSteps["steps"][number]["id"], Step>;
};
/** As the page gets them: in one language, which is said. */
export type Words = Strings & { lang: Tongue };

const en: Strings = {
  title: "First steps",
  lead: "Each ticks itself off once it is done.",
  count: (done, all) => `${done} of ${all} done`,
  done: "Done:",
  dismiss: "Put this list away",
  dismissed: "Put away, for everybody at this desk.",
  ready: "This desk is set up.",
  demo: "Demo",
  otherwise: "Or choose a conversation: J for the first one, Enter to read it, and ? for every key.",
  steps: {
    shop: {
      title: "Connect your shop",
      does: "Replies then rest on its orders and parcels.",
      demo: "Now it is the demo’s made-up shop.",
    },
    mailbox: {
      title: "Connect your mailbox",
      does: "What customers write comes here; the mailbox itself stays as it is.",
      demo: "Now it is the demo’s, which reaches nobody.",
    },
    tickets: {
      title: "Bring past tickets",
      does: "What people answered before is what workflows are measured by.",
      demo: "So far there are only the demo’s conversations.",
    },
    backtest: {
      title: "See the backtest",
      does: "What a workflow would have answered, beside what people wrote.",
      demo: "",
    },
    draft: {
      title: "Let a first workflow draft",
      does: "It writes, a person looks and sends.",
      demo: "So far only the demo’s.",
    },
  },
};

const de: Strings = {
  title: "Erste Schritte",
  lead: "Jeder hakt sich selbst ab, sobald er getan ist.",
  count: (done, all) => `${done} von ${all} erledigt`,
  done: "Erledigt:",
  dismiss: "Diese Liste weglegen",
  dismissed: "Weggelegt, für alle, die hier arbeiten.",
  ready: "Alles ist eingerichtet.",
  demo: "Demo",
  otherwise: "Oder wählen Sie ein Gespräch: J für das erste, Enter zum Lesen und ? für alle Tasten.",
  steps: {
    shop: {
      title: "Ihren Shop verbinden",
      does: "Antworten stützen sich dann auf seine Bestellungen und Pakete.",
      demo: "Noch ist es der erfundene Shop der Demo.",
    },
    mailbox: {
      title: "Ihr Postfach verbinden",
      does: "Was Ihre Kundschaft schreibt, kommt hierher; das Postfach selbst bleibt, wie es ist.",
      demo: "Noch ist es das der Demo, das niemanden erreicht.",
    },
    tickets: {
      title: "Frühere Tickets mitbringen",
      does: "An dem, was Menschen früher geantwortet haben, werden Abläufe gemessen.",
      demo: "Noch gibt es nur die Gespräche der Demo.",
    },
    backtest: {
      title: "Den Rückblick ansehen",
      does: "Was ein Ablauf geantwortet hätte, neben dem, was Menschen schrieben.",
      demo: "",
    },
    draft: {
      title: "Einen ersten Ablauf entwerfen lassen",
      does: "Er schreibt, ein Mensch sieht es an und sendet.",
      demo: "Noch tut das nur der Ablauf der Demo.",
    },
  },
};

export const firstStepWords: Record<Tongue, Strings> = { en, de };
