/**
 * Commitments in what a shop writes: "we will refund you within 5 days". A sentence counts when we (or a colleague, or the
 * team) say that we will do one of a few things; a question, or what depends on the customer ("if you like, we will …"), does
 * not. Only for replies, never for what customers write. Patterns are bounded, so the time is linear in the text.
 */
import type { Reply } from "./run.ts";

export type PromiseKind = "contact" | "refund" | "send" | "check" | "other";

/** `start` and `end` are UTF-16 offsets of the sentence. `dueAt`: what the sentence itself says, ISO; null when it names no time. */
export type FoundPromise = { kind: PromiseKind; text: string; start: number; end: number; dueAt: string | null };

type Words = {
  /** Who promises, with the word that makes it the future where a language has one; before or after the deed. */
  we: string;
  deeds: Record<Exclude<PromiseKind, "other">, string>;
  /** Verb forms that say "we will" by themselves. */
  alone?: Partial<Record<PromiseKind, string>>;
  condition: string;
  /** "within N …" */
  within: string;
  units: { hour: string; day: string; week: string };
  tomorrow: string;
  today: string;
};

const words: Record<string, Words> = {
  en: {
    we: "(?:we|i|you)(?:'ll| will| are going to| am going to| shall)|(?:a colleague|my colleagues?|our team|somebody|someone)(?: from our team)? will",
    deeds: {
      contact:
        "get back to|reply|answer|write to|contact|call|let you know|keep you (?:posted|updated|informed)|inform|be in touch|hear from us|update you",
      refund: "refund|reimburse|credit|pay (?:you )?back|return (?:the|your) money|get your money back",
      send: "send|ship|dispatch|deliver|replace|resend",
      check: "check|look into|investigate|find out|clarify|ask (?:the|our) (?:carrier|warehouse|supplier)|take care",
    },
    condition: "if|should you|unless|in case|once you|as soon as you|when you",
    within: "within|in(?: the next)?",
    units: { hour: "hours?", day: "(?:business |working )?days?", week: "weeks?" },
    tomorrow: "tomorrow",
    today: "today",
  },
  de: {
    we: "(?:wir|ich|jemand(?: aus unserem team)?|eine kollegin|ein kollege|unser team)",
    deeds: {
      contact:
        "meld(?:en|e|et)|antwort(?:en|e|et)|schreib(?:en|e|t) ihnen|schreib(?:en|e) dir|rufen? sie an|(?:geben|gebe|gibt) (?:ihnen|dir|euch) bescheid|informier(?:en|e)|halten? (?:sie|dich|euch) auf dem laufenden",
      refund: "erstatt(?:en|e)|zurückzahl(?:en|e|t)|überweis(?:en|e|t)|schreib(?:en|e|t)[^.!?\\n]{0,40}\\bgut\\b|gutschreib(?:en|e)",
      send: "(?:zu)?schick(?:en|e|t)|(?:zu|ver)?send(?:en|e)|liefer(?:n|e|t)|ersetz(?:en|e)|tauschen?[^.!?\\n]{0,40}\\baus\\b",
      check:
        "prüf(?:en|e|t)|klär(?:en|e|t)|kümmer(?:n|e|t)|(?:sehen|sehe|sieht)[^.!?\\n]{0,30}\\b(?:an|nach)\\b|forsch(?:en|e)[^.!?\\n]{0,20}\\bnach\\b|fragen?[^.!?\\n]{0,30}\\bnach\\b",
    },
    condition: "falls|wenn|sollten? |sofern|sobald sie|sobald du",
    within: "innerhalb(?: von)?|binnen|in(?: den nächsten)?",
    units: { hour: "stunden?", day: "(?:werk|arbeits)?tag(?:en|e|s)?", week: "wochen?" },
    tomorrow: "morgen",
    today: "heute",
  },
  fr: {
    we: "(?:nous|je|un collègue|une collègue|notre équipe|on) (?:vous |te |les? |la )?(?:allons |vais |va )?",
    deeds: {
      contact:
        "répond(?:rons|rai|ra|re)|recontact(?:erons|erai|era|er)|contact(?:erons|erai|era|er)|tien(?:drons|drai|dra)|tenir|inform(?:erons|erai|era|er)|revien(?:drons|drai|dra)|écri(?:rons|rai|ra|re)",
      refund: "rembours(?:erons|erai|era|er)|crédit(?:erons|erai|er)",
      send: "env(?:errons|errai|erra|oyer)|expédi(?:erons|erai|era|er)|rempla(?:cerons|cerai|cera|cer)|livr(?:erons|era|er)",
      check: "vérifi(?:erons|erai|era|er)|regard(?:erons|erai|era|er)|renseign(?:erons|erai|er)|occup(?:erons|erai|era|er)",
    },
    condition: "si|au cas où|dès que vous|lorsque vous",
    within: "sous|dans(?: les)?|d'ici",
    units: { hour: "heures?", day: "jours?(?: ouvrés| ouvrables)?", week: "semaines?" },
    tomorrow: "demain",
    today: "aujourd'hui",
  },
  es: {
    we: "(?:le|les|te|os|lo|la|nos|me|un compañero|una compañera|nuestro equipo|vamos a|voy a)",
    deeds: {
      contact:
        "contest(?:aremos|aré|ará|ar)|respond(?:eremos|eré|erá|er)|escrib(?:iremos|iré|irá|ir)|avis(?:aremos|aré|ará|ar)|llam(?:aremos|aré|ará|ar)|inform(?:aremos|aré|ará|ar)|pond(?:remos|ré|rá) en contacto",
      refund: "reembols(?:aremos|aré|ará|ar)|devolv(?:eremos|eré|erá|er)|abon(?:aremos|aré|ará|ar)",
      send: "envi(?:aremos|aré|ará|ar)|mand(?:aremos|aré|ará|ar)|reemplaz(?:aremos|aré|ar)|sustitu(?:iremos|iré|ir)",
      check:
        "revis(?:aremos|aré|ará|ar)|comprob(?:aremos|aré|ará|ar)|averigu(?:aremos|aré|ará|ar)|investig(?:aremos|aré|ar)|ocup(?:aremos|aré|ará|ar)",
    },
    alone: {
      contact: "(?:contest|avis|llam|inform)aremos|responderemos|escribiremos",
      refund: "reembolsaremos|devolveremos|abonaremos",
      send: "enviaremos|mandaremos",
      check: "revisaremos|comprobaremos|averiguaremos|investigaremos",
    },
    condition: "si|en caso de que|en cuanto (?:usted|nos)|cuando (?:usted|nos)",
    within: "en(?: un plazo de| los próximos)?|dentro de",
    units: { hour: "horas?", day: "días?(?: hábiles| laborables)?", week: "semanas?" },
    tomorrow: "mañana",
    today: "hoy",
  },
  it: {
    we: "(?:le|ti|vi|la|lo|un collega|una collega|il nostro team)",
    deeds: {
      contact:
        "rispond(?:eremo|erò|erà)|scriv(?:eremo|erò|erà)|contatt(?:eremo|erò|erà)|chiam(?:eremo|erò|erà)|far(?:emo|ò|à) sapere|inform(?:eremo|erò|erà)|ricontatt(?:eremo|erò|erà)",
      refund: "rimbors(?:eremo|erò|erà)|accredit(?:eremo|erò|erà)",
      send: "invi(?:eremo|erò|erà)|sped(?:iremo|irò|irà)|sostitu(?:iremo|irò|irà)|mand(?:eremo|erò|erà)",
      check: "verific(?:heremo|herò|herà)|controll(?:eremo|erò|erà)|occup(?:eremo|erò|erà)",
    },
    alone: {
      contact: "risponderemo|scriveremo|contatteremo|ricontatteremo|informeremo|faremo sapere",
      refund: "rimborseremo|accrediteremo",
      send: "invieremo|spediremo|sostituiremo|manderemo",
      check: "verificheremo|controlleremo",
    },
    condition: "se|qualora|non appena (?:ci|lei)|quando (?:ci|lei)",
    within: "entro|in|nei prossimi",
    units: { hour: "ore|ora", day: "giorn[io](?: lavorativ[io])?", week: "settiman[ae]" },
    tomorrow: "domani",
    today: "oggi",
  },
  pt: {
    we: "(?:lhe|te|vos|um colega|uma colega|a nossa equipa|a nossa equipe|nossa equipe|vamos|vou)",
    deeds: {
      contact:
        "respond(?:eremos|erei|erá|er)|escrev(?:eremos|erei|erá|er)|contact(?:aremos|arei|ará|ar)|entr(?:aremos|arei|ará|ar) em contato|inform(?:aremos|arei|ará|ar)|avis(?:aremos|arei|ará|ar)|lig(?:aremos|arei|ar)",
      refund: "reembols(?:aremos|arei|ará|ar)|devolv(?:eremos|erei|erá|er)|estorn(?:aremos|arei|ar)",
      send: "envi(?:aremos|arei|ará|ar)|mand(?:aremos|arei|ar)|substitu(?:iremos|irei|ir)",
      check: "verific(?:aremos|arei|ará|ar)|averigu(?:aremos|arei|ará|ar)|trat(?:aremos|arei|ar) d",
    },
    alone: {
      contact: "responderemos|escreveremos|contactaremos|entraremos em contato|informaremos|avisaremos",
      refund: "reembolsaremos|devolveremos|estornaremos",
      send: "enviaremos|mandaremos|substituiremos",
      check: "verificaremos|averiguaremos",
    },
    condition: "se|caso|assim que (?:nos|você)|quando (?:nos|você)",
    within: "em(?: até)?|dentro de|nos próximos",
    units: { hour: "horas?", day: "dias?(?: úteis)?", week: "semanas?" },
    tomorrow: "amanhã",
    today: "hoje",
  },
  nl: {
    we: "(?:we|wij|ik|een collega|ons team|iemand van ons)",
    deeds: {
      contact:
        "antwoord(?:en|t)?|nemen? contact|neem contact|laten? (?:het )?(?:u|je) weten|laat (?:het )?(?:u|je) weten|bellen?|mailen?|houden? (?:u|je) op de hoogte|komen? (?:erop|hierop|bij (?:u|je)) terug|kom (?:erop|hierop) terug",
      refund: "betalen?[^.!?\\n]{0,40}terug|terugbetalen|storten?[^.!?\\n]{0,40}terug|terugstorten|crediteren",
      send: "sturen?|stuur|verzenden|verzend|leveren?|vervangen?",
      check: "controleren?|zoeken?[^.!?\\n]{0,40}uit|uitzoeken|kijken?[^.!?\\n]{0,30}na|nakijken|navragen|gaan?[^.!?\\n]{0,20}na\\b",
    },
    condition: "als|indien|mocht|zodra (?:u|je)",
    within: "binnen|in(?: de komende)?",
    units: { hour: "uur|uren", day: "(?:werk)?dag(?:en)?", week: "we(?:ek|ken)" },
    tomorrow: "morgen",
    today: "vandaag",
  },
  pl: {
    we: "(?:pani|panu|państwu|ci|kolega|koleżanka|nasz zespół)",
    deeds: {
      contact:
        "odpowie(?:my|m)?|odpiszemy|odpiszę|napiszemy|napisze|zadzwonimy|skontaktuje(?:my)? się|poinformuje(?:my)?|damy znać|dam znać",
      refund: "zwrócimy|zwrócę|zwróci",
      send: "wyślemy|wyślę|wyśle|dostarczymy|wymienimy",
      check: "sprawdzimy|sprawdzę|sprawdzi|wyjaśnimy|zajmiemy się|zajmę się",
    },
    alone: {
      contact: "odpowiemy|odpiszemy|odpiszę|napiszemy|zadzwonimy|skontaktujemy się|poinformujemy|damy znać|dam znać",
      refund: "zwrócimy|zwrócę",
      send: "wyślemy|wyślę|dostarczymy|wymienimy",
      check: "sprawdzimy|sprawdzę|wyjaśnimy|zajmiemy się",
    },
    condition: "jeśli|jeżeli|gdyby|gdy tylko",
    within: "w ciągu|za",
    units: { hour: "godzin[ay]?", day: "dni(?: roboczych)?|dnia|dzień", week: "tygodni[ae]?|tydzień" },
    tomorrow: "jutro",
    today: "dziś|dzisiaj",
  },
  sv: {
    we: "(?:vi|jag|en kollega|vårt team)(?: kommer att| ska)?",
    deeds: {
      contact: "återkommer|återkomma|svarar|svara|hör av|höra av|ringer|ringa|meddelar|meddela|kontaktar|kontakta|skriver till",
      refund: "återbetalar|återbetala|betalar tillbaka|betala tillbaka",
      send: "skickar|skicka|levererar|leverera|ersätter|ersätta",
      check: "kollar|kolla|undersöker|undersöka|tar reda|ta reda|kontrollerar|kontrollera",
    },
    condition: "om (?:du|ni|det|den|något)|ifall|så snart du",
    within: "inom|om",
    units: { hour: "timm(?:e|ar)", day: "(?:arbets)?dag(?:ar)?", week: "veck(?:a|or)" },
    tomorrow: "i morgon|imorgon",
    today: "i dag|idag",
  },
  da: {
    we: "(?:vi|jeg|en kollega|vores team)(?: vil| skal)?",
    deeds: {
      contact:
        "vender tilbage|vende tilbage|svarer|svare|kontakter|kontakte|ringer|ringe|giver (?:dig|jer) besked|give (?:dig|jer) besked|skriver til",
      refund: "refunderer|refundere|betaler[^.!?\\n]{0,30}tilbage|tilbagebetaler",
      send: "sender|sende|leverer|levere|erstatter|erstatte",
      check: "undersøger|undersøge|tjekker|tjekke|finder ud af|kigger på",
    },
    condition: "hvis|såfremt|så snart du",
    within: "inden for|indenfor|om",
    units: { hour: "timer?", day: "(?:hver|arbejds)?dag(?:e)?", week: "uger?" },
    tomorrow: "i morgen",
    today: "i dag",
  },
  tr: {
    we: "(?:size|sizi|sana|seni|ekibimiz|bir arkadaşımız)",
    deeds: {
      contact: "(?:döne|yanıt vere|yanıtlaya|cevap vere|bilgilendire|yaza|araya)ce(?:ğiz|ğim|k)|(?:yanıtlaya|yaza|araya)ca(?:ğız|ğım|k)",
      refund: "iade ede(?:ceğiz|ceğim|cek)",
      send: "gönder(?:eceğiz|eceğim|ecek)|yolla(?:yacağız|yacağım|yacak)",
      check: "(?:kontrol ed|incel|araştır)(?:eceğiz|eyeceğiz|acağız|eceğim|ecek)",
    },
    alone: {
      contact: "döneceğiz|yanıt vereceğiz|yanıtlayacağız|bilgilendireceğiz|haber vereceğiz|arayacağız|yazacağız",
      refund: "iade edeceğiz",
      send: "göndereceğiz|yollayacağız",
      check: "kontrol edeceğiz|inceleyeceğiz|araştıracağız",
    },
    condition: "eğer|isterseniz|halinde|durumunda",
    within: "",
    units: { hour: "saat", day: "(?:iş )?gün", week: "hafta" },
    tomorrow: "yarın",
    today: "bugün",
  },
  ja: {
    we: "(?:担当者|弊社|当店)",
    deeds: { contact: "ご連絡|ご返信|お返事|ご回答", refund: "ご返金|返金", send: "お送り|発送|お届け|再送", check: "確認|お調べ|調査" },
    alone: {
      contact: "(?:ご連絡|ご返信|お返事|ご回答)(?:いたします|致します|します|差し上げます)",
      refund: "(?:ご返金|返金)(?:いたします|致します|します)",
      send: "(?:お送り|発送|再送)(?:いたします|致します|します)",
      check: "(?:確認|お調べ|調査)(?:いたします|致します|します)",
    },
    condition: "場合|もし",
    within: "",
    units: { hour: "時間", day: "(?:営業)?日", week: "週間" },
    tomorrow: "明日",
    today: "本日|今日",
  },
};

