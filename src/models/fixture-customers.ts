/** Made-up customers and what they write, in four languages and many spellings: what the tests of placeholders draw from. */
import type { PersonalData } from "./personal-data.ts";

type Random = () => number;
type Made = { data: Required<PersonalData>; text: string; language: string };

const languages = {
  en: {
    names: ["Olivia O'Brien", "Harry Thompson-Reed", "Mary Ann Whitfield", "Jo Li"],
    phones: [
      ["+442079460018", "020 7946 0018"],
      ["+447700900123", "07700 900123"],
      ["+442079460018", "+44 (0)20 7946-0018"],
    ],
    addresses: [
      { line1: "12 Baker Street", postalCode: "NW1 6XE", city: "London" },
      { line1: "4 Mill Lane", postalCode: "M1 1AE", city: "Manchester" },
    ],
    lines: [
      "Hi, this is {name}.",
      "My order {order} has not arrived.",
      "Call {phone} or write to {email}.",
      "I live at {street}, {town} {code}.",
      "Tracking number {tracking} is stuck.",
      "You charged {card} twice, $1,299.00!",
      "Thanks, {first}",
      "See https://shop.example/o/{order}?e={email}",
      "{first}'s parcel cost £49.90 on 12/05/2026.",
    ],
  },
  de: {
    names: ["Jürgen Müller", "Anna-Lena Groß", "Dr. Søren von der Höhe", "Zoë Schäfer"],
    phones: [
      ["+491701234567", "0170 / 123 45 67"],
      ["+4930901820", "030-901820"],
      ["+491701234567", "+49 (0) 170 1234567"],
    ],
    addresses: [
      { line1: "Hauptstraße 5", postalCode: "10115", city: "Berlin" },
      { line1: "Am Kanal 12a", postalCode: "50667", city: "Köln" },
    ],
    lines: [
      "Hallo, hier ist {name}.",
      "Meine Bestellung {order} ist nicht da.",
      "Tel. {phone}, E-Mail {email}.",
      "Ich wohne {street}, {code} {town}.",
      "Sendungsnummer {tracking} bewegt sich nicht.",
      "IBAN {iban}, bitte 49,90 € zurück.",
      "Viele Grüße\n{first}",
      "Siehe https://shop.example/b/{order}",
      "{first}s Paket vom 12.05.2026 fehlt.",
    ],
  },
  fr: {
    names: ["Chloé Lefèvre", "Jean-François d'Arc", "Amélie de la Tour", "Noël Œuvrard"],
    phones: [
      ["+33612345678", "06 12 34 56 78"],
      ["+33142685300", "01.42.68.53.00"],
      ["+33612345678", "0033 6 12 34 56 78"],
    ],
    addresses: [
      { line1: "8 rue des Fleurs", postalCode: "75011", city: "Paris" },
      { line1: "3 avenue Foch", postalCode: "69006", city: "Lyon" },
    ],
    lines: [
      "Bonjour, je suis {name}.",
      "Ma commande {order} n'est pas arrivée.",
      "Appelez le {phone} ou écrivez à {email}.",
      "J'habite {street}, {code} {town}.",
      "Numéro de suivi {tracking}.",
      "Carte {card}, 49,90 € débités deux fois.",
      "Merci, {first}",
      "Voir www.shop.example/c/{order}",
      "Le colis de {name} coûtait 1 299,00 € le 12/05/2026.",
    ],
  },
  es: {
    names: ["José Núñez", "María del Carmen Peña", "Íñigo Ibáñez", "Ana Sáenz"],
    phones: [
      ["+34612345678", "612 34 56 78"],
      ["+34915550123", "91 555 01 23"],
      ["+34612345678", "+34 612-345-678"],
    ],
    addresses: [
      { line1: "Calle Mayor 7", postalCode: "28013", city: "Madrid" },
      { line1: "Avenida del Puerto 21", postalCode: "46023", city: "Valencia" },
    ],
    lines: [
      "Hola, soy {name}.",
      "Mi pedido {order} no ha llegado.",
      "Teléfono {phone}, correo {email}.",
      "Vivo en {street}, {code} {town}.",
      "Número de seguimiento {tracking}.",
      "IBAN {iban}, faltan 49,90 €.",
      "Gracias, {first}",
      "Mire https://shop.example/p/{order}#{first}",
      "El paquete de {first} del 12/05/2026.",
    ],
  },
} as const;

