/** What the settings of connections say, in English and German. */
import type { WireConnection, WireConnectorKind } from "../../../../domain/wire.ts";
import type { Tongue } from "../../../ui/tongue.ts";

type Kind = Exclude<WireConnectorKind, "helpdesk">;
type KindWords = { title: string; lead: string; connect: string; emptyTitle: string; empty: string; removeMeans: string };

const en = {
  title: "Connections",
  lead: "The shops, mailboxes and carriers this desk works with, and how each of them is doing.",
  kinds: {
    store: {
      title: "Shops",
      lead: "Where orders, customers and products are looked up.",
      connect: "Connect a shop",
      emptyTitle: "No shop yet",
      empty: "Connect your shop, and Handrail reads its orders: questions like “Where is my order?” can then be answered with facts.",
      removeMeans:
        "Its key and the copy of its orders are deleted here; nothing changes in the shop. Questions about orders come to people.",
    },
    channel: {
      title: "Channels",
      lead: "Where customers write, and where they are answered.",
      connect: "Connect a channel",
      emptyTitle: "No channel yet",
      empty:
        "Connect the mailbox your customers write to, or put the chat on your shop’s pages. Nothing is sent by itself until you say so.",
      removeMeans: "Its password is deleted here, nothing comes in by it any more and nothing leaves. Its conversations stay.",
    },
    carrier: {
      title: "Carriers",
      lead: "Who knows where a parcel is.",
      connect: "Connect a carrier",
      emptyTitle: "No carrier yet",
      empty: "With a carrier connected, replies say where a parcel is and when it comes.",
      removeMeans: "Its key is deleted here. Replies say nothing of its parcels any more.",
    },
    model: {
      title: "Language models",
      lead: "Everything works without one.",
      connect: "Connect a model",
      emptyTitle: "No model is connected, and nothing is missing",
      empty:
        "Messages are read, workflows decide and templates answer as before. A model helps where people would write: a draft for a question no template knows, a reply in a language nobody here speaks, a summary of forty messages.",
      removeMeans: "Its key is deleted here. What it is used for goes on without a model.",
    },
  } as Record<Kind, KindWords>,
  states: {
    works: "Works",
    failing: "Fault",
    resting: "Does not answer",
    unknown: "Not asked yet",
    closed: "Cannot be opened",
    off: "Switched off",
  } as Record<WireConnection["state"], string>,
  demo: "Demo",
  demoStays: "It belongs to the demo and goes when the demo data is cleared.",
  fixed: "The desk’s own API, for your shop’s systems. It takes messages only from whoever has an API key.",
  answeredAt: (time: string) => `Last answer ${time}.`,
  never: "Nobody has asked it anything yet.",
  isOff: "Nothing comes in or goes out by it. Its settings stay.",
  failingSince: (time: string) => `Not answering since ${time}.`,
  restUntil: (time: string) => `It is left alone and asked again at ${time}; meanwhile such questions come to people at once.`,
  faultAt: (time: string) => `Last fault ${time}:`,
  faults: {
    vendor_unauthorized: "It refuses the key or password.",
    vendor_refused: "It does not take what is asked.",
    vendor_unavailable: "It cannot be reached, or answers with an error.",
    vendor_timeout: "It is too slow to answer.",
    internal: "Handrail made a mistake.",
    closed: "Its settings cannot be opened: they are not valid any more, or the desk’s secret key is another one.",
  } as Record<string, string>,
  mends: {
    vendor_unauthorized: "Enter its key or password again, and look whether it may do what is asked.",
    vendor_refused: "Compare the settings with the guide; the other side understood the request and does not take it.",
    vendor_unavailable: "Look whether the address is right and the service is up. Handrail asks again by itself.",
    vendor_timeout: "Look whether the service is up and can be reached from this machine. Handrail asks again by itself.",
    internal: "The log of this process says more.",
    closed: "Enter its settings again.",
  } as Record<string, string>,
  test: "Test",
  testNamed: (name: string) => `Test ${name}`,
  testing: "Asking …",
  testWorks: "It works.",
  nothingToTest: "There is nothing to test: it needs nothing from outside.",
  change: "Change",
  changeNamed: (name: string) => `Change ${name}`,
  switchOff: "Switch off",
  switchOffNamed: (name: string) => `Switch off ${name}`,
  switchedOff: "Switched off.",
  switchOn: "Switch on",
  switchOnNamed: (name: string) => `Switch on ${name}`,
  switchedOn: "Switched on.",
  remove: "Remove",
  removeNamed: (name: string) => `Remove ${name}`,
  removeAsk: (name: string) => `Remove “${name}”?`,
  removeHint: "To stop it for a while, switch it off instead: its settings stay.",
  removed: "Removed.",
  cancel: "Cancel",
  back: "Back",
  save: "Save",
  saveAnyway: "Save all the same",
  saved: "Saved.",
  connect: "Connect",
  connected: "Connected.",
  choose: "What do you want to connect?",
  guide: "How to set it up",
  guideTongue: "",
  noGuide: "It needs no preparation.",
  name: "Name",
  nameHint: "What your team calls it.",
  more: "More settings",
  keepKey: "Stored. Leave empty to keep it.",
  keyWriteOnly: "Stored encrypted, and never shown again.",
  oneALine: "One on each line.",
  wrong: "Some settings are not right yet. They are marked.",
  notJson: "This is not JSON.",
  needsMend: "It does not work yet:",
  nothing: "Not set",
  chooseOne: "Choose …",
  makeSecret: "Make one",
  madeSecret: "Copy it now if your shop needs it too: it is never shown again.",
  addresses: "Its id and web hook address",
  id: "Id",
  hook: "Web hook address",
  hookHint: "Where the other side sends its news. The guide says where to enter it.",
  sync: "Copy of the orders",
  syncNow: "Bring up to date",
  syncNowNamed: (name: string) => `Bring up to date: orders of ${name}`,
  syncStarted: "The orders are being read.",
  importing: (done: string, total: string | null) =>
    total === null ? `${done} orders copied so far` : `${done} of ${total} orders copied`,
  copied: (count: string) => `${count} orders copied`,
  whole: (time: string) => `complete since ${time}`,
  reading: "being read now",
  notBegun: "Not begun yet; it begins within a minute.",
  hooks: "The shop tells of changes by itself.",
  noHooks: "The shop tells of no changes by itself; Handrail asks every five minutes.",
  syncFault: (fault: string) => `The last reading stopped: ${fault} It goes on by itself.`,
  modelsPage: "What models are used for and what they cost is under Models.",
  fields: {} as Record<string, string>,
  groups: { imap: "Receiving (IMAP)", smtp: "Sending (SMTP)", faults: "Faults, to try out what happens" } as Record<string, string>,
  hints: {} as Record<string, string>,
};
type Strings = typeof en;
/** As a page gets them: in one language, which is said. */
export type Words = Strings & { lang: Tongue };

