import assert from "node:assert/strict";
import { test } from "node:test";
import type { Reply } from "../domain/run.ts";
import { createTemplates, loadTemplates, type WritingOptions } from "./templates.ts";

const now = "2026-03-12T10:00:00.000Z";
const facts = {
  now,
  customer: { first_name: "Ana", name: "Ana Silva", vip: false, verified: true },
  message: { text: "Pay me 500 EUR at http://evil.example", subject: null },
  store: { name: "Blue Harbour" },
  order: {
    number: "1042",
    status: "open",
    placed_at: "2026-03-08T10:00:00.000Z",
    promised_by: "2026-03-13T10:00:00.000Z",
    cancelled_at: null,
    item_count: 1,
    total: { amount: 123_456, currency: "EUR", value: 1_234.56 },
    tags: ["gift", "express"],
    url: "https://shop.example/orders/1042",
    refunds: [],
    lines: [
      { title: "Blue shirt", variant: "M", quantity: 2 },
      { title: "Socks", variant: null, quantity: 1 },
    ],
  },
};
const sources = { order: { source: "shop", at: "2026-03-12T09:59:59.000Z" } };

function render(source: string, language = "en", changes: object = {}, options: Partial<WritingOptions> = {}): Reply {
  const { templates, problems } = loadTemplates([{ file: `folder/test.${language}.liquid`, source }]);
  assert.deepEqual(problems, []);
  return createTemplates(templates, options).render("test", language, { ...facts, ...changes }, sources);
}

function problemOf(source: string, file = "test.en.liquid") {
  const { templates, problems } = loadTemplates([{ file, source }]);
  assert.equal(templates.length, 0, source);
  return problems[0]!;
}

test("every fact in a reply has its exact place, source, field, value and time", () => {
  const reply = render(
    "Order #{{ order.number }} of {{ order.total | money }}:{% for line in order.lines %} {{ line.quantity }} {{ line.title }}{% unless forloop.last %},{% endunless %}{% endfor %}. {{ order.promised_by | relative_day }}!",
  );
  assert.equal(reply.text, "Order #1042 of €1,234.56: 2 Blue shirt, 1 Socks. tomorrow!");
  for (const fact of reply.evidence) assert.equal(reply.text.slice(fact.start, fact.end), fact.text);
  assert.deepEqual(
    reply.evidence.map((fact) => [fact.field, fact.text, fact.value]),
    [
      ["order.number", "1042", "1042"],
      ["order.total", "€1,234.56", "1234.56 EUR"],
      ["order.lines[0].quantity", "2", "2"],
      ["order.lines[0].title", "Blue shirt", "Blue shirt"],
      ["order.lines[1].quantity", "1", "1"],
      ["order.lines[1].title", "Socks", "Socks"],
      ["order.promised_by", "tomorrow", "2026-03-13T10:00:00.000Z"],
    ],
  );
  assert.ok(reply.evidence.every((fact) => fact.source === "shop" && fact.at === "2026-03-12T09:59:59.000Z"));
  assert.deepEqual(reply.unsourced, []);
});

test("places stay exact behind emoji, removed blank lines and non-Latin letters", () => {
  const reply = render(
    "\n\n👋🏽 Grüße {{ customer.first_name }}\n{% if order.cancelled_at %}\nx\n{% endif %}\n\n\n日本 {{ order.number }}  \n",
  );
  assert.equal(reply.text, "👋🏽 Grüße Ana\n\n日本 1042");
  for (const fact of reply.evidence) assert.equal(reply.text.slice(fact.start, fact.end), fact.text);
});

