/** What the settings of language models say, in English and German. */
import type { WirePurpose } from "../../../../domain/wire.ts";
import type { Tongue } from "../../../ui/tongue.ts";

type PurposeWords = Record<WirePurpose, { name: string; does: string }>;

const en = {
  title: "Language models",
  lead: "Handrail reads, decides and answers without any. Connect one and it can also draft, rewrite, translate and sum up, inside the same checks.",
  privacy:
    "What leaves this machine: the text of a question, with placeholders like [NAME_1] for names, addresses, phone, order and card numbers; what they stand for stays here and is put back when the answer comes.",
  save: "Save",
  saved: "Saved.",
  purposesTitle: "What they are used for",
  purposesLead: "Each by itself. What is off goes on without a model.",
  purposesWithout: "Connect a model first; then each of these can be switched on.",
  modelFor: (purpose: string) => `Model for ${purpose}`,
  choose: "Choose a model",
  noEmbedding: "None of the connected models can do this.",
  unpriced: (model: string) => `Not asked yet: ${model} has no price.`,
  noBudget: "Not asked yet: there is no budget for today.",
  purposes: {
    draft: { name: "Drafts", does: "Writes the middle of a reply where a workflow says so (write:). A person approves it." },
    rewrite: { name: "Rewriting", does: "Puts an agent's own reply into the brand's voice, or makes it shorter or friendlier." },
    translate: { name: "Translation", does: "Shows agents both sides of a conversation, and replies leave in the customer's language." },
    summarise: { name: "Summaries", does: "Sums up long conversations for whoever takes them over." },
    second_opinion: {
      name: "Second opinion",
      does: "Says what a message is about where the reader is not sure. No such answer leaves by itself.",
    },
    embed: { name: "Embeddings", does: "Finds articles by their meaning, beside their words." },
  } as PurposeWords,
  pricesTitle: "Prices",
  pricesLead: (currency: string) =>
    `Per million tokens, in ${currency}, as the vendor's price list has them; 0 for a model of your own. A model without a price is not asked.`,
  model: "Model",
  input: "Input",
  output: "Output",
  price: "Save the price",
  inputOf: (model: string) => `Price of input, ${model}`,
  outputOf: (model: string) => `Price of output, ${model}`,
  noPrice: "no price yet",
  moneyTitle: "Money",
  moneyLead: "What may be spent in a day (UTC). When it is used up, the desk goes on without models until tomorrow.",
  budget: "Budget per day",
  currency: "Currency",
  currencyHint: "Prices are in it too.",
  setBudget: "Set the budget",
  spent: (spent: string, budget: string) => `${spent} of ${budget} spent today`,
  noMoney: "No budget yet: only models that cost nothing are asked.",
  today: "Today by purpose and model",
  nothingToday: "Nothing was asked today.",
  asked: (asked: number, answered: number) => `${asked} asked, ${answered} answered`,
  days: "The last two weeks",
  dayCost: (day: string, cost: string) => `${day}: ${cost}`,
  purpose: "Purpose",
  cost: "Cost",
  unknownModel: "no model",
};
type Strings = typeof en;
/** As a page gets them: in one language, which is said. */
export type Words = Strings & { lang: Tongue };

const de: Strings = {
  title: "Sprachmodelle",
  lead: "Handrail liest, entscheidet und antwortet ohne jedes Sprachmodell. Ist eines verbunden, kann es zusätzlich Entwürfe schreiben, umformulieren, übersetzen und zusammenfassen – innerhalb derselben Prüfungen.",
  privacy:
    "Was diesen Rechner verlässt: der Text einer Frage, mit Platzhaltern wie [NAME_1] für Namen, Adressen, Telefon-, Bestell- und Kartennummern; wofür sie stehen, bleibt hier und wird eingesetzt, wenn die Antwort kommt.",
  save: "Speichern",
  saved: "Gespeichert.",
  purposesTitle: "Wofür sie benutzt werden",
  purposesLead: "Jedes für sich. Was aus ist, läuft ohne Modell.",
  purposesWithout: "Verbinden Sie zuerst ein Modell; dann lässt sich jedes davon einschalten.",
  modelFor: (purpose) => `Modell für ${purpose}`,
  choose: "Modell wählen",
  noEmbedding: "Keines der verbundenen Modelle kann das.",
  unpriced: (model) => `Wird noch nicht gefragt: ${model} hat keinen Preis.`,
  noBudget: "Wird noch nicht gefragt: Es gibt kein Budget.",
  purposes: {
    draft: { name: "Entwürfe", does: "Schreibt die Mitte einer Antwort, wo ein Ablauf es sagt (write:). Ein Mensch gibt sie frei." },
    rewrite: { name: "Umformulieren", does: "Bringt die eigene Antwort in die Stimme der Marke oder macht sie kürzer oder freundlicher." },
    translate: {
      name: "Übersetzung",
      does: "Zeigt beide Seiten eines Gesprächs, und Antworten gehen in der Sprache der Kundschaft hinaus.",
    },
    summarise: { name: "Zusammenfassungen", does: "Fasst lange Gespräche für alle zusammen, die sie übernehmen." },
    second_opinion: {
      name: "Zweite Meinung",
      does: "Sagt, worum es geht, wo der Leser unsicher ist. Keine solche Antwort geht von selbst hinaus.",
    },
    embed: { name: "Einbettungen", does: "Findet Artikel nach ihrem Sinn, neben ihren Wörtern." },
  },
  pricesTitle: "Preise",
  pricesLead: (currency) =>
    `Je Million Token, in ${currency}, wie in der Preisliste des Anbieters; 0 für ein eigenes Modell. Ein Modell ohne Preis wird nicht gefragt.`,
  model: "Modell",
  input: "Eingabe",
  output: "Ausgabe",
  price: "Preis speichern",
  inputOf: (model) => `Preis der Eingabe, ${model}`,
  outputOf: (model) => `Preis der Ausgabe, ${model}`,
  noPrice: "noch kein Preis",
  moneyTitle: "Geld",
  moneyLead: "Was an einem Tag (UTC) ausgegeben werden darf. Ist es verbraucht, läuft alles bis morgen ohne Modelle weiter.",
  budget: "Budget je Tag",
  currency: "Währung",
  currencyHint: "Auch die Preise sind darin.",
  setBudget: "Budget setzen",
  spent: (spent, budget) => `${spent} von ${budget} heute ausgegeben`,
  noMoney: "Noch kein Budget: Nur Modelle, die nichts kosten, werden gefragt.",
  today: "Heute nach Zweck und Modell",
  nothingToday: "Heute wurde nichts gefragt.",
  asked: (asked, answered) => `${asked} gefragt, ${answered} beantwortet`,
  days: "Die letzten zwei Wochen",
  dayCost: (day, cost) => `${day}: ${cost}`,
  purpose: "Zweck",
  cost: "Kosten",
  unknownModel: "kein Modell",
};

export const modelWords: Record<Tongue, Strings> = { en, de };
