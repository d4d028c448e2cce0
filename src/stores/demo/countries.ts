/**
 * Where the demo's customers live. Names, places and currencies are ordinary; telephone numbers come from the ranges
 * that regulators keep free for fiction, so that nobody is ever called, and are null where no such range is known.
 */
export type Country = {
  code: string;
  language: string;
  currency: string;
  /** Per cent on top of the net price. */
  tax: number;
  /** Days a parcel takes, as promised. */
  transit: number;
  first: readonly string[];
  last: readonly string[];
  /** "postal code, city, region" */
  places: readonly (readonly [string, string, string | null])[];
  streets: readonly string[];
  /** The n-th fictional number, E.164. */
  phone: ((n: number) => string) | null;
};

const pad = (n: number, length: number): string => String(n).padStart(length, "0");
/** Three ranges of a hundred numbers each, so that no two of 300 customers share one. */
const inArea = (n: number, ...areas: [string, string, string]): string => `${areas[Math.floor(n / 100) % 3]}${pad(n % 100, 2)}`;
const names = (text: string): string[] => text.split(" ");

export const countries: readonly Country[] = [
  {
    code: "DE",
    language: "de",
    currency: "EUR",
    tax: 19,
    transit: 2,
    first: names("Anke Bernd Carla Dirk Frieda Jan Katrin Lukas"),
    last: names("Albrecht Brandt Hansen Köhler Möller Petersen Schröder"),
    places: [
      ["24103", "Kiel", null],
      ["20095", "Hamburg", null],
      ["04109", "Leipzig", null],
    ],
    streets: ["Lindenweg", "Hafenstraße", "Am Markt"],
    // Bundesnetzagentur, numbers for media productions: 030 23125 000 to 999.
    phone: (n) => `+493023125${pad(n % 1000, 3)}`,
  },
  {
    code: "US",
    language: "en",
    currency: "USD",
    tax: 7,
    transit: 7,
    first: names("Avery Brooke Caleb Dana Ethan Grace Marcus Zoe"),
    last: names("Carter Diaz Foster Nguyen Parker Reed Sullivan"),
    places: [
      ["97205", "Portland", "OR"],
      ["05401", "Burlington", "VT"],
      ["80302", "Boulder", "CO"],
    ],
    streets: ["Maple Street", "Cedar Avenue", "Lake Road"],
    // North American Numbering Plan: 555-0100 to 555-0199 in every area.
    phone: (n) => inArea(n, "+150355501", "+180255501", "+130355501"),
  },
  {
    code: "GB",
    language: "en",
    currency: "GBP",
    tax: 20,
    transit: 4,
    first: names("Alice Callum Eleanor George Harriet Oliver Priya Rhys"),
    last: names("Bennett Clarke Davies Hughes Patel Walker Wright"),
    places: [
      ["LA23 1AH", "Windermere", null],
      ["EH1 1YZ", "Edinburgh", null],
      ["BS1 4DJ", "Bristol", null],
    ],
    streets: ["High Street", "Church Lane", "Mill Road"],
    // Ofcom: 07700 900000 to 900999.
    phone: (n) => `+447700900${pad(n % 1000, 3)}`,
  },
  {
    code: "SE",
    language: "sv",
    currency: "SEK",
    tax: 25,
    transit: 3,
    first: names("Astrid Björn Ebba Gustav Linnea Oskar"),
    last: names("Berglund Ekström Holm Lindqvist Nyström Åberg"),
    places: [
      ["111 22", "Stockholm", null],
      ["411 03", "Göteborg", null],
      ["981 31", "Kiruna", null],
    ],
    streets: ["Storgatan", "Skogsvägen", "Björkstigen"],
    // Post- och telestyrelsen: 08-465 004 xx, 031-390 06 xx, 040-628 04 xx.
    phone: (n) => inArea(n, "+468465004", "+463139006", "+464062804"),
  },
  {
    code: "JP",
    language: "ja",
    currency: "JPY",
    tax: 10,
    transit: 8,
    first: names("Aiko Haruto Mei Ren Sora Yuki"),
    last: names("Fujita Ito Kobayashi Nakamura Sato Tanaka"),
    places: [
      ["160-0022", "Shinjuku", "Tokyo"],
      ["060-0042", "Sapporo", "Hokkaido"],
    ],
    streets: ["Chuo", "Midori", "Sakura"],
    phone: null,
  },
  {
    code: "FR",
    language: "fr",
    currency: "EUR",
    tax: 20,
    transit: 3,
    first: names("Camille Élodie Hugo Léa Mathis Noémie Théo"),
    last: names("Bernard Dubois Fournier Girard Lefèvre Moreau"),
    places: [
      ["38000", "Grenoble", null],
      ["69002", "Lyon", null],
      ["29200", "Brest", null],
    ],
    streets: ["rue des Lilas", "avenue du Port", "chemin Vert"],
    // ARCEP decision 2018-0881: 06 39 98 00 00 to 06 39 98 99 99.
    phone: (n) => `+33639980${pad(n % 1000, 3)}`,
  },
  {
    code: "ES",
    language: "es",
    currency: "EUR",
    tax: 21,
    transit: 4,
    first: names("Alba Carlos Elena Javier Lucía Mateo"),
    last: names("Castillo Fernández Gómez Morales Ortega Ruiz"),
    places: [
      ["28004", "Madrid", null],
      ["08001", "Barcelona", null],
    ],
    streets: ["Calle Mayor", "Calle del Sol", "Plaza Nueva"],
    phone: null,
  },
  {
    code: "IT",
    language: "it",
    currency: "EUR",
    tax: 22,
    transit: 4,
    first: names("Alessia Bruno Chiara Davide Giulia Luca"),
    last: names("Bianchi Conti Esposito Greco Romano Villa"),
    places: [
      ["39100", "Bolzano", "BZ"],
      ["10121", "Torino", "TO"],
    ],
    streets: ["Via Roma", "Via dei Pini", "Corso Italia"],
    phone: null,
  },
  {
    code: "NL",
    language: "nl",
    currency: "EUR",
    tax: 21,
    transit: 3,
    first: names("Bram Daan Femke Lotte Sanne Thijs"),
    last: names("Bakker Jansen Mulder Smit Visser Vos"),
    places: [
      ["1012 AB", "Amsterdam", null],
      ["3511 LN", "Utrecht", null],
    ],
    streets: ["Kerkstraat", "Dorpsweg", "Molenlaan"],
    phone: null,
  },
  {
    code: "PT",
    language: "pt",
    currency: "EUR",
    tax: 23,
    transit: 5,
    first: names("Beatriz Diogo Inês João Mariana Tiago"),
    last: names("Almeida Carvalho Ferreira Pinto Rocha Sousa"),
    places: [
      ["1100-053", "Lisboa", null],
      ["4000-322", "Porto", null],
    ],
    streets: ["Rua das Flores", "Rua Nova", "Largo do Carmo"],
    phone: null,
  },
  {
    code: "IE",
    language: "en",
    currency: "EUR",
    tax: 23,
    transit: 4,
    first: names("Aoife Cian Niamh Oisín Saoirse"),
    last: names("Byrne Doyle Kelly Nolan Walsh"),
    places: [
      ["D02 X285", "Dublin", null],
      ["H91 E2K3", "Galway", null],
    ],
    streets: ["Main Street", "Harbour View", "Abbey Road"],
    // ComReg, numbers for drama: 020 91x xxxx.
    phone: (n) => `+35320912${pad(n % 10_000, 4)}`,
  },
  {
    code: "DK",
    language: "da",
    currency: "DKK",
    tax: 25,
    transit: 2,
    first: names("Emil Freja Ida Mads Søren"),
    last: names("Andersen Dahl Lund Madsen Østergaard"),
    places: [
      ["8000", "Aarhus C", null],
      ["1050", "København K", null],
    ],
    streets: ["Skovvej", "Strandgade", "Nørregade"],
    phone: null,
  },
  {
    code: "NO",
    language: "no",
    currency: "NOK",
    tax: 25,
    transit: 5,
    first: names("Eirik Ingrid Kari Magnus Sigrid"),
    last: names("Aas Haugen Larsen Solberg Vik"),
    places: [
      ["5003", "Bergen", null],
      ["9008", "Tromsø", null],
    ],
    streets: ["Fjellveien", "Kirkegata", "Elvegata"],
    phone: null,
  },
  {
    code: "FI",
    language: "fi",
    currency: "EUR",
    tax: 24,
    transit: 5,
    first: names("Aino Eero Helmi Mikko Veera"),
    last: names("Heikkinen Korhonen Laine Mäkinen Virtanen"),
    places: [
      ["00100", "Helsinki", null],
      ["96200", "Rovaniemi", null],
    ],
    streets: ["Metsätie", "Rantakatu", "Koivukuja"],
    phone: null,
  },
  {
    code: "PL",
    language: "pl",
    currency: "PLN",
    tax: 23,
    transit: 4,
    first: names("Agnieszka Jakub Magda Piotr Zofia"),
    last: names("Kamińska Lis Nowak Wójcik Zieliński"),
    places: [
      ["31-001", "Kraków", null],
      ["80-001", "Gdańsk", null],
    ],
    streets: ["ul. Leśna", "ul. Polna", "ul. Krótka"],
    phone: null,
  },
  {
    code: "AT",
    language: "de",
    currency: "EUR",
    tax: 20,
    transit: 2,
    first: names("Christoph Eva Markus Resi Valentin"),
    last: names("Auer Hofer Leitner Pichler Wimmer"),
    places: [
      ["6020", "Innsbruck", null],
      ["8010", "Graz", null],
    ],
    streets: ["Almweg", "Bahnhofstraße", "Schulgasse"],
    phone: null,
  },
  {
    code: "CH",
    language: "de",
    currency: "CHF",
    tax: 8,
    transit: 4,
    first: names("Beat Luzia Reto Silvan Ursina"),
    last: names("Aebi Frei Gerber Keller Zbinden"),
    places: [
      ["3011", "Bern", null],
      ["7000", "Chur", null],
    ],
    streets: ["Bergstrasse", "Dorfplatz", "Seeweg"],
    phone: null,
  },
  {
    code: "CA",
    language: "fr",
    currency: "CAD",
    tax: 13,
    transit: 8,
    first: names("Benoît Claire Félix Maude Simon"),
    last: names("Bouchard Côté Gagnon Roy Tremblay"),
    places: [
      ["G1R 4P5", "Québec", "QC"],
      ["H2Y 1C6", "Montréal", "QC"],
    ],
    streets: ["rue Saint-Jean", "rue des Érables"],
    phone: (n) => inArea(n, "+141855501", "+151455501", "+161355501"),
  },
  {
    code: "AU",
    language: "en",
    currency: "AUD",
    tax: 10,
    transit: 9,
    first: names("Amelia Cooper Isla Jack Matilda"),
    last: names("Baker Harris Kelly Mitchell Young"),
    places: [
      ["7000", "Hobart", "TAS"],
      ["3000", "Melbourne", "VIC"],
    ],
    streets: ["Banksia Street", "Beach Road"],
    phone: null,
  },
  {
    code: "BR",
    language: "pt",
    currency: "BRL",
    tax: 17,
    transit: 9,
    first: names("Ana Caio Helena Rafael Vitória"),
    last: names("Barbosa Cardoso Lima Oliveira Santos"),
    places: [
      ["88010-000", "Florianópolis", "SC"],
      ["01310-100", "São Paulo", "SP"],
    ],
    streets: ["Rua do Sol", "Avenida Central"],
    phone: null,
  },
  {
    code: "KW",
    language: "ar",
    currency: "KWD",
    tax: 0,
    transit: 9,
    first: names("Dalal Fahad Maryam Yousef"),
    last: names("Al-Mutairi Al-Rashid Al-Sabah"),
    places: [["13001", "Kuwait City", null]],
    streets: ["Gulf Road", "Palm Street"],
    phone: null,
  },
];

/** What one euro cent is in minor units of a currency, and the step prices are rounded to. Fixed: a demo has no exchange rates. */
const rates: Record<string, readonly [number, number]> = {
  EUR: [1, 5],
  USD: [1.1, 5],
  GBP: [0.86, 5],
  SEK: [11.2, 100],
  NOK: [11.5, 100],
  DKK: [7.46, 100],
  PLN: [4.3, 10],
  CHF: [0.96, 10],
  CAD: [1.5, 5],
  AUD: [1.65, 5],
  BRL: [6, 10],
  JPY: [1.6, 10],
  KWD: [3.3, 50],
};

/** A price in euro cents as the shop asks it in another currency, in that currency's minor units. */
export function localPrice(euroCents: number, currency: string): number {
  const [rate, step] = rates[currency]!;
  return Math.round((euroCents * rate) / step) * step;
}
