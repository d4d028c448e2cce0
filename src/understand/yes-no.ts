/**
 * A plain yes or no, in twelve languages. An answer counts only when every word of it is a yes (or a no) or a word that
 * goes with it: what says more ("yes, but to my other address") is neither, so that somebody reads it.
 */
const yesWords = wordsOf(`
yes yep yeah yup sure ok okay okey confirm confirmed correct absolutely definitely exactly proceed agreed
ja jawohl jo jep klar gerne gern bestätigt bestätige einverstanden passt stimmt korrekt genau natürlich
oui ouais ok confirme confirmé exact exactement volontiers
sí si claro vale confirmo confirmado correcto adelante
sì certo confermo confermato esatto certamente procedi proceda volentieri
sim confirmado certo certeza
graag akkoord klopt prima bevestig bevestigd zeker
tak jasne zgadzam potwierdzam dobrze oczywiście zgoda pewnie
visst gärna japp bekräftar stämmer absolut jepp
bekræfter stemmer selvfølgelig
evet tamam onaylıyorum kabul olur elbette tabii doğru`);
const noWords = wordsOf(`
no nope nah don't dont not never
nein nee nö nicht niemals
non pas jamais
nunca não nao
nei neen niet
nie
nej inte ikke
hayır istemiyorum yok vazgeçtim`);
/** Words that go with either and change neither. */
const besides = wordsOf(`
please pls thanks thank you i do it so go ahead that's thats that is right all good with this the of course
bitte danke ich das ist so machen sie mach dir es in ordnung vielen dank gut
s'il te vous plaît plait svp merci je c'est bon bien sûr tout à fait d'accord accord
por favor gracias lo de acuerdo está bien supuesto eso es
per favore grazie va bene d'accordo lo
obrigado obrigada está bem pode ser com
dank je u wel doe maar dat ik het
proszę dziękuję się to
tack snälla jag det tak venligst jeg
lütfen teşekkürler teşekkür ederim`);
const yesWhole = wordsOf(
  "はい ええ うん お願いします はいお願いします お願い致します お願いいたします 了解です 大丈夫です それでお願いします オッケー",
);
const noWhole = wordsOf("いいえ いえ 結構です やめます やめてください 不要です いりません キャンセルしてください");
const maxWords = 8;
const maxChars = 200;

export function yesOrNo(text: string): "yes" | "no" | null {
  if (text.length > maxChars) return null;
  const plain = text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll("’", "'")
    .replace(/[^\p{L}\p{M}\p{N}' ]+/gu, " ");
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(plain)) {
    const whole = plain.replaceAll(" ", "");
    return yesWhole.has(whole) ? "yes" : noWhole.has(whole) ? "no" : null;
  }
  const words = plain.split(" ").filter(Boolean);
  if (words.length === 0 || words.length > maxWords) return null;
  if (!words.every((word) => yesWords.has(word) || noWords.has(word) || besides.has(word))) return null;
  const isNo = words.some((word) => noWords.has(word));
  // "nej tak" thanks in Danish, "tak" alone is a Polish yes.
  const isYes = words.some((word) => yesWords.has(word) && !(isNo && besides.has(word)));
  if (isYes === isNo) return null;
  return isYes ? "yes" : "no";
}

function wordsOf(text: string): Set<string> {
  return new Set(text.trim().split(/\s+/));
}
