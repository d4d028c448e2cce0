import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { WireSettingField } from "../../../../domain/wire.ts";
import { readForm, splitGroups } from "./fields.ts";

const field = (path: string, type: WireSettingField["type"], more: Partial<WireSettingField> = {}): WireSettingField => ({
  path,
  type,
  title: null,
  description: null,
  is_required: false,
  ...more,
});
const group = (path: string, fields: WireSettingField[]) => ({ path, title: null, description: null, fields });
const connector = {
  groups: [
    group("", [
      field("address", "text", { is_required: true }),
      field("firstDays", "number", { default: 0 }),
      field("origins", "list"),
      field("plus", "switch", { default: false }),
      field("greet", "switch", { default: true }),
      field("script", "json", { default: [] }),
    ]),
    group("imap", [field("imap.host", "text", { is_required: true }), field("imap.password", "secret", { is_required: true })]),
  ],
};
const typed = (values: Record<string, string>) => ({ get: (name: string) => values[name] ?? null });
const paths = (groups: { fields: WireSettingField[] }[]) => groups.flatMap(({ fields }) => fields.map(({ path }) => path));

describe("the form of a connection is drawn from the connector's settings", () => {
  test("what has to be given comes first; the rest is behind “More settings”, unless there is nothing else", () => {
    const { first, more } = splitGroups(connector);
    assert.deepEqual(paths(first), ["address", "imap.host", "imap.password"]);
    assert.deepEqual(paths(more), ["firstDays", "origins", "plus", "greet", "script"]);
    const free = { groups: [group("", [field("seed", "number")])] };
    assert.deepEqual(paths(splitGroups(free).first), ["seed"]);
  });

  test("what is typed is read as what it is; what is left empty is left to the connector, and a stored password stays", () => {
    const values = {
      address: "a@b.example",
      firstDays: "3",
      origins: "https://a.example\n\n https://b.example ",
      greet: "on",
      script: '[{"a":1}]',
    };
    assert.deepEqual(readForm(connector, typed({ ...values, "imap.host": "mail.example", "imap.password": "" })), {
      settings: {
        address: "a@b.example",
        firstDays: 3,
        origins: ["https://a.example", "https://b.example"],
        script: [{ a: 1 }],
        imap: { host: "mail.example" },
      },
    });
    assert.deepEqual(readForm(connector, typed({ plus: "on" })), { settings: { plus: true, greet: false } });
    assert.deepEqual(readForm(connector, typed({ ...values, script: "[" })), { wrong: "script" });
  });
});
