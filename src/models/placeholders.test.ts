import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createRandom } from "../understand/svm.ts";
import { madeLanguages, makeText } from "./fixture-customers.ts";
import type { PersonalData } from "./personal-data.ts";
import { createPlaceholders } from "./placeholders.ts";

const ours = /\[(?:NAME|EMAIL|PHONE|ADDRESS|ORDER|TRACKING|CARD|IBAN|DATE|NUMBER|LINK|TEXT)_\d+\]/g;

/** Written apart from the code under test, so that both cannot be wrong in the same way. */
const plain = (text: string): string => text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss");
const words = (text: string): string[] =>
  plain(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
const bare = (text: string): string => plain(text).replaceAll(/[^\p{L}\p{N}]/gu, "");

const small = [
  "de",
  "del",
  "la",
  "d",
  "von",
  "der",
  "dr",
  "o",
  "am",
  "rue",
  "des",
  "calle",
  "avenida",
  "avenue",
  "street",
  "lane",
  "jo",
  "li",
];

/** What of the customer can still be read in `left`, which is what leaves without its placeholders. */
function leaks(left: string, data: Required<PersonalData>): string[] {
  const said = new Set([...words(left), ...words(left.replaceAll(/(\p{Ll})(?=\p{Lu})/gu, "$1 "))]);
  const digits = left.replaceAll(/[^\p{Nd}]/gu, "");
  const [address] = data.addresses;
  return [
    ...data.names.flatMap(words).filter((word) => !small.includes(word) && said.has(word)),
    ...data.emails.filter((email) => left.toLowerCase().includes(email)),
    ...data.phones.filter((phone) => digits.includes(phone.slice(-7))),
    ...[address?.city ?? ""].filter((city) => said.has(plain(city))),
    ...[address?.postalCode ?? ""].filter((code) => bare(left).includes(bare(code))),
    ...words(address?.line1 ?? "").filter((word) => word.length > 3 && !small.includes(word) && said.has(word)),
    ...[...data.orderNumbers, ...data.trackingNumbers].filter((number) => bare(left).includes(bare(number))),
    ...["4111 1111 1111 1111", "5555555555554444", "DE89 3704 0044 0532 0130 00", "ES9121000418450200051332"].filter((number) =>
      bare(left).includes(bare(number)),
    ),
  ];
}

describe("what leaves for a language model", () => {
  for (const language of madeLanguages)
    test(`nothing of the customer is in it, and everything comes back to the letter, over 1,000 messages (${language})`, () => {
      const random = createRandom(7 + madeLanguages.indexOf(language));
      let hidden = 0;
      for (let round = 0; round < 1_000; round++) {
        const { data, text } = makeText(random, language);
        const placeholders = createPlaceholders(data, language);
        const masked = placeholders.mask(text);
        assert.equal(placeholders.restore(masked), text);
        // A line break and not nothing, or what stood apart would come together.
        const left = masked.replaceAll(ours, "\n");
        assert.deepEqual(leaks(left, data), [], `${JSON.stringify(text)}\n${JSON.stringify(masked)}`);
        assert.deepEqual(placeholders.compare(masked, masked), { invented: [], dropped: [] });
        hidden += masked.match(ours)?.length ?? 0;
      }
      assert.ok(hidden > 3_000, `${hidden} values were hidden, so there was something to hide`);
    });

  test("what nobody told us of is hidden when its form gives it away", () => {
    const text =
      "Mail bob@elsewhere.org, card 4111 1111 1111 1111, IBAN DE89 3704 0044 0532 0130 00, order #20391, parcel RR473124829DE, Lindenweg 4, 80331 München, born 12.05.1985, customer 8812345, https://shop.example/r?token=abc.";
    const masked = createPlaceholders({}, "de").mask(text);
    for (const value of ["bob", "4111", "3704", "20391", "473124829", "Lindenweg", "80331", "München", "1985", "8812345", "token"])
      assert.ok(!masked.includes(value), `${value} in ${masked}`);
  });

  test("prices, recent dates and small numbers stay, because an answer may need them", () => {
    const text = "I paid 49,90 € (not $1,299.00) on 2026-03-01 for 2 shirts in size 42.";
    assert.equal(createPlaceholders({}, "en", new Date("2026-03-02")).mask(text), text);
  });

  test("the same value has the same placeholder everywhere, another one another", () => {
    const placeholders = createPlaceholders({ names: ["Ana Silva"] }, "en");
    assert.equal(placeholders.mask("Ana, a@b.co, c@d.co, Ana"), "[NAME_1], [EMAIL_1], [EMAIL_2], [NAME_1]");
    assert.equal(placeholders.mask("c@d.co"), "[EMAIL_2]");
  });

  test("texts without end, and walls of one sign, are hidden in bounded work", () => {
    const data = { names: ["Ana Silva"], phones: ["+4917012345678"], orderNumbers: ["1042"] };
    for (const unit of ["a", "1", "@", "a@", "1 ", "[", "[NAME_1", "-", "DE89", "0 0", "http://", "\u0301", "A1 ", "Ana"]) {
      const text = unit.repeat(Math.ceil(30_000 / unit.length));
      const placeholders = createPlaceholders(data, "de");
      assert.equal(placeholders.restore(placeholders.mask(text)), text, unit);
    }
  });
});

describe("what comes back from a language model", () => {
  const asked = () => {
    const placeholders = createPlaceholders({ names: ["Ana Silva"], orderNumbers: ["1042"] }, "en");
    return { placeholders, sent: placeholders.mask("Ana asks about 1042 and a@b.co") };
  };

  test("placeholders become values again, however the model wrote them, in texts and in JSON", () => {
    const { placeholders } = asked();
    assert.equal(placeholders.restore("Hi [NAME_1], [order_1]!"), "Hi Ana, 1042!");
    assert.deepEqual(placeholders.restoreAll({ to: ["[EMAIL_1]", 1, null], ok: true }), { to: ["a@b.co", 1, null], ok: true });
  });

  test("a placeholder nobody sent, and one that was lost, are reported", () => {
    const { placeholders, sent } = asked();
    assert.deepEqual(placeholders.compare(sent, "Hi [NAME_2], your [ORDER_1] for [EMAIL_1]"), {
      invented: ["[NAME_2]"],
      dropped: ["[NAME_1]"],
    });
    assert.equal(placeholders.restore("[NAME_2]"), "[NAME_2]", "it stays visible");
  });

  test("other words in brackets are the model's own", () => {
    const { placeholders, sent } = asked();
    assert.deepEqual(placeholders.compare(sent, `${sent} [1] [NOTE] [STEP_2]`), { invented: [], dropped: [] });
  });

  test("half a placeholder at the end of an answer that still grows is not shown", () => {
    const { placeholders } = asked();
    const answer = "Hi [NAME_1], it";
    const seen = Array.from(answer, (_, at) => placeholders.restoreBeginning(answer.slice(0, at + 1)));
    for (const soFar of seen) assert.ok("Hi Ana, it".startsWith(soFar), soFar);
  });
});
