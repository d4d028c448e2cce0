import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createTestDb, type TestDb } from "../db/test-db.ts";
import { newId } from "../domain/ids.ts";
import { createCodes, type IssuedCode } from "./codes.ts";
import { writeCodes } from "../mailbox/worker-queries.ts";
import { codes, count, receive } from "./fixture-checkpoint.ts";

describe("one-time codes", () => {
  let db: TestDb;
  before(async () => {
    db = await createTestDb();
  });
  after(() => db.close());
  const ana = { kind: "email" as const, value: "ana@example.com" };
  const issue = (conversationId: string, address: typeof ana | null = ana) =>
    codes.issueCode({ id: conversationId, connectionId: "mail" }, address, "en", new Date().toISOString());
  const store = (conversation: string, { id, kind, address, hash, expires, mail }: IssuedCode) =>
    db.pool.query(writeCodes, [
      JSON.stringify([
        {
          id,
          conversation,
          kind,
          address,
          hash,
          expires,
          outbox: newId(),
          seq: 1,
          connection: mail?.connectionId ?? null,
          payload: mail?.payload ?? null,
        },
      ]),
    ]);
  const codeIn = (issued: IssuedCode) => /\d{6}/.exec(issued.mail!.payload.text)![0];
  const check = codes.checkCode;

  test("the code in the mail opens the conversation it was made for, and no other", async () => {
    const [mine, other] = [await receive(db.pool, "mine"), await receive(db.pool, "other")];
    const issued = issue(mine);
    await store(mine, issued);
    await store(other, issue(other));
    assert.deepEqual(await check(db.pool)(mine, `Order 1042. The code: ${codeIn(issued)}, thanks`), {
      id: issued.id,
      isRight: true,
      attempt: 1,
      address: ana,
    });
    assert.equal((await check(db.pool)(other, codeIn(issued)))?.isRight, false);
    assert.equal(await check(db.pool)(mine, "I have no code"), null);
    assert.equal(await check(db.pool)(mine, "12345 or 1234567"), null);
    assert.equal(await check(db.pool)(await receive(db.pool, "none"), "123456"), null);
  });

  test("the mail names neither an order nor the question, in the customer's language", () => {
    const mail = (language: string) =>
      codes.issueCode({ id: newId(), connectionId: "mail" }, ana, language, new Date().toISOString()).mail!.payload;
    assert.match(mail("de").text, /^Ihr Code lautet \d{6}\./);
    assert.equal(mail("xx").language, "en");
    assert.equal(mail("__proto__").language, "en");
    for (const language of ["en", "de", "fr", "es", "it", "nl", "pt", "pl"]) {
      const { subject, text } = mail(language);
      assert.match(`${subject} ${text}`, /Nordlicht/);
      assert.doesNotMatch(text.replace(/\d{6}|15/g, ""), /\d|#/);
    }
  });

  test("a code that expired, was used or was guessed at five times no longer fits", async () => {
    for (const change of ["expires_at = now() - interval '1 s'", "used_at = now()", "attempts = 5"]) {
      const conversation = await receive(db.pool, change);
      const issued = issue(conversation, { kind: "email", value: `${change.length}@example.com` });
      await store(conversation, issued);
      assert.equal((await check(db.pool)(conversation, codeIn(issued)))?.isRight, true);
      await db.pool.query(`update challenge set ${change} where id = $1`, [issued.id]);
      assert.notEqual((await check(db.pool)(conversation, codeIn(issued)))?.isRight, true);
    }
  });

  test("without an order there is no mail, and typing any code fails like a wrong one", async () => {
    const conversation = await receive(db.pool, "nobody");
    const issued = issue(conversation, null);
    assert.equal(issued.mail, null);
    await store(conversation, issued);
    assert.deepEqual(await check(db.pool)(conversation, "123456"), { id: issued.id, isRight: false, address: null, attempt: 1 });
  });

  test("three codes per conversation and five per address in an hour; beyond that the last one stays good", async () => {
    const bob = { kind: "email" as const, value: "bob@example.com" };
    const conversation = await receive(db.pool, "limit");
    const issued = [1, 2, 3, 4].map(() => issue(conversation, bob));
    for (const one of issued) await store(conversation, one);
    assert.equal(await count(db.pool, "outbox where conversation_id = $1", [conversation]), 3);
    assert.equal((await check(db.pool)(conversation, codeIn(issued[2]!)))?.isRight, true);
    for (let n = 0; n < 4; n++) {
      const next = await receive(db.pool, `limit-${n}`);
      await store(next, issue(next, bob));
    }
    assert.equal(await count(db.pool, "challenge where address = 'bob@example.com'"), 5);
    assert.equal(await count(db.pool, "outbox where payload->'to'->>'value' = 'bob@example.com'"), 5);
  });

  test("a code cannot be checked with another desk's key", async () => {
    const conversation = await receive(db.pool, "key");
    const issued = issue(conversation, { kind: "email", value: "key@example.com" });
    await store(conversation, issued);
    const foreign = createCodes({ secretKey: Buffer.alloc(32, 2), codeChannelFor: () => null, brandName: "", now: () => new Date() });
    assert.equal((await foreign.checkCode(db.pool)(conversation, codeIn(issued)))?.isRight, false);
  });
});