/** Of a reply. What an article says is what the shop always does: it is quoted, not promised anew. */
export function promisesOf(reply: Reply, now: string): FoundPromise[] {
  let found = known.get(reply);
  if (!found) {
    const { text, language, evidence } = reply;
    found = findPromises(text, language, now).filter(
      ({ start, end }) => !evidence.some((fact) => fact.field === "article.text" && fact.start <= start && end <= fact.end),
    );
    known.set(reply, found);
  }
  return found;
}
/** A reply is looked at when it is decided whether it may leave, and again when it is written. */
const known = new WeakMap<Reply, FoundPromise[]>();

const gap = "[^.!?\\n。]{0,80}?";
const maxChars = 20_000;
const kinds: PromiseKind[] = ["refund", "send", "contact", "check"];
const hourMs = 3_600_000;

type Compiled = { deeds: [PromiseKind, RegExp][]; condition: RegExp; times: [RegExp, number][]; tomorrow: RegExp; today: RegExp };
const compiled = new Map<string, Compiled | null>();

/** `language` is ISO 639-1; a language without words finds nothing. `now` is ISO. */
export function findPromises(text: string, language: string, now: string): FoundPromise[] {
  const rules = rulesOf(language);
  if (!rules) return [];
  const found: FoundPromise[] = [];
  for (const { sentence, start } of sentencesOf(text.slice(0, maxChars))) {
    if (/[?？]\s*$/.test(sentence)) continue;
    const lower = sentence.toLowerCase().replaceAll("’", "'");
    const deed = rules.deeds.find(([, pattern]) => pattern.test(lower));
    if (!deed) continue;
    const condition = rules.condition.exec(lower);
    if (condition && condition.index <= deed[1].exec(lower)!.index) continue;
    const trimmed = sentence.trim();
    const from = start + sentence.indexOf(trimmed);
    found.push({ kind: deed[0], text: trimmed, start: from, end: from + trimmed.length, dueAt: dueIn(lower, rules, now) });
  }
  return found;
}