export const madeLanguages = Object.keys(languages) as (keyof typeof languages)[];
const cards = ["4111 1111 1111 1111", "5555555555554444"];
const ibans = ["DE89 3704 0044 0532 0130 00", "ES9121000418450200051332"];
const orders = ["SO-2024-10423", "1042", "100000123", "R512338"];
const trackings = ["1Z999AA10123456784", "RR473124829DE", "00340434161094042557"];
/** What stands around: placeholders of somebody's, emoji, brackets, other numbers, markup. */
const noise = [
  "",
  "",
  " ",
  "\n\n",
  " 😀👨‍👩‍👧 ",
  " [EMAIL_1] ",
  "[name_2]",
  " [[ORDER_1]] ",
  "(",
  ")",
  " 2 x ",
  " 38/40 ",
  " \u00a0",
  "\u200b",
  " <b>",
  "$&",
  " $1 ",
  "\\[NAME_1\\]",
  " [TEXT_1] ",
];

export function makeText(random: Random, language: keyof typeof languages): Made {
  const of = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const { names, phones, addresses, lines } = languages[language];
  const [name, [phone, dialled], address] = [
    of<string>(names),
    of<readonly string[]>(phones) as [string, string],
    of<(typeof addresses)[number]>(addresses),
  ];
  const first = name.replace(/^Dr\. /, "").split(" ")[0]!;
  const email = `${first.normalize("NFD").replace(/[^a-z]/gi, "")}.${Math.floor(random() * 90)}@Example.com`;
  const values: Record<string, string> = {
    name,
    first,
    email,
    phone: dialled,
    order: of(orders),
    tracking: of(trackings),
    card: of(cards),
    iban: of(ibans),
  };
  Object.assign(values, { street: address.line1, code: address.postalCode, town: address.city });
  const spelled = (slot: string): string => {
    const value = values[slot] ?? "";
    if (slot === "card" || slot === "iban" || slot === "tracking") return value;
    return respell(of, slot, value, address.line1 === value);
  };
  const count = 1 + Math.floor(random() * 7);
  const text = Array.from(
    { length: count },
    () => of(noise) + of<string>(lines).replaceAll(/\{(\w+)\}/g, (_, slot: string) => spelled(slot)) + of(noise),
  );
  const data = {
    names: [name],
    emails: [email.toLowerCase()],
    phones: [phone],
    addresses: [address],
    orderNumbers: [values["order"]!],
    trackingNumbers: [values["tracking"]!],
    numbers: [],
  };
  return { data, text: text.join(of([" ", "\n", ""])), language };
}

function respell(of: <T>(list: readonly T[]) => T, slot: string, value: string, isStreet: boolean): string {
  const bare = (text: string) => text.normalize("NFD").replaceAll(/\p{M}/gu, "");
  const ways: ((text: string) => string)[] = [(text) => text, (text) => text, (text) => text.toUpperCase(), (text) => text.toLowerCase()];
  if (slot === "name" || slot === "first")
    ways.push(
      bare,
      (text) => text.normalize("NFD"),
      (text) => text.replaceAll(" ", "\u00a0"),
    );
  if (slot === "name")
    ways.push(
      (text) => text.replace(" ", "  "),
      (text) => text.replaceAll("'", "’"),
      (text) => text.split(" ").reverse().join(", "),
    );
  if (isStreet)
    ways.push(
      (text) => text.replace("straße", "str."),
      (text) => text.replaceAll(" ", "  "),
    );
  return of(ways)(value);
}