const de: Strings = {
  title: "Verbindungen",
  lead: "Die Shops, Postfächer und Paketdienste, mit denen hier gearbeitet wird, und wie es jedem davon geht.",
  kinds: {
    store: {
      title: "Shops",
      lead: "Wo Bestellungen, Kundschaft und Artikel nachgeschlagen werden.",
      connect: "Shop verbinden",
      emptyTitle: "Noch kein Shop",
      empty:
        "Verbinden Sie Ihren Shop, und Handrail liest seine Bestellungen: Fragen wie „Wo ist meine Bestellung?“ lassen sich dann mit Fakten beantworten.",
      removeMeans:
        "Sein Schlüssel und die Kopie seiner Bestellungen werden hier gelöscht; im Shop ändert sich nichts. Fragen zu Bestellungen kommen zu Menschen.",
    },
    channel: {
      title: "Kanäle",
      lead: "Wo Ihre Kundschaft schreibt und wo sie Antwort bekommt.",
      connect: "Kanal verbinden",
      emptyTitle: "Noch kein Kanal",
      empty:
        "Verbinden Sie das Postfach, an das Ihre Kundschaft schreibt, oder stellen Sie den Chat auf die Seiten Ihres Shops. Nichts geht von selbst hinaus, bevor Sie es sagen.",
      removeMeans: "Sein Passwort wird hier gelöscht, nichts kommt mehr herein und nichts geht hinaus. Seine Gespräche bleiben.",
    },
    carrier: {
      title: "Paketdienste",
      lead: "Wer weiß, wo ein Paket ist.",
      connect: "Paketdienst verbinden",
      emptyTitle: "Noch kein Paketdienst",
      empty: "Ist ein Paketdienst verbunden, sagen Antworten, wo ein Paket ist und wann es kommt.",
      removeMeans: "Sein Schlüssel wird hier gelöscht. Antworten sagen nichts mehr über seine Pakete.",
    },
    model: {
      title: "Sprachmodelle",
      lead: "Alles läuft auch ohne.",
      connect: "Modell verbinden",
      emptyTitle: "Kein Modell ist verbunden, und nichts fehlt",
      empty:
        "Nachrichten werden gelesen, Abläufe entscheiden, Vorlagen antworten wie bisher. Ein Modell hilft dort, wo sonst Menschen schreiben: ein Entwurf für eine Frage, die keine Vorlage kennt, eine Antwort in einer Sprache, die hier niemand spricht, vierzig Nachrichten in fünf Zeilen.",
      removeMeans: "Sein Schlüssel wird hier gelöscht. Wofür es benutzt wurde, läuft ohne Modell weiter.",
    },
  },
  states: {
    works: "Läuft",
    failing: "Störung",
    resting: "Antwortet nicht",
    unknown: "Noch nicht gefragt",
    closed: "Lässt sich nicht öffnen",
    off: "Ausgeschaltet",
  },
  demo: "Demo",
  demoStays: "Gehört zur Demo und verschwindet mit den Demodaten.",
  fixed: "Die eigene API, für die Systeme Ihres Shops. Sie nimmt Nachrichten nur von Programmen mit API-Schlüssel an.",
  answeredAt: (time) => `Letzte Antwort ${time}.`,
  never: "Noch niemand hat hier etwas gefragt.",
  isOff: "Nichts kommt darüber herein oder geht hinaus. Die Einstellungen bleiben.",
  failingSince: (time) => `Keine Antwort seit ${time}.`,
  restUntil: (time) => `Wird in Ruhe gelassen und um ${time} wieder gefragt; so lange kommen solche Fragen sofort zu Menschen.`,
  faultAt: (time) => `Letzte Störung ${time}:`,
  faults: {
    vendor_unauthorized: "Der Schlüssel oder das Passwort wird nicht angenommen.",
    vendor_refused: "Die Anfrage wird nicht angenommen.",
    vendor_unavailable: "Nicht erreichbar, oder die Antwort ist ein Fehler.",
    vendor_timeout: "Die Antwort dauert zu lange.",
    internal: "Handrail hat einen Fehler gemacht.",
    closed: "Die Einstellungen lassen sich nicht öffnen: Sie gelten nicht mehr, oder der geheime Schlüssel ist ein anderer.",
  },
  mends: {
    vendor_unauthorized: "Geben Sie Schlüssel oder Passwort noch einmal ein und prüfen Sie, ob die Rechte reichen.",
    vendor_refused:
      "Vergleichen Sie die Einstellungen mit der Anleitung; die Gegenseite hat die Anfrage verstanden und nimmt sie nicht an.",
    vendor_unavailable: "Prüfen Sie, ob die Adresse stimmt und der Dienst läuft. Handrail fragt von selbst wieder.",
    vendor_timeout: "Prüfen Sie, ob der Dienst läuft und von diesem Rechner aus erreichbar ist. Handrail fragt von selbst wieder.",
    internal: "Das Protokoll dieses Prozesses sagt mehr.",
    closed: "Geben Sie die Einstellungen noch einmal ein.",
  },
  test: "Testen",
  testNamed: (name) => `${name} testen`,
  testing: "Wird gefragt …",
  testWorks: "Es funktioniert.",
  nothingToTest: "Hier gibt es nichts zu testen: Von außen wird nichts gebraucht.",
  change: "Ändern",
  changeNamed: (name) => `${name} ändern`,
  switchOff: "Ausschalten",
  switchOffNamed: (name) => `${name} ausschalten`,
  switchedOff: "Ausgeschaltet.",
  switchOn: "Einschalten",
  switchOnNamed: (name) => `${name} einschalten`,
  switchedOn: "Eingeschaltet.",
  remove: "Entfernen",
  removeNamed: (name) => `${name} entfernen`,
  removeAsk: (name) => `„${name}“ entfernen?`,
  removeHint: "Soll es nur eine Weile ruhen, schalten Sie es stattdessen aus: Die Einstellungen bleiben.",
  removed: "Entfernt.",
  cancel: "Abbrechen",
  back: "Zurück",
  save: "Speichern",
  saveAnyway: "Trotzdem speichern",
  saved: "Gespeichert.",
  connect: "Verbinden",
  connected: "Verbunden.",
  choose: "Was möchten Sie verbinden?",
  guide: "So wird es eingerichtet",
  guideTongue: "Diese Anleitung gibt es nur auf Englisch.",
  noGuide: "Es braucht keine Vorbereitung.",
  name: "Name",
  nameHint: "Wie Ihr Team es nennt.",
  more: "Weitere Einstellungen",
  keepKey: "Gespeichert. Leer lassen, um es zu behalten.",
  keyWriteOnly: "Wird verschlüsselt gespeichert und nie wieder angezeigt.",
  oneALine: "Je Zeile eines.",
  wrong: "Einige Einstellungen stimmen noch nicht. Sie sind markiert.",
  notJson: "Das ist kein JSON.",
  needsMend: "Es funktioniert noch nicht:",
  nothing: "Nicht gesetzt",
  chooseOne: "Bitte wählen …",
  makeSecret: "Erzeugen",
  madeSecret: "Kopieren Sie es jetzt, falls Ihr Shop es auch braucht: Es wird nie wieder angezeigt.",
  addresses: "Kennung und Adresse für Webhooks",
  id: "Kennung",
  hook: "Adresse für Webhooks",
  hookHint: "Hierhin schickt die Gegenseite ihre Neuigkeiten. Die Anleitung sagt, wo die Adresse eingetragen wird.",
  sync: "Kopie der Bestellungen",
  syncNow: "Jetzt abgleichen",
  syncNowNamed: (name) => `Bestellungen von ${name} jetzt abgleichen`,
  syncStarted: "Die Bestellungen werden gelesen.",
  importing: (done, total) => (total === null ? `${done} Bestellungen bisher kopiert` : `${done} von ${total} Bestellungen kopiert`),
  copied: (count) => `${count} Bestellungen kopiert`,
  whole: (time) => `vollständig seit ${time}`,
  reading: "wird gerade gelesen",
  notBegun: "Noch nicht begonnen; es beginnt innerhalb einer Minute.",
  hooks: "Der Shop meldet Änderungen von selbst.",
  noHooks: "Der Shop meldet Änderungen nicht von selbst; Handrail fragt alle fünf Minuten.",
  syncFault: (fault) => `Das letzte Lesen brach ab: ${fault} Es geht von selbst weiter.`,
  modelsPage: "Wofür Modelle benutzt werden und was sie kosten, steht unter „Modelle“.",
  groups: { imap: "Empfang (IMAP)", smtp: "Versand (SMTP)", faults: "Störungen, zum Ausprobieren" },
  fields: {
    apiKey: "API-Schlüssel",
    model: "Modell",
    baseUrl: "Adresse der API",
    timeoutSeconds: "Zeitgrenze in Sekunden",
    embeddingModel: "Modell für Einbettungen",
    json: "Wie nach JSON gefragt wird",
    script: "Skript",
    otherwise: "Was es sonst sagt",
    failCalls: "Aufrufe, die scheitern",
    failKind: "Wie sie scheitern",
    failSends: "Sendungen, die scheitern",
    retryAfterMs: "Wieder fragen nach, in Millisekunden",
    slowMs: "Verzögerung je Aufruf, in Millisekunden",
    address: "E-Mail-Adresse",
    name: "Absendername",
    host: "Server",
    port: "Port",
    security: "Verschlüsselung",
    user: "Benutzername",
    password: "Passwort",
    folder: "Ordner",
    sentFolder: "Ordner für Gesendetes",
    firstDays: "Bisherige Mails in Tagen",
    pollSeconds: "Nachsehen alle … Sekunden",
    plusAddress: "Antworten an name+kennung@…",
    secret: "Geheimnis",
    token: "Token",
    record: "Aufzeichnung",
    allowed_origins: "Erlaubte Seiten",
    title: "Überschrift",
    greeting: "Begrüßung",
    messages_per_minute: "Nachrichten je Minute",
    requests_per_minute: "Anfragen je Minute",
    storeName: "Name des Shops",
    seed: "Startzahl",
    failReads: "Lesen scheitert mit",
    timeoutAfterSuccess: "Antwort geht nach dem Schreiben verloren",
    duplicateWrites: "Jedes Schreiben kommt doppelt an",
    staleReads: "Bestellungen mit altem Stand",
  },
  hints: {
    address: "An diese Adresse schreibt Ihre Kundschaft, und von ihr kommen die Antworten.",
    name: "Der Name, den Ihre Kundschaft neben der Adresse sieht.",
    host: "Name des Mailservers, zum Beispiel imap.example.com.",
    security:
      "tls: verschlüsselt vom ersten Byte an. starttls: verschlüsselt nach einer Begrüßung. none: nur für einen Server auf diesem Rechner.",
    password: "Ein App-Passwort, wo der Anbieter eines vorsieht.",
    folder: "Der Ordner, der gelesen wird.",
    sentFolder: "Eine Kopie jeder Antwort kommt in diesen Ordner. Leer lassen, wenn der Anbieter das selbst tut (Gmail, Microsoft 365).",
    firstDays: "So viele Tage schon vorhandener Mails werden beim ersten Start übernommen.",
    pollSeconds: "So oft wird nachgesehen, auch wenn der Server neue Mails meldet.",
    plusAddress:
      "So werden Antworten erkannt, auch wenn ein Mailprogramm den Faden verliert. Nur, wenn das Postfach solche Adressen annimmt.",
    secret: "Unterschreibt die Sitzungen der Besucher und die Kundentoken Ihres Shops: mindestens 32 Zeichen, die niemand erraten kann.",
    token: "Gemeinsames Geheimnis der Programme, die Nachrichten an den Webhook schicken. Ohne es wird nichts angenommen.",
    allowed_origins: "Wessen Seiten diesen Chat benutzen dürfen. Die eigenen dürfen es immer.",
  },
};

