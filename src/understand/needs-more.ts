import { createPhrases, findPhrases, splitList, type Phrases } from "./phrases.ts";
import type { Words } from "./text.ts";

/**
 * Words and phrases that say nothing yet about what is wanted, in the twelve languages. "Thanks" and "agent" are not here.
 * One line per language: en, de, fr, es, it, pt, nl, pl, sv, da, tr.
 */
export const contentless = [
  "hi | hello | hey | hiya | heya | yo | sup | hola | ciao | hallo | hej | salut | ola | good morning | good afternoon | good evening | good day | greetings | dear | team | sir | madam | sirs | there | anyone | anybody | someone | somebody | is | are | you | here | can | could | may | i | ask | a | an | question | quick | questions | have | got | need | some | help | me | please | with | something | about | an issue | issue | problem | support | assist | assistance | hope | well | all | online | available now | today | how are you | doing | test | testing | ping | um | uh | so | ok so | still | just | one | would | like | to | my name is | guys | folks | the | and | yes | no | ok | okay | sure | wondering if | if | us | out | us | do | we | anyone there | hello there | want | know | im | ive",
  "hallo | guten tag | guten morgen | guten abend | moin | servus | grüß gott | grüezi | hi | ist | jemand | da | hier | kann | können | könnten | sie | ihr | mir | jemand helfen | helfen | ich | habe | hab | hätte | eine | ein | frage | fragen | kurze | brauche | bräuchte | hilfe | bitte | sehr geehrte damen und herren | liebes team | mal | ja | nein | wer | problem | ein anliegen | anliegen",
  "bonjour | bonsoir | salut | coucou | madame | monsieur | messieurs | quelqu'un | il y a | y a t il | est ce que | vous | êtes là | là | ici | je | j'ai | ai | une | un | question | petite | besoin | d'aide | de | aide | aider | pouvez | m'aider | pourriez | svp | s'il vous plaît | s'il vous plait | toc toc | allo | oui | non | d | m | problème | l'équipe | à | tous | j | l | me",
  "hola | buenas | buenos días | buen día | buenas tardes | buenas noches | hay alguien | alguien | hay | ahí | aquí | tengo | una | un | pregunta | consulta | duda | necesito | ayuda | me | pueden | puede | podrían | ayudar | ayudarme | por favor | qué tal | estimados | señores | oiga | sí | no | problema | quisiera | hacer | están",
  "ciao | salve | buongiorno | buonasera | buon pomeriggio | buona giornata | c'è | nessuno | qualcuno | c | e | ho | una | un | domanda | bisogno | di | aiuto | avrei | potete | può | aiutarmi | per favore | per piacere | gentile | team | mi | siete | qui | si | no | problema | pronto | scusate | spett.le | informazione",
  "olá | oi | oie | bom dia | boa tarde | boa noite | alguém | aí | tem | está | tenho | uma | um | dúvida | pergunta | preciso | de | ajuda | podem | pode | me | ajudar | por favor | tudo bem | prezados | sim | não | problema | gostaria | alo | aqui | estou | a | com",
  "hallo | hoi | hey | goedemorgen | goedemiddag | goedenavond | goedendag | beste | is | er | iemand | daar | hier | ik | heb | een | vraag | vraagje | hulp | nodig | kan | kunt | kunnen | u | jullie | je | mij | me | helpen | alstublieft | aub | alsjeblieft | ja | nee | probleem | wil | graag | iets | vragen",
  "cześć | dzień dobry | witam | hej | dobry wieczór | halo | szanowni państwo | czy | jest | ktoś | tam | tu | mam | pytanie | pytanko | potrzebuję | pomocy | proszę | o | pomoc | możecie | może | mi | pomóc | tak | nie | problem | państwo | panie | pani | mogę | zadać | witajcie",
  "hej | hejsan | hallå | tjena | tja | god morgon | god kväll | goddag | är | det | någon | där | här | jag | har | en | fråga | behöver | hjälp | kan | ni | du | mig | hjälpa | snälla | tack på förhand | ja | nej | problem | skulle | vilja | lite",
  "hej | hejsa | goddag | god morgen | godaften | hallo | er | der | nogen | her | jeg | har | et | spørgsmål | brug | for | hjælp | kan | i | du | hjælpe | mig | venligst | ja | nej | problem | vil | gerne | kære | lige | noget",
  "merhaba | merhabalar | selam | selamlar | selamün aleyküm | iyi günler | günaydın | iyi akşamlar | kolay gelsin | kimse | var | mı | orada | burada | bir | soru | sorum | olacaktı | sorun | soracaktım | yardım | yardıma | ihtiyacım | eder | misiniz | lütfen | evet | hayır | sayın | yetkili | birisi | edebilir | bana | şey | sormak | istiyorum | bakar | alo",
];

/** Removed from runs of Japanese before asking whether anything is left. */
const contentlessParts =
  "もしもし|こんにちは|こんばんは|おはようございます|はじめまして|初めまして|すみません|すいません|お世話になっております|お世話になります|質問があります|質問があるのですが|質問です|質問|聞きたいことがあります|お聞きしたいことがあります|お尋ねします|誰かいますか|誰か|どなたか|いらっしゃいますか|いますか|お願いします|お願いいたします|よろしく|助けてください|助けて|教えてください|問い合わせです|お問い合わせです|ちょっと|はい|いいえ|です|ます|が".split(
    "|",
  );

export type Contentless = Phrases<true>;

export function createContentless(): Contentless {
  return createPhrases(contentless.flatMap(splitList).map((phrase) => [phrase, true] as const));
}

/**
 * True when every word is a greeting or a filler ("hi", "anyone there?", "I have a question"), an e-mail address or a number alone,
 * or no word at all.
 * Only short texts are looked at: twelve fillers in a row still say nothing, thirty words always say something.
 */
export function isContentless(phrases: Contentless, words: Words, text: string): boolean {
  if (words.count === 0) return true;
  if (words.count > 14) return false;
  if (text.length < 100 && /^\s*\S{1,64}@\S{3,}\s*$/.test(text)) return true;
  let covered = 0,
    runs = false;
  findPhrases(phrases, words, "", (_meaning, at, _phrase, length) => {
    covered |= ((1 << length) - 1) << at;
  });
  for (let at = 0; at < words.count; at++) {
    if (words.kind[at] === 2) runs = true;
    else if (words.kind[at] === 1 && (covered & (1 << at)) === 0) return false;
  }
  return !runs || isEmptyRun(text);
}

function isEmptyRun(text: string): boolean {
  if (text.length > 60) return false;
  let rest = text;
  for (const part of contentlessParts) rest = rest.replaceAll(part, "");
  return !/[\p{L}\p{N}]/u.test(rest);
}