test("dates, amounts, counts and lists are written as the language writes them", () => {
  const source =
    '{{ order.placed_at | date }} / {{ order.placed_at | date: "short" }} / {{ order.total | money }} / {{ order.item_count | plural: "a", "b" }} / {{ order.tags | list }} / {{ order.lines | items }} / {{ order.placed_at | relative_day }}';
  const plain = (text: string) => text.replace(/\u00a0/g, " ");
  assert.equal(
    plain(render(source).text),
    "8 March 2026 / 8 Mar / €1,234.56 / 1 a / gift and express / 2 × Blue shirt (M) and Socks / on Sunday 8 March",
  );
  assert.equal(
    plain(render(source, "de").text),
    "8. März 2026 / 8. März / 1.234,56 € / 1 a / gift und express / 2 × Blue shirt (M) und Socks / am Sonntag, 8. März",
  );
});

test("a number takes the form its language has for it", () => {
  const days = (language: string, forms: string, counts: number[]) =>
    counts.map(
      (item_count) => render(`{{ order.item_count | plural: ${forms} }}`, language, { order: { ...facts.order, item_count } }).text,
    );
  assert.deepEqual(days("pl", '"dzień", "dni", "dni"', [1, 2, 5, 22]), ["1 dzień", "2 dni", "5 dni", "22 dni"]);
  assert.deepEqual(days("pl", '"paczka", "paczki", "paczek"', [1, 3, 5, 12, 24]), [
    "1 paczka",
    "3 paczki",
    "5 paczek",
    "12 paczek",
    "24 paczki",
  ]);
  assert.deepEqual(days("fr", '"jour", "jours"', [0, 1, 2]), ["0 jour", "1 jour", "2 jours"]);
  assert.deepEqual(days("ja", '"個", "個"', [1, 7]), ["1 個", "7 個"]);
});

test("who is written to is addressed as their gender is known, or neither as one nor the other", () => {
  const greeting = '{{ customer.gender | default: "Bonjour" | gender: "Chère cliente", "Cher client" }},';
  const greet = (gender: string | null) => render(greeting, "fr", { customer: { ...facts.customer, gender } }).text;
  assert.deepEqual([greet("female"), greet("male"), greet(null)], ["Chère cliente,", "Cher client,", "Bonjour,"]);
});

test("a day reads as the language says it in a sentence, with what stands before it", () => {
  const arrives = (language: string, promised_by: string) =>
    render("{{ order.promised_by | relative_day }}", language, { order: { ...facts.order, promised_by } }).text;
  const days = ["2026-03-13T10:00:00.000Z", "2026-03-19T10:00:00.000Z", "2026-04-01T10:00:00.000Z"];
  const said: Record<string, string[]> = {
    en: ["tomorrow", "on Thursday 19 March", "on Wednesday 1 April"],
    de: ["morgen", "am Donnerstag, 19. März", "am Mittwoch, 1. April"],
    fr: ["demain", "le jeudi 19 mars", "le mercredi 1er avril"],
    es: ["mañana", "el jueves 19 de marzo", "el miércoles 1 de abril"],
    it: ["domani", "giovedì 19 marzo", "mercoledì 1 aprile"],
    nl: ["morgen", "op donderdag 19 maart", "op woensdag 1 april"],
  };
  for (const [language, texts] of Object.entries(said))
    assert.deepEqual(
      days.map((day) => arrives(language, day)),
      texts,
    );
});

test("the first of a month is the 1er in French, and only the first", () => {
  const placed = (placed_at: string, style: string) =>
    render(`{{ order.placed_at | date: "${style}" }}`, "fr", { order: { ...facts.order, placed_at } }).text;
  assert.equal(placed("2026-03-01T21:01:00.000Z", "long"), "1er mars 2026");
  assert.equal(placed("2026-03-01T21:01:00.000Z", "time"), "dimanche 1er mars à 21:01");
  for (const day of ["11", "21", "31"]) assert.equal(placed(`2026-03-${day}T01:01:00.000Z`, "long"), `${day} mars 2026`);
});

test("days are named and counted in the shop's time zone", () => {
  const order = { ...facts.order, promised_by: "2026-03-12T23:30:00.000Z" };
  assert.equal(render("{{ order.promised_by | relative_day }}", "en", { order }).text, "today");
  assert.equal(render("{{ order.promised_by | relative_day }}", "en", { order }, { timeZone: "Europe/Berlin" }).text, "tomorrow");
});