export const connectionWords: Record<Tongue, Strings> = { en, de };

type Named = { path: string; title: string | null };
const lastName = (path: string): string => path.slice(path.lastIndexOf(".") + 1);
/** "sentFolder" and "sent_folder" as "Sent folder". */
function spaced(name: string): string {
  const words = name
    .replace(/_/g, " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return (words.charAt(0).toUpperCase() + words.slice(1)).replace(/\b(?:Api|api)\b/, "API").replace(/\burl\b/i, "URL");
}

/** What the connector itself calls it, translated where there are words for it. */
export function fieldLabel({ path, title }: Named, { fields, lang }: Words): string {
  const name = lastName(path);
  const own = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return lang === "en" ? (title ?? own ?? spaced(name)) : (own ?? title ?? spaced(name));
}

export function groupLabel({ path, title }: Named, { groups }: Words): string {
  return (Object.hasOwn(groups, path) && groups[path]) || (title ?? spaced(lastName(path)));
}

/** The connector's own words, or their translation; none where there is no translation. */
export function fieldHint({ path, description }: { path: string; description: string | null }, { hints, lang }: Words): string | undefined {
  if (lang === "en") return description ?? undefined;
  return description === null || !Object.hasOwn(hints, lastName(path)) ? undefined : hints[lastName(path)];
}