function* sentencesOf(text: string): Generator<{ sentence: string; start: number }> {
  // A full stop inside a number or an abbreviation ("5.5", "z.B.") is followed by no capital letter after a space.
  let start = 0;
  for (const { index, 0: mark } of text.matchAll(/[.!?。？！](?=\s|$|[ぁ-んァ-ヶ一-龠])|\n/gu)) {
    const end = index + mark.length;
    yield { sentence: text.slice(start, end), start };
    start = end;
  }
  if (start < text.length) yield { sentence: text.slice(start), start };
}

function dueIn(sentence: string, { times, tomorrow, today }: Compiled, now: string): string | null {
  let longest = 0;
  for (const [pattern, unit] of times) {
    const match = pattern.exec(sentence);
    // "5-7 days": the later one is what the customer may hold us to.
    if (match) longest = Math.max(longest, Number(match[2] ?? match[1]) * unit);
  }
  if (longest > 0) return new Date(Date.parse(now) + Math.min(longest, 8_760 * hourMs)).toISOString();
  const day = tomorrow.test(sentence) ? 1 : today.test(sentence) ? 0 : null;
  return day === null ? null : new Date(Math.floor(Date.parse(now) / (24 * hourMs) + day + 1) * 24 * hourMs - 1).toISOString();
}

