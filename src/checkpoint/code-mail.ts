/** The mail that carries a one-time code. It never says which order, or whether there is one: it may reach a stranger. */

type Words = { subject: (brand: string) => string; text: (code: string, brand: string) => string };

const words: Record<string, Words> = {
  en: {
    subject: (brand) => `Your code for ${brand}`,
    text: (code, brand) =>
      `Your code is ${code}.\n\nSomebody asked ${brand} a question and named this address. If that was you, answer there with this code; it is valid for 15 minutes.\nIf it was not you, do nothing: without the code nobody learns anything.`,
  },
  de: {
    subject: (brand) => `Ihr Code für ${brand}`,
    text: (code, brand) =>
      `Ihr Code lautet ${code}.\n\nJemand hat ${brand} eine Frage gestellt und diese Adresse genannt. Wenn Sie das waren, antworten Sie dort mit diesem Code; er gilt 15 Minuten.\nWenn nicht, tun Sie nichts: Ohne den Code erfährt niemand etwas.`,
  },
  fr: {
    subject: (brand) => `Votre code pour ${brand}`,
    text: (code, brand) =>
      `Votre code est ${code}.\n\nQuelqu'un a posé une question à ${brand} en indiquant cette adresse. Si c'est vous, répondez-y avec ce code ; il est valable 15 minutes.\nSinon, ne faites rien : sans le code, personne n'apprend quoi que ce soit.`,
  },
  es: {
    subject: (brand) => `Su código para ${brand}`,
    text: (code, brand) =>
      `Su código es ${code}.\n\nAlguien hizo una pregunta a ${brand} e indicó esta dirección. Si fue usted, responda allí con este código; es válido durante 15 minutos.\nSi no fue usted, no haga nada: sin el código nadie averigua nada.`,
  },
  it: {
    subject: (brand) => `Il suo codice per ${brand}`,
    text: (code, brand) =>
      `Il suo codice è ${code}.\n\nQualcuno ha fatto una domanda a ${brand} indicando questo indirizzo. Se è stato lei, risponda lì con questo codice; vale 15 minuti.\nAltrimenti non faccia nulla: senza il codice nessuno viene a sapere nulla.`,
  },
  nl: {
    subject: (brand) => `Uw code voor ${brand}`,
    text: (code, brand) =>
      `Uw code is ${code}.\n\nIemand heeft ${brand} een vraag gesteld en dit adres genoemd. Was u dat, antwoord daar dan met deze code; hij is 15 minuten geldig.\nWas u het niet, doe dan niets: zonder de code komt niemand iets te weten.`,
  },
  pt: {
    subject: (brand) => `O seu código para ${brand}`,
    text: (code, brand) =>
      `O seu código é ${code}.\n\nAlguém fez uma pergunta a ${brand} e indicou este endereço. Se foi você, responda lá com este código; é válido por 15 minutos.\nSe não foi, não faça nada: sem o código ninguém fica a saber nada.`,
  },
  pl: {
    subject: (brand) => `Kod dla ${brand}`,
    text: (code, brand) =>
      `Twój kod to ${code}.\n\nKtoś zadał pytanie sklepowi ${brand} i podał ten adres. Jeśli to Ty, odpowiedz tam tym kodem; jest ważny 15 minut.\nJeśli nie, nic nie rób: bez kodu nikt niczego się nie dowie.`,
  },
};

/** In the language asked for, else English. */
export function codeMail(code: string, language: string, brand: string): { subject: string; text: string; language: string } {
  const known = Object.hasOwn(words, language) ? language : "en";
  const { subject, text } = words[known]!;
  return { subject: subject(brand), text: text(code, brand), language: known };
}
