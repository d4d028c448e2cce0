/** What the starter templates say, and the same with another status or a "not" more or less. */
export type WrongWords = { kind: "status" | "negation"; from: string; to: string };

const status = (from: string, to: string): WrongWords => ({ kind: "status", from, to });
const negation = (from: string, to: string): WrongWords => ({ kind: "negation", from, to });

export const wrongWords: Record<string, WrongWords[]> = {
  en: [
    status("was delivered", "was cancelled"),
    status("was delivered", "was refunded"),
    negation("was delivered", "was not delivered"),
    status("was delivered", "is out for delivery"),
    status("good news: your order #", "your parcel was delivered, and your order #"),
    negation("is on its way with", "is not on its way with"),
    status("is on its way with", "was delivered by"),
    status("was cancelled on", "was delivered on"),
    negation("was cancelled on", "was not cancelled on"),
    negation("We have refunded", "We have not refunded"),
    negation("has been refunded", "has not been refunded"),
    status("has been refunded", "has been cancelled"),
    status("is with us and being prepared", "was delivered"),
    status("is with us and being prepared", "has been shipped"),
    negation("is with us and being prepared", "is no longer being prepared"),
    negation("has not left our warehouse", "has left our warehouse"),
    status("has not left our warehouse yet", "was delivered already"),
    status("is in stock", "is sold out"),
    negation("is in stock", "is not in stock"),
    status("is sold out", "is in stock"),
    negation("is sold out", "is not sold out"),
    status("is out for delivery", "was delivered"),
    negation("is out for delivery", "is not out for delivery"),
  ],
  de: [
    status("zugestellt", "storniert"),
    negation("zugestellt", "nicht zugestellt"),
    status("unterwegs.", "zugestellt."),
    negation("unterwegs.", "nicht unterwegs."),
    status("storniert, es wird", "zugestellt, es wird"),
    negation("storniert, es wird", "nicht storniert, es wird"),
    status("wird vorbereitet", "wurde zugestellt"),
    status("wird vorbereitet", "wurde schon verschickt"),
    negation("wird vorbereitet", "wird nicht vorbereitet"),
    negation("wurde erstattet", "wurde nicht erstattet"),
    status("wurde erstattet", "wurde storniert"),
    status("ist auf Lager", "ist ausverkauft"),
    negation("ist auf Lager", "ist nicht auf Lager"),
    status("ausverkauft", "auf Lager"),
    negation("ausverkauft", "nicht ausverkauft"),
  ],
  fr: [],
  es: [],
};
