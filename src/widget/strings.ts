const en = {
  open: "Open chat",
  openUnread: (count: number) => `Open chat, ${count} new ${count === 1 ? "message" : "messages"}`,
  close: "Close chat",
  title: "Chat with us",
  greeting: "Hello! How can we help? Ask about an order, a delivery or a product.",
  log: "Messages",
  write: "Your message",
  placeholder: "Write a message …",
  send: "Send",
  automatic: "Automatic answer",
  team: "Our team",
  you: "You",
  waiting: "Waiting for the connection",
  sending: "Sending",
  sent: "Sent",
  failed: "Not sent",
  again: "Send again",
  offline: "No connection. What you write is kept and sent later.",
  connecting: "Connecting …",
  signedOut: "Your sign-in has expired. Please reload the page to go on.",
  blocked: "The chat is not available on this page.",
  withAgent: (name: string) => `${name} is here for you`,
  left: (count: number) => `${count} characters left`,
};
export type Strings = typeof en;

const de: Strings = {
  open: "Chat öffnen",
  openUnread: (count) => `Chat öffnen, ${count} neue ${count === 1 ? "Nachricht" : "Nachrichten"}`,
  close: "Chat schließen",
  title: "Schreiben Sie uns",
  greeting: "Guten Tag! Wie können wir helfen? Fragen Sie nach einer Bestellung, einer Lieferung oder einem Artikel.",
  log: "Nachrichten",
  write: "Ihre Nachricht",
  placeholder: "Nachricht schreiben …",
  send: "Senden",
  automatic: "Automatische Antwort",
  team: "Unser Team",
  you: "Sie",
  waiting: "Wartet auf Verbindung",
  sending: "Wird gesendet",
  sent: "Gesendet",
  failed: "Nicht gesendet",
  again: "Erneut senden",
  offline: "Keine Verbindung. Was Sie schreiben, bleibt erhalten und wird später gesendet.",
  connecting: "Verbindung wird aufgebaut …",
  signedOut: "Ihre Anmeldung ist abgelaufen. Bitte laden Sie die Seite neu.",
  blocked: "Der Chat ist auf dieser Seite nicht verfügbar.",
  withAgent: (name) => `${name} ist für Sie da`,
  left: (count) => `Noch ${count} Zeichen`,
};

/** The words in the language of the page (BCP 47), English where we have none. */
export function stringsFor(language: string): Strings {
  return /^de\b/i.test(language) ? de : en;
}