function rulesOf(language: string): Compiled | null {
  let rules = compiled.get(language);
  if (rules === undefined) {
    rules = Object.hasOwn(words, language) ? compile(words[language]!, language) : null;
    if (compiled.size < 100) compiled.set(language, rules);
  }
  return rules;
}

function compile({ we, deeds, alone, condition, within, units, tomorrow, today }: Words, language: string): Compiled {
  const isSpaced = language !== "ja";
  const edge = (pattern: string) => (isSpaced ? `(?<![\\p{L}])(?:${pattern})` : `(?:${pattern})`);
  const made = kinds.flatMap((kind): [PromiseKind, RegExp][] => {
    const deed = deeds[kind as "contact"];
    const rest = isSpaced ? `(?![\\p{L}])` : "";
    const both = language === "ja" ? [] : [`${edge(we)}${gap}${edge(deed)}${rest}`];
    // German and Dutch put the deed first as well: "Morgen schicken wir …".
    if (["de", "nl", "sv", "da"].includes(language)) both.push(`${edge(deed)}\\s${edge(we)}${rest}`);
    if (alone?.[kind]) both.push(`${edge(alone[kind])}${rest}`);
    return [[kind, new RegExp(both.join("|"), "u")]];
  });
  const count = isSpaced
    ? `${within ? `(?:${within}) ` : ""}(\\d{1,3})(?:\\s?(?:-|–|to|bis|à|a|tot|do|till|til) ?(\\d{1,3}))? ?`
    : "(\\d{1,3})(?:[-〜~](\\d{1,3}))?";
  const time = (unit: string, ms: number): [RegExp, number] => [
    new RegExp(`${isSpaced ? "(?<![\\p{L}])" : ""}${count}(?:${unit})`, "u"),
    ms,
  ];
  return {
    deeds: made,
    condition: new RegExp(edge(condition) + (isSpaced ? "(?![\\p{L}])" : ""), "u"),
    times: [time(units.hour, hourMs), time(units.day, 24 * hourMs), time(units.week, 7 * 24 * hourMs)],
    tomorrow: new RegExp(edge(tomorrow), "u"),
    today: new RegExp(edge(today), "u"),
  };
}
