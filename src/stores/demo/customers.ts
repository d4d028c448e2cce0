import type { Address } from "../../domain/order.ts";
import { demoCast } from "./cast.ts";
import { countries, type Country } from "./countries.ts";
import { chance } from "./random.ts";

/** A customer before their orders are counted. */
export type Person = {
  id: string;
  name: string;
  email: string;
  phone: string | null;
  language: string;
  country: Country;
  isVip: boolean;
  address: Address;
};

const sceneryCount = 258;
const domains = ["example.com", "example.net", "example.org"];

/** The cast first, then the scenery. E-mail addresses and ids are unique. */
export function makePeople(seed: number): Person[] {
  const people = demoCast.map((member, index) => {
    const country = countries.find((row) => row.code === member.country)!;
    return person(seed, index, member.name, member.email, country, member.language, member.isVip);
  });
  const taken = new Set<string>();
  for (let index = 0; index < sceneryCount; index++) {
    const luck = chance(`${seed}/person/${index}`);
    // The first countries of the list are the shop's big markets.
    const country = luck.happens(45) ? luck.pick(countries.slice(0, 4)) : luck.pick(countries);
    const name = `${luck.pick(country.first)} ${luck.pick(country.last)}`;
    const email = freeAddress(name, luck.pick(domains), taken);
    people.push(person(seed, people.length, name, email, country, country.language, luck.happens(6)));
  }
  return people;
}

function person(seed: number, index: number, name: string, email: string, country: Country, language: string, isVip: boolean): Person {
  const luck = chance(`${seed}/address/${index}`);
  const [postalCode, city, region] = luck.pick(country.places);
  const line2 = luck.happens(15) ? `Floor ${luck.whole(1, 6)}` : null;
  const address = {
    name,
    line1: `${luck.pick(country.streets)} ${luck.whole(1, 120)}`,
    line2,
    postalCode,
    city,
    region,
    country: country.code,
  };
  const phone = luck.happens(80) && country.phone ? country.phone(index) : null;
  return { id: `cus_${String(index + 1).padStart(4, "0")}`, name, email, phone, language, country, isVip, address };
}

function freeAddress(name: string, domain: string, taken: Set<string>): string {
  const local = name
    .toLowerCase()
    .replaceAll("ø", "o")
    .replaceAll("ł", "l")
    .replaceAll("ß", "ss")
    .normalize("NFD")
    .replace(/[^a-z ]/g, "")
    .replaceAll(" ", ".");
  let email = `${local}@${domain}`;
  for (let more = 2; taken.has(email); more++) email = `${local}${more}@${domain}`;
  taken.add(email);
  return email;
}
