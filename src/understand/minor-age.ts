/**
 * An age below eighteen that somebody says of themselves or of the child who ordered, in figures. Apart from the phrases, because
 * to the reader of words any two digits are alike.
 */
const age = "(?:[7-9]|1[0-7])";
/** Presents and sizes for children are asked about every day: a child counts when it did the buying. */
const buys =
  "(?=[^.!?]{0,40}(?:order|bought|click|spent|used|command|achet|cliqu|pedid|compr|clic|encomend|carreg|besteld|kocht|klik|zamów|kupi|klikn|beställ|köp|bestil|køb|tryk))";
const forms: readonly RegExp[] = [
  new RegExp(`(?:i am|i'm|im) (?:only |just )?${age}(?: ?(?:years?|yrs?|y/?o)(?![\\p{L}])| and|[.,!?]|$)`, "mu"),
  new RegExp(`my ${age}[ -]year[ -]old${buys}`, "u"),
  new RegExp(`under (?:18|16)(?: years|[.,!?]| and|$)`, "mu"),
  new RegExp(`(?:bin|werde) (?:erst |gerade |noch )?${age}(?: jahre alt| und|[.,!?]|$)`, "mu"),
  new RegExp(`(?:noch keine|unter|noch nicht) 18(?: jahre|[.,!?]| und|$)`, "mu"),
  new RegExp(`j'ai (?:seulement |que )?${age} ans|(?:fils|fille|frère|sœur|soeur) (?:de|a) ${age} ans${buys}|pas (?:encore )?18 ans`, "u"),
  new RegExp(
    `tengo (?:solo |sólo )?${age} años|(?:hijo|hija|hermano|hermana) de ${age} años${buys}|no tengo (?:los )?18(?: años|[.,!?]|$)`,
    "mu",
  ),
  new RegExp(`ho (?:solo )?${age} anni(?! fa)|(?:figlio|figlia|fratello|sorella) di ${age} anni${buys}|non ho (?:ancora )?18 anni`, "u"),
  new RegExp(`tenho (?:só |apenas )?${age} anos|(?:filho|filha|irmão|irmã) de ${age} anos${buys}|não tenho 18(?: anos|[.,!?]|$)`, "mu"),
  new RegExp(
    `ik ben (?:pas |nog maar )?${age}(?: jaar(?! klant)| en|[.,!?]|$)|(?:zoon(?:tje)?|dochter(?:tje)?) van ${age}${buys}|nog geen 18`,
    "mu",
  ),
  new RegExp(
    `mam (?:tylko |dopiero )?${age} lat|${age}-?letni(?:a|ego|ej)? (?:syn|córk|brat|siostr)${buys}|nie mam (?:jeszcze )?18 lat`,
    "u",
  ),
  new RegExp(`jag är (?:bara |endast )?${age}(?: år| och|[.,!?]|$)|(?:son|dotter) på ${age} år${buys}|inte fyllt 18`, "mu"),
  new RegExp(`jeg er (?:kun |bare )?${age}(?: år| og|[.,!?]|$)|(?:søn|datter) på ${age} år${buys}|ikke fyldt 18`, "mu"),
  new RegExp(`(?<!\\p{Nd})${age} yaş(?:ında(?:yım|ki (?:oğl|kız|çocu))|ındayım)|18(?:'e)? (?:olmadım|girmedim|değilim)`, "u"),
];

/** The words that say so, or null. Linear in the text. */
export function findMinorAge(text: string): string | null {
  const lower = text.slice(0, 20_000).toLowerCase().replaceAll("’", "'");
  if (!/\p{Nd}/u.test(lower)) return null;
  for (const form of forms) {
    const match = form.exec(lower);
    if (match && !/[\p{L}\p{Nd}]/u.test(lower[match.index - 1] ?? " ")) return match[0].trim();
  }
  return null;
}
