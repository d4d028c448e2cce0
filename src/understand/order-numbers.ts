import type { Entity } from "../domain/understanding.ts";
import type { Candidate } from "./entities.ts";

const list = (words: string) => new Set(words.split(" "));

/** Words that say what the number after them is, in the twelve languages, accents as typed and without. */
const contexts = {
  order: list(
    "order orders ord ordernumber orderno bestellung bestellnummer bestellnr auftrag auftragsnummer auftragsnr commande pedido encomenda compra ordine ordinazione bestelling bestelnummer bestelnr ordernummer zamówienie zamówienia zamowienie zamowienia zamówieniu beställning bestallning beställningen ordre ordrenummer ordrenr bestilling bestillingsnummer sipariş siparis siparişi siparişim siparişimin siparis̨ po purchase rma",
  ),
  tracking: list(
    "tracking track trackingnumber sendung sendungsnummer sendungsverfolgung paketnummer trackingnummer suivi colis seguimiento rastreo guía guia tracciamento spedizione rastreio rastreamento rastreabilidade volgnummer verzendcode śledzenia sledzenia przesyłki przesylki list spårning sparning spårningsnummer kollinummer kolli sporing sporingsnummer pakkenummer takip kargo waybill consignment shipment parcel awb",
  ),
  other: list(
    "zip zipcode postcode pin pincode plz cap cp to phone tel telephone telefon mobile cell call iban account konto code room apt apartment flat house floor page size model since year in invoice rechnung facture factura fattura fatura",
  ),
  sku: list(
    "sku item article artikel artikelnummer artikelnr art model modell modèle modelo modello part product produkt ref référence referencia referência codice código product-code ean",
  ),
};
const connectors = list(
  "number no nr num numero número numéro nummer numer n id is my mine the code reference referans ref of de del della do da di le la el o a er är ist est es è is: var ist: numaram numarası numarasi numaralı nolu um um: number: no: about regarding re with için lautet med med: met z nr: mit der die das meine meiner meinem mein mijn min mit mitt ma mon mi minha meu il mio moje mojego jest это en namens sequence :",
);
const japanese = {
  order: ["注文", "オーダー", "受注"],
  tracking: ["追跡", "伝票", "お問い合わせ番号", "送り状", "荷物"],
  other: ["郵便", "電話"],
  sku: ["品番", "型番", "商品番号", "商品コード"],
};

/** Walks back over at most four words: a word of the kind says yes, connecting words ("number", "is", "my") are passed over. */
export function hasContext({ before }: Candidate, kind: keyof typeof contexts): boolean {
  if (/[.!?\n]\s*$/.test(before) && !/(nr|no|n|num|ord|art)\.\s*$/.test(before)) return false;
  if (japanese[kind].some((word) => before.slice(-16).includes(word))) return true;
  const words = before.split(/[^\p{L}]+/u).filter((word) => word !== "");
  for (let back = 1; back <= 4; back++) {
    const word = words[words.length - back];
    if (word === undefined) return false;
    if (contexts[kind].has(word)) return true;
    if (!connectors.has(word)) return false;
  }
  return false;
}

const knownPrefix = /^(so|ord|order|or|web|po|cmd|be|b|bst|ped|zam|sip|in|r|w|s|o|nr|no)-?\d/i;
const unitAfter =
  /^\s?(x\b|pcs|pieces|units|stück|stk|st\.|pièces|piezas|pezzi|unidades|stuks|sztuk|adet|個|本|枚|kg|g\b|ml|cm|mm|km|w\b|v\b|days?|weeks?|hours?|min|%|°|years?|jahre|tage|uhr|am\b|pm\b|'|")/i;

/** The shop's number of an order, without a leading "#". Years, sizes, postcodes and phone numbers are not orders. */
export function readOrderNumber(candidate: Candidate): Entity | null {
  const { text, start, token, digits } = candidate;
  const trimmed = token.replace(/[.,:/_].*$/, "");
  const end = start + trimmed.length;
  if (trimmed.length > 24 || digits > 20 || !/\d/.test(trimmed)) return null;
  const hash = /[#＃№]\s?$/.exec(text.slice(Math.max(0, start - 2), start));
  const from = hash ? start - hash[0].length : start;
  if (!isOrderNumber(candidate, trimmed, end, hash !== null)) return null;
  return { text: text.slice(from, end), value: trimmed, start: from, end };
}

function isOrderNumber(candidate: Candidate, token: string, end: number, hasHash: boolean): boolean {
  const digits = token.replace(/\D/g, "").length;
  const hasLetters = digits < token.length;
  if (unitAfter.test(candidate.text.slice(end, end + 9)) && !hasHash) return false;
  if (/^\d+(st|nd|rd|th|er|e|x|h|d|am|pm|kg|g|ml|l|cm|mm|gb|tb|mah|w|v|k|s|days?|weeks?)$/i.test(token)) return false;
  if (hasHash) return digits >= 3 || (digits >= 2 && hasContext(candidate, "order"));
  if (hasContext(candidate, "order")) return digits >= 3 && !/^\d+-\d+$/.test(token);
  if (isAlone(candidate, token)) return digits >= 3;
  if (hasContext(candidate, "other") || hasContext(candidate, "sku")) return false;
  if (hasLetters) {
    if (!/^[A-Z]{1,5}-?\d[\dA-Z-]*$/i.test(token) || (token.includes("-") ? false : /[a-z]/.test(token) && digits < 6)) return false;
    return digits >= 5 || (digits >= 4 && knownPrefix.test(token));
  }
  if (digits < 4 || digits > 12 || /-/.test(token)) return false;
  return digits >= 6;
}

/** The number is the whole message: an answer to "which order?". */
function isAlone({ text }: Candidate, token: string): boolean {
  return text.length <= token.length + 6 && text.replace(/[\s#.,!:]/g, "") === token;
}

/** The shop's number of an article: capitals and digits with a dash, or whatever follows a word like "SKU". */
export function readSku(candidate: Candidate): Entity | null {
  const { token, start, end } = candidate;
  const isSku =
    /^[A-Z]{2,6}(-[A-Z0-9]{1,8}){1,3}$/.test(token) || (token.length >= 3 && /^[A-Za-z0-9-]+$/.test(token) && hasContext(candidate, "sku"));
  return isSku ? { text: token, value: token.toUpperCase(), start, end } : null;
}