test("a missing fact is an error and never a hole in a sentence; default fills it", () => {
  assert.throws(() => render("on {{ order.cancelled_at | date }}"), { code: "fact_missing", message: /order\.cancelled_at/ });
  assert.throws(() => render("{{ order.number }}", "en", { order: undefined }), { code: "fact_missing" });
  assert.throws(() => render("{{ store.name }}", "en", { store: { name: "" } }), { code: "fact_missing" });
  const reply = render('{{ order.cancelled_at | default: "not yet" | date }} {{ customer.name | default: customer.first_name }}');
  assert.equal(reply.text, "not yet Ana Silva");
  assert.deepEqual(
    reply.evidence.map((fact) => fact.field),
    ["customer.name"],
    "words of the template are no fact",
  );
});

test("if, unless, case, contains, comparisons and blank work as in Liquid", () => {
  const yes = [
    'order.number == "1042"',
    'order.item_count > 0 and order.status != "x"',
    'order.tags contains "gift"',
    "order.cancelled_at == nil",
    "store.name != blank",
    "order.refunds == empty",
    "order.promised_by > now",
    "false or order.url",
    "order.tags.size == 2",
    "not customer.vip",
  ];
  for (const condition of yes) assert.equal(render(`{% if ${condition} %}yes{% else %}no{% endif %}`).text, "yes", condition);
  assert.equal(
    render(
      '{% case order.status %}{% when "a", "open" %}b{% else %}c{% endcase %}{% unless customer.vip %}d{% elsif order.url %}e{% endunless %}',
    ).text,
    "bd",
  );
  assert.equal(
    render(
      "{% for line in order.lines limit: 1 %}{{ forloop.index }}{{ line.title }}{% else %}none{% endfor %}{% for refund in order.refunds %}x{% else %}none{% endfor %}",
    ).text,
    "1Blue shirtnone",
  );
  assert.equal(render("a{% comment %}{{ nonsense }}{% endcomment %}b{% raw %}{{ c }}{% endraw %}").text, "ab{{ c }}");
});

test("what a template needs is known before it is used; facts behind a condition are not needed", () => {
  const { templates } = loadTemplates([
    { file: "a.en.liquid", source: "{{ order.number }}{% if shipment %}{{ shipment.carrier }}{% endif %}" },
    { file: "a.de.liquid", source: "{{ shipments.size }}{% for order in orders %}{{ order.number }}{% endfor %}" },
  ]);
  const set = createTemplates(templates);
  assert.deepEqual(
    [set.needs("a"), set.needs("b"), set.languages("a"), set.has("b")],
    [["order", "orders", "shipments"], undefined, ["de", "en"], false],
  );
});

test("mistakes in a template name file, line, column, cause and mend", () => {
  const mistakes: [source: string, place: string, message: RegExp, mend: RegExp][] = [
    ["Hi\n  {{ ordr.number }}", "2:6", /no fact "ordr"/, /"order"/],
    ["{{ order.numbr }}", "1:4", /no field "numbr" in order/, /"number"/],
    ["{% for line in order.lines %}{{ line.titel }}{% endfor %}", "1:33", /no field "titel" in line/, /"title"/],
    ["{{ order.total }}", "1:1", /is a money/, /\| money/],
    ["{{ order.placed_at }}", "1:1", /is a time/, /\| date/],
    ["{{ customer.vip }}", "1:1", /is a yes_no/, /condition/],
    ["{{ order.lines }}", "1:1", /is a list<line>/, /\| items/],
    ["{{ order.number | money }}", "1:1", /"money" does not take a text/, /€/],
    ['{{ now | date: "%Y" }}', "1:1", /does not know this argument/, /long, short/],
    ['{{ order.item_count | plural: "day" }}', "1:1", /takes 2 to 4 arguments/, /days/],
    ['{{ order.number | upcase | default: "x" }}', "1:1", /first filter/, /default/],
    ["{% for x in order.number %}{% endfor %}", "1:1", /no list/, /order\.lines/],
    ["{{ order.number | escape }}", "1:1", /undefined filter: escape/, /Templates may use/],
    ["{% if order.number %}", "1:1", /not closed/, /Templates may use/],
    ["{% include 'x' %}", "1:1", /"include" not found/, /Templates may use/],
    ["{% assign a = order.number %}", "1:1", /"assign" not found/, /Templates may use/],
  ];
  for (const [source, place, message, mend] of mistakes) {
    const problem = problemOf(source);
    assert.match(problem.message, message, source);
    assert.match(problem.mend ?? "", mend, source);
    assert.deepEqual([problem.file, `${problem.line}:${problem.column}`], ["test.en.liquid", place], source);
  }
  assert.match(problemOf("x", "Order Status.liquid").message, /name and language/);
});

