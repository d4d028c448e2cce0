/**
 * What a machine must not say in a shop's name: insults, legal or medical advice, admissions of fault, secrets. For texts of
 * language models only; templates are the shop's own words. Whole phrases, lower case, by language and for all at once.
 */
import type { Piece } from "./grounding/ground-reply.ts";

const phrases: Record<string, string> = {
  "It is an insult.":
    "idiot|stupid|moron|dumb|shut up|liar|ridiculous|crazy|dumm|blöd|lügner|halt den mund|idiota|estúpid[oa]|mentiros[oa]|imbécil|menteur|menteuse|stupide|tais-toi|cretino|bugiardo|stupido|burr[oa]|dom|leugenaar",
  "It is legal advice.":
    "you (?:have|had) (?:a |the |no )?(?:legal )?right to (?:sue|claim|withdraw)|by law|under (?:eu|uk|german|consumer) law|legally (?:entitled|obliged|binding)|statut(?:e|ory)|rechtlich|gesetzlich|sie haben (?:einen |keinen )?(?:rechts)?anspruch|nach (?:§|bgb|gesetz)|légalement|la loi|droit de rétractation|legalmente|según la ley|por ley|per legge|secondo la legge|wettelijk",
  "It is medical advice.":
    "(?:consult|see|call) (?:a|your) doctor|dosage|is safe (?:to eat|during pregnancy|for (?:children|allerg\\p{L}*))|(?:treats?|cures?|heals?) \\p{L}+|side effects?|ärztlich|arzt|dosierung|nebenwirkung\\p{L}*|unbedenklich|heilt|médecin|posologie|effets secondaires|médico|dosis|efectos secundarios|medico|dosaggio|huisarts|bijwerkingen",
  "It admits a fault.":
    "(?:it (?:is|was)|this (?:is|was)) (?:entirely |all )?our (?:fault|mistake|error)|we (?:are|were) (?:at fault|liable|responsible for the damage)|we accept (?:full )?(?:liability|responsibility)|unsere schuld|unser (?:fehler|verschulden)|wir haften|wir übernehmen die haftung|notre faute|nous sommes responsables|culpa nuestra|nuestra culpa|somos responsables|colpa nostra|siamo responsabili|onze schuld|wij zijn aansprakelijk",
  "It gives money away.":
    "(?:we|i)(?:'ll| will| can)? (?:give|offer|send) you (?:a|an|\\p{Nd}+)? ?(?:\\p{L}+ )?(?:discount|voucher|coupon|gift|refund|credit)|free of charge for you|gutschein für sie|schenken wir ihnen|rabatt (?:von|für sie)|je vous offre|nous vous offrons|bon d'achat|le regalamos|le ofrecemos un descuento|vale de descuento|le offriamo|uno sconto",
  "It speaks of itself as a machine or of its instructions.":
    "as an ai|language model|system prompt|my instructions|i (?:was|am) (?:told|instructed) (?:to|not to)|als ki|sprachmodell|meine anweisungen|en tant qu'ia|modèle de langage|como (?:una )?ia|modelo de lenguaje|come ia|modello linguistico|als ai|taalmodel",
};
/** Keys and passwords: long runs of letters and digits that no order number or link has. */
const secrets =
  /(?<![\p{L}\p{N}/=?&-])(?:(?:sk|pk|rk|hk|ghp|xox[abp])[-_][A-Za-z0-9_-]{12,}|eyJ[A-Za-z0-9_-]{20,}|(?=[A-Za-z0-9+/]*\d)(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*[A-Z])[A-Za-z0-9+/]{32,}={0,2})(?![\p{L}\p{N}])/gu;

// A model writes plain text: what looks like a page, a template or a program was put there by somebody else's wish.
const markup = /\{\{|\{%|```|<\/?[a-z][^>\n]{0,200}>|\]\(|(?:javascript|vbscript|data):\S|^\s*(?:import|def|function|class) \w/gimu;
/** Characters nobody sees, and those that turn the direction of a line: they hide what a text says from people and from checks. */
const invisible = /[\p{Cc}\p{Co}\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

const patterns = Object.entries(phrases).map(([why, list]) => [why, new RegExp(`(?<![\\p{L}])(?:${list})(?![\\p{L}])`, "gu")] as const);
const maxChars = 20_000;
const moneyBack =
  /(?<!\p{L})(?:refund\p{L}*|reimburs\p{L}*|money back|back (?:to|on) your card|cash ?back|compensat\p{L}*|erstatt\p{L}*|rückerstatt\p{L}*|gutschrift\p{L}*|zurückgezahlt|zurückgebucht|rembours\p{L}*|indemnis\p{L}*|reembols\p{L}*|devolvemos|devolveremos|devuelto|abono|indemniza\p{L}*)(?!\p{L})/gu;
/** Presents, codes and payments, which a machine never announces. */
const giving =
  /(?<!\p{L})(?:discount\p{L}*|vouchers?|coupons?|gift ?cards?|free of charge|rabatt\p{L}*|gutschein\p{L}*|geschenk\p{L}*|geschenkt|kostenlos|réduction|remise de|bon d'achat|code promo|gratuit\p{L}*|offerte?s?|descuento\p{L}*|vale de|cupón|gratis|regalo)(?!\p{L})/gu;

/**
 * Words of money that have no fact behind them. What was refunded is a fact; what an article says of refunds is one, too.
 */
export function unpaidPieces(text: string, facts: Readonly<Record<string, unknown>>): Piece[] {
  const lower = text.slice(0, maxChars).toLowerCase().replaceAll("’", "'");
  const { order, article, action } = facts as { order?: { refunded?: unknown }; article?: unknown; action?: unknown };
  if (article || action) return [];
  const words = [...lower.matchAll(giving), ...(order?.refunded ? [] : lower.matchAll(moneyBack))];
  return words.map((match) => pieceOf(text, match, "Nothing is known of this money."));
}

/** What a person has to look at before this text leaves. */
export function unsafePieces(text: string): Piece[] {
  const lower = text.slice(0, maxChars).toLowerCase().replaceAll("’", "'");
  const found = patterns.flatMap(([why, pattern]) => [...lower.matchAll(pattern)].map((match) => pieceOf(text, match, why)));
  const keys = [...text.slice(0, maxChars).matchAll(secrets)].map((match) => pieceOf(text, match, "It looks like a key or a password."));
  const shown = text.slice(0, maxChars);
  const code = [...shown.matchAll(markup)].map((match) => pieceOf(text, match, "It looks like markup or a program."));
  const hidden = [...shown.matchAll(invisible)]
    .filter(([char]) => !"\n\r\t".includes(char))
    .map((match) => pieceOf(text, match, "It has characters nobody sees."));
  return [...found, ...keys, ...code, ...hidden].slice(0, 50);
}

const pieceOf = (text: string, match: RegExpExecArray, why: string): Piece => ({
  text: text.slice(match.index, match.index + match[0].length),
  start: match.index,
  end: match.index + match[0].length,
  why,
});
