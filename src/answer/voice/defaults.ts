/** How a letter begins and ends, and how an automatic one says so, where a shop has not said it: one line per language. */
import type { Tone } from "./schema.ts";

type Frame = { greeting: string; sign_off: string };
const named = (before: string, behind: string, other = before): string =>
  other === before
    ? `${before}{% if customer.first_name %} {{ customer.first_name }}{% endif %}${behind}`
    : `{% if customer.first_name %}${before} {{ customer.first_name }}{% else %}${other}{% endif %}${behind}`;
const signed = (line: string, team: string): string =>
  `${line}\n{% if voice.agent %}{{ voice.agent }}{% elsif voice.name %}{{ voice.name }}{% elsif store.name %}{{ store.name }}{% else %}${team}{% endif %}`;

export const frames: Record<string, Record<Tone, Frame>> = {
  en: {
    formal: { greeting: named("Hi", ","), sign_off: signed("Kind regards", "Your support team") },
    casual: { greeting: named("Hi", ","), sign_off: signed("Best", "Your support team") },
  },
  de: {
    formal: { greeting: named("Hallo", ","), sign_off: signed("Viele Grüße", "Ihr Kundenservice") },
    casual: { greeting: named("Hallo", ","), sign_off: signed("Viele Grüße", "Dein Kundenservice") },
  },
  fr: {
    formal: { greeting: named("Bonjour", ","), sign_off: signed("Cordialement,", "Votre service client") },
    casual: { greeting: named("Bonjour", ","), sign_off: signed("À bientôt,", "Ton service client") },
  },
  es: {
    formal: {
      greeting: "Hola{% if customer.first_name %}, {{ customer.first_name }}{% endif %}:",
      sign_off: signed("Un cordial saludo,", "El equipo de atención al cliente"),
    },
    casual: {
      greeting: "Hola{% if customer.first_name %}, {{ customer.first_name }}{% endif %}:",
      sign_off: signed("Un saludo,", "El equipo de atención al cliente"),
    },
  },
  it: {
    formal: { greeting: named("Gentile", ",", "Gentile cliente"), sign_off: signed("Cordiali saluti", "Il servizio clienti") },
    casual: { greeting: named("Ciao", ","), sign_off: signed("A presto", "Il servizio clienti") },
  },
  nl: {
    formal: { greeting: named("Beste", ",", "Beste klant"), sign_off: signed("Met vriendelijke groet,", "De klantenservice") },
    casual: { greeting: named("Hoi", ","), sign_off: signed("Groetjes,", "De klantenservice") },
  },
  pt: {
    formal: { greeting: named("Olá", ","), sign_off: signed("Com os melhores cumprimentos,", "A equipa de apoio ao cliente") },
    casual: { greeting: named("Olá", ","), sign_off: signed("Até breve,", "A equipa de apoio ao cliente") },
  },
  pl: {
    formal: { greeting: "Dzień dobry,", sign_off: signed("Z poważaniem", "Dział obsługi klienta") },
    casual: { greeting: named("Cześć", ","), sign_off: signed("Pozdrawiamy", "Dział obsługi klienta") },
  },
  sv: {
    formal: { greeting: named("Hej", ","), sign_off: signed("Vänliga hälsningar", "Kundtjänst") },
    casual: { greeting: named("Hej", "!"), sign_off: signed("Hälsningar", "Kundtjänst") },
  },
  da: {
    formal: { greeting: named("Hej", ","), sign_off: signed("Med venlig hilsen", "Kundeservice") },
    casual: { greeting: named("Hej", "!"), sign_off: signed("Hilsen", "Kundeservice") },
  },
  tr: {
    formal: { greeting: named("Merhaba", ","), sign_off: signed("Saygılarımızla", "Müşteri hizmetleri") },
    casual: { greeting: named("Merhaba", ","), sign_off: signed("Sevgiler", "Müşteri hizmetleri") },
  },
  ja: {
    formal: {
      greeting: "{% if customer.name %}{{ customer.name }}様{% else %}お客様{% endif %}",
      sign_off: signed("よろしくお願いいたします。", "カスタマーサポート"),
    },
    casual: {
      greeting: "{% if customer.name %}{{ customer.name }}さん{% else %}こんにちは。{% endif %}",
      sign_off: signed("よろしくお願いします。", "カスタマーサポート"),
    },
  },
};

/** Says that a machine wrote it, and what to write for a person; every such word is understood in every language at once. */
export const disclosures: Record<string, string> = {
  en: 'This reply was written automatically. Write "human" and a person will answer.',
  de: "Diese Antwort wurde automatisch geschrieben. Schreiben Sie „Mitarbeiter“, dann antwortet ein Mensch.",
  fr: "Cette réponse a été rédigée automatiquement. Écrivez « conseiller » et une personne vous répondra.",
  es: "Esta respuesta se ha escrito automáticamente. Escriba «agente» y le responderá una persona.",
  it: "Questa risposta è stata scritta automaticamente. Scriva «operatore» e Le risponderà una persona.",
  pt: "Esta resposta foi escrita automaticamente. Escreva «atendente» e uma pessoa responderá.",
  nl: "Dit antwoord is automatisch geschreven. Schrijf “medewerker” en u krijgt antwoord van een mens.",
  pl: "Ta odpowiedź została napisana automatycznie. Napisz „konsultant”, a odpowie człowiek.",
  sv: "Det här svaret skrevs automatiskt. Skriv ”medarbetare” så svarar en människa.",
  da: "Dette svar er skrevet automatisk. Skriv “medarbejder”, så svarer et menneske.",
  tr: "Bu yanıt otomatik olarak yazıldı. “Temsilci” yazın, bir kişi yanıtlasın.",
  ja: "この返信は自動で作成されました。「担当者」とお書きいただければ、人がお答えします。",
};