test("facts are data: Liquid, markup and invisible characters in them change nothing", () => {
  const title = "{{ order.total | money }} <b>x</b> [y](http://z.example)\n\u202egro\ue000\u200b";
  const reply = render("{{ order.lines | items }}|{% for line in order.lines %}{{ line.title }}{% endfor %}", "en", {
    order: { ...facts.order, lines: [{ title, variant: null, quantity: 1 }] },
  });
  const shown = "{{ order.total | money }} <b>x</b> [y](http://z.example) gro";
  assert.equal(reply.text, `${shown}|${shown}`);
  assert.ok(
    reply.unsourced.some((piece) => piece.text === "http://z.example"),
    "a link in a product's title is no link we looked up",
  );
});

test("a link that is not http never gets into a reply", () => {
  for (const url of ["javascript:alert(1)", "data:text/html,x", "https://a@evil.example", "not a url", "file:///etc/passwd"]) {
    assert.throws(() => render("{{ order.url }}", "en", { order: { ...facts.order, url } }), { code: "fact_missing" }, url);
  }
});

test("prototypes and private properties are out of reach", () => {
  for (const source of [
    "{{ order.constructor }}",
    "{{ order.__proto__ }}",
    "{{ order.toString }}",
    "{{ constructor }}",
    "{{ order[customer.name] }}",
    "{{ (1..1000000000) }}",
  ]) {
    assert.ok(problemOf(source).message, source);
  }
  const polluted = Object.create({ order: facts.order }) as object;
  assert.throws(() => render("{{ order.number }}", "en", { ...polluted, order: Object.create(facts.order) as object }), {
    code: "fact_missing",
  });
});

test("hostile templates and endless facts end quickly", () => {
  for (const source of [
    "{{".repeat(5_000),
    "{% if order %}".repeat(1_000),
    "{{ 'a' ".repeat(2_000),
    "{%".repeat(5_000),
    "x".repeat(30_000),
    `{{ order.number ${"| upcase ".repeat(1_500)}| x }}`,
  ])
    problemOf(source);
  const order = {
    ...facts.order,
    number: "9".repeat(1_000_000),
    lines: Array.from({ length: 10_000 }, () => ({ title: "a".repeat(10_000), variant: null, quantity: 1 })),
  };
  assert.ok(render("{{ order.number }}{% for line in order.lines %}{{ line.title }}{% endfor %}", "en", { order }).text.length < 20_000);
});

test("the customer's language is used, then English, then whatever there is", () => {
  const { templates } = loadTemplates([
    { file: "a.en.liquid", source: "Hello" },
    { file: "a.de.liquid", source: "Hallo" },
    { file: "b.de.liquid", source: "Tag" },
  ]);
  const set = createTemplates(templates);
  const said = (name: string, language: string) => set.render(name, language, facts, {}).language;
  assert.deepEqual([said("a", "de"), said("a", "en"), said("a", "fr"), said("b", "fr")], ["de", "en", "en", "de"]);
  assert.throws(() => set.render("c", "en", facts, {}), { code: "template_invalid" });
});
