import assert from "node:assert/strict";
import { test } from "node:test";
import { yesOrNo } from "./yes-no.ts";

test("a plain yes is a yes in every language, with or without thanks", () => {
  const answers =
    "Yes|yes please!|Ok, go ahead|Sure, thank you|Ja|ja, bitte machen Sie das|Passt so, danke|Oui|oui, je confirme|D'accord, oui|Sí, por favor|vale|Sì, va bene|certo, grazie|Sim, confirmo|Ja graag|klopt|tak, proszę|Jasne|Ja tack|ja tak|Evet, lütfen|tamam|はい|はい、お願いします。|YES 👍";
  for (const answer of answers.split("|")) assert.equal(yesOrNo(answer), "yes", answer);
});

test("a plain no is a no in every language", () => {
  const answers =
    "No|no, thanks|Please don't|Nein danke|lieber|Non merci|No, gracias|No grazie|Não, obrigado|Nee, dank je|Nie, dziękuję|Nej tack|nej tak|Hayır, teşekkürler|いいえ";
  for (const answer of answers.split("|")) assert.equal(yesOrNo(answer), answer === "lieber" ? null : "no", answer);
});

test("what says more than yes or no is read by a person", () => {
  const answers =
    "yes but to my other address|Ja, aber nur die Jacke|no wait, yes|oui mais pas le bonnet|What happens to the voucher?|yes if the money comes back this week|ok and also cancel 1043|はい、でも住所を変えたい||👍|" +
    "yes ".repeat(60);
  for (const answer of answers.split("|")) assert.equal(yesOrNo(answer), null, answer);
});
