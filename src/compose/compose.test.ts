import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { addUsers, codes, conversation, count, draftParts, pendingDraft, receive, work } from "../checkpoint/fixture-checkpoint.ts";
import { eraseCustomer } from "../checkpoint/customers.ts";
import { addNote, closeConversation, replyAsPerson, snooze } from "../checkpoint/people.ts";
import { mentionedIn } from "../checkpoint/nudges.ts";
import { system } from "../checkpoint/actor.ts";
import { imageMark } from "../domain/inline-images.ts";
import type { OutgoingMessage } from "../domain/message.ts";
import type { WireConversation, WireKeptText } from "../domain/wire.ts";
import { silentLog } from "../log/log.ts";
import { createOutbox } from "../mailbox/outbox.ts";
import { createUser } from "../server/auth/users.ts";
import { readEvents, startTestServer, type TestServer } from "../server/fixture-server.ts";
import { readConversation } from "../server/reads/conversation.ts";
import { forgetUnsent } from "./kept.ts";
import { leaveDue } from "./leave.ts";
import { composeRoutes, type ComposeRouteParts } from "./routes.ts";

const png = Buffer.from("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c6300010000050001", "hex");

describe("writing in the desk", () => {
  let server: TestServer;
  let ada: { cookie: string };
  let mira: { cookie: string };
  let parts: ComposeRouteParts;
  let nth = 0;

  before(async () => {
    server = await startTestServer(async (db) => {
      parts = {
        ...draftParts,
        db,
        issueCode: codes.issueCode,
        readConversation: (id) => readConversation(db, id),
        sources: () => ({ stores: [], carriers: [] }),
        footerOf: () => null,
        wakeOutbox: () => undefined,
        performHolds: () => undefined,
        reloadIncidents: async () => undefined,
        refreshDraft: async () => "same",
        changedFacts: () => null,
        whyNoFiles: (id) => (id === "chat" ? null : "This channel carries no files."),
      };
      return { more: [composeRoutes(parts)] as never };
    });
    await addUsers(server.db);
    const password = "a long enough password";
    await createUser(server.db, { name: "Mira Lang", email: "mira@example.com", role: "agent", password });
    ada = { cookie: await server.signIn(server.admin.email, server.admin.password) };
    mira = { cookie: await server.signIn("mira@example.com", password) };
  });
  after(() => server?.close());

  const as = (who: { cookie: string }) => ({ ...who, origin: "http://127.0.0.1:3000" });
  const call = <T = any>(who: { cookie: string }, method: string, path: string, body?: unknown) =>
    server.call<T>(method, `/api/v1/${path}`, body, as(who));
  const keep = (who: { cookie: string }, id: string, text: string, base: string | null, more: object = {}) =>
    call(who, "PUT", `conversations/${id}/kept/reply`, { kind: "reply", text, base, ...more });
  const kept = async (who: { cookie: string }, id: string): Promise<WireKeptText[]> =>
    (await call(who, "GET", `conversations/${id}/kept`)).body.items;
  const sends = (who: { cookie: string }, id: string, body: object) =>
    call<WireConversation>(who, "POST", `conversations/${id}/send`, body);
  const upload = (who: { cookie: string }, id: string, name: string, content: Uint8Array) =>
    server.call("POST", `/api/v1/conversations/${id}/uploads?name=${encodeURIComponent(name)}`, content, {
      ...as(who),
      "content-type": "application/octet-stream",
    });
  /** The moment in which a reply can be called back is over. */
  async function itsTimeComes(): Promise<number> {
    await server.db.query("update leaving set leaves_at = now() - interval '1 ms'");
    return leaveDue(server.db, { ...parts, log: silentLog(), onLeft: () => undefined });
  }
  /** What the outbox hands the channel of this conversation. */
  async function sentTo(conversationId: string): Promise<OutgoingMessage> {
    const { promise, resolve } = Promise.withResolvers<OutgoingMessage>();
    const send = async (message: OutgoingMessage) => {
      if (message.conversationId === conversationId) resolve(message);
      return { externalId: message.key };
    };
    const outbox = createOutbox(server.db, {
      channelOf: () => ({ channel: { send }, definition: { afterCrash: "resend" } }),
      handover: parts.handover,
      now: () => new Date(),
      log: silentLog(),
    });
    outbox.start();
    const message = await promise;
    await outbox.stop();
    return message;
  }
  const anew = (connectionId = "chat"): Promise<string> => {
    nth++;
    return receive(server.db, `thread-${nth}`).then(async (id) => {
      await server.db.query("update conversation set connection_id = $2 where id = $1", [id, connectionId]);
      return id;
    });
  };
  const revisionOf = async (id: string): Promise<number> => (await conversation(server.db, id))["revision"];

  describe("what is written is kept with the server", () => {
    test("it is there on every device of the one who wrote it, for nobody else, and gone when it is sent", async () => {
      const id = await anew();
      const first = await keep(ada, id, "Dear Ana, ", null);
      assert.equal(first.status, 200);
      const second = await keep(ada, id, "Dear Ana, I ", first.body.version);
      assert.deepEqual(
        (await kept(ada, id)).map(({ text }) => text),
        ["Dear Ana, I "],
      );
      assert.deepEqual(await kept(mira, id), []);
      await sends(ada, id, { text: "Dear Ana, I have it.", kept_version: second.body.version });
      assert.deepEqual(await kept(ada, id), []);
    });

    test("a second tab that knows an older version is told so and overwrites nothing", async () => {
      const id = await anew();
      const { version } = (await keep(ada, id, "one", null)).body;
      await keep(ada, id, "one, from the phone", version);
      for (const base of [version, null]) assert.equal((await keep(ada, id, "one, from the old tab", base)).status, 409);
      assert.equal((await keep(ada, id, "", version)).status, 409);
      assert.deepEqual(
        (await kept(ada, id)).map(({ text }) => text),
        ["one, from the phone"],
      );
    });

    test("a text that was sent in another tab does not come back, and one written meanwhile stays", async () => {
      const id = await anew();
      const { version } = (await keep(ada, id, "sent", null)).body;
      await sends(ada, id, { text: "sent", kept_version: version });
      assert.equal((await keep(ada, id, "sent and more", version)).status, 409);
      const newer = (await keep(ada, id, "written meanwhile", null)).body.version;
      await sends(ada, id, { kind: "note", text: "a note", kept_version: version });
      assert.deepEqual(
        (await kept(ada, id)).map((one) => one.version),
        [newer],
      );
    });

    test("an emptied text is removed, and the writer's other tabs are told", async () => {
      const id = await anew();
      const events = await readEvents(`${server.url}/api/v1/events`, ada);
      await events.next();
      const { version } = (await keep(ada, id, "x", null)).body;
      let event = await events.next();
      while (event?.event !== "kept" || event.data.conversation_id !== id) event = await events.next();
      const { rows } = await server.db.query('select name from "user" where id = $1', [event.data.user_id]);
      assert.equal(rows[0].name, "Ada");
      assert.ok(!JSON.stringify(event.data).includes('"x"'), "the event does not carry the text");
      events.close();
      assert.deepEqual((await keep(ada, id, " ", version)).body, { version: null });
      assert.deepEqual(await kept(ada, id), []);
    });

    test("it goes with the customer, and nothing can be kept, said or put beside it afterwards", async () => {
      const id = await anew();
      await keep(ada, id, "Dear Ana", null);
      await upload(ada, id, "a.png", png);
      await sends(mira, id, { text: "Leaving soon" });
      await call(mira, "POST", `conversations/${id}/presence`, { doing: "writing" });
      await eraseCustomer(server.db, (await conversation(server.db, id))["customer_id"], system);
      for (const table of ["kept_text", "upload", "leaving", "presence"])
        assert.equal(await count(server.db, `${table} where conversation_id = $1`, [id]), 0, table);
      assert.equal((await keep(ada, id, "Dear Ana again", null)).status, 404);
      assert.equal((await upload(ada, id, "b.png", png)).status, 404);
      await itsTimeComes();
      assert.equal(await count(server.db, "message where conversation_id = $1 and direction = 'out'", [id]), 0);
    });

    test("texts nobody touches for months and files of no text are forgotten; what is in use stays", async () => {
      const [old, fresh] = [await anew(), await anew()];
      const file = (await upload(ada, fresh, "kept.png", png)).body["id"];
      const lost = (await upload(ada, fresh, "lost.png", png)).body["id"];
      await keep(ada, old, "old", null);
      await keep(ada, fresh, "fresh", null, { files: [file] });
      await server.db.query("update kept_text set updated_at = now() - interval '100 days' where conversation_id = $1", [old]);
      await server.db.query("update upload set created_at = now() - interval '8 days' where conversation_id = $1", [fresh]);
      await forgetUnsent(server.db);
      assert.deepEqual(await kept(ada, old), []);
      assert.deepEqual(
        (await kept(ada, fresh))[0]!.files.map(({ id }) => id),
        [file],
      );
      assert.equal(await count(server.db, "upload where id = $1", [lost]), 0);
    });
  });

  describe("a reply can be called back for some seconds", () => {
    test("until it leaves the customer sees nothing, automation stays out, and then it leaves exactly once", async () => {
      const id = await anew();
      const sent = await sends(ada, id, { text: "On its way!", expected_revision: await revisionOf(id) });
      assert.equal(sent.status, 200, sent.text);
      assert.deepEqual(
        sent.body.leaving.map(({ text, by, problem }) => [text, by.name, problem]),
        [["On its way!", "Ada", null]],
      );
      assert.ok(Date.parse(sent.body.leaving[0]!.leaves_at) - Date.now() > 5_000);
      assert.equal(sent.body.messages.filter(({ direction }) => direction === "out").length, 0);
      await work(server.db);
      assert.equal(
        await count(server.db, "message where conversation_id = $1 and direction = 'out'", [id]),
        0,
        "automation did not answer",
      );
      assert.equal(await leaveDue(server.db, { ...parts, log: silentLog(), onLeft: () => undefined }), 0, "not before its time");
      await server.db.query("update leaving set leaves_at = now() - interval '1 ms'");
      const leave = () => leaveDue(server.db, { ...parts, log: silentLog(), onLeft: () => undefined });
      await Promise.all([leave(), leave(), leave()]);
      assert.equal(await count(server.db, "outbox where conversation_id = $1", [id]), 1);
      assert.equal(await count(server.db, "message where conversation_id = $1 and direction = 'out'", [id]), 1);
    });

    test("called back, the text is kept as it was, with the cursor, its files and what it also does, and nothing was sent", async () => {
      const id = await anew();
      const file = (await upload(ada, id, "map.png", png)).body["id"];
      const text = "  Dear Ana,\n\nplease look: ";
      const actions = [{ do: "tag", tag: "map" }];
      const { body } = await sends(ada, id, { text, files: [file], actions, cursor: { start: 7, end: 11 } });
      const undone = await call(ada, "POST", `leaving/${body.leaving[0]!.id}/undo`);
      assert.deepEqual(undone.body, { conversation_id: id, slot: "reply", cursor: { start: 7, end: 11 } });
      const [back] = await kept(ada, id);
      assert.deepEqual([back!.text, back!.files.map(({ name }) => name), back!.actions], [text, ["map.png"], actions]);
      assert.equal(await itsTimeComes(), 0);
      const row = await conversation(server.db, id);
      assert.deepEqual([row["needs_person"], row["status"], row["tags"]], [false, "open", []]);
      assert.equal(await count(server.db, "message where conversation_id = $1 and direction = 'out'", [id]), 0);
    });

    test("what was typed meanwhile is not lost when a reply is called back", async () => {
      const id = await anew();
      const { body } = await sends(ada, id, { text: "First" });
      await keep(ada, id, "Second", null);
      await call(ada, "POST", `leaving/${body.leaving[0]!.id}/undo`);
      assert.deepEqual(
        (await kept(ada, id)).map(({ text }) => text),
        ["First\n\nSecond"],
      );
    });

    test("what has left cannot be called back, and nobody calls back what another sent", async () => {
      const id = await anew();
      const { body } = await sends(ada, id, { text: "Gone" });
      const path = `leaving/${body.leaving[0]!.id}/undo`;
      assert.equal((await call(mira, "POST", path)).status, 403);
      await itsTimeComes();
      const late = await call(ada, "POST", path);
      assert.equal(late.status, 409);
      assert.match(late.body.detail, /already left/);
      assert.deepEqual(await kept(ada, id), []);
    });

    test("a conversation that is closed or snoozed right after Send stays so when the reply leaves", async () => {
      const [closed, snoozed] = [await anew(), await anew()];
      const by = { kind: "user" as const, id: server.admin.id, name: "Ada" };
      const until = new Date(Date.now() + 86_400_000);
      for (const id of [closed, snoozed]) await sends(ada, id, { text: "Bye" });
      await closeConversation(server.db, { conversationId: closed, by });
      await snooze(server.db, { conversationId: snoozed, by, until });
      assert.equal(await itsTimeComes(), 2);
      const row = await conversation(server.db, snoozed);
      assert.deepEqual(
        [(await conversation(server.db, closed))["status"], row["status"], row["snoozed_until"]],
        ["closed", "snoozed", until],
      );
      const again = await sends(ada, closed, { text: "One thing more" });
      assert.equal(again.body.status, "closed");
      await itsTimeComes();
      assert.equal((await conversation(server.db, closed))["status"], "waiting", "a reply to one that was closed before opens it");
    });

    test("with the setting at 0 it leaves at once; only an admin changes the setting", async () => {
      const id = await anew();
      assert.equal((await call(mira, "PUT", "settings/undo-send", { seconds: 0 })).status, 403);
      await call(ada, "PUT", "settings/undo-send", { seconds: 0 });
      const sent = await sends(ada, id, { text: "At once", kept_version: (await keep(ada, id, "At once", null)).body.version });
      assert.deepEqual([sent.body.leaving.length, sent.body.messages.at(-1)!.text], [0, "At once"]);
      assert.deepEqual(await kept(ada, id), []);
      await call(ada, "PUT", "settings/undo-send", { seconds: 8 });
      assert.deepEqual((await call(mira, "GET", "settings/undo-send")).body, { seconds: 8 });
    });

    test("a draft that is approved can be called back and waits again; let go, it counts as approved", async () => {
      const { conversationId, draftId } = await pendingDraft(server.db, "undo-draft");
      const { rows } = await server.db.query("select text from draft where id = $1", [draftId]);
      const given = { slot: draftId, text: rows[0].text };
      const { body } = await sends(ada, conversationId, given);
      assert.equal(body.leaving[0]!.draft_id, draftId);
      assert.equal((await sends(mira, conversationId, given)).status, 409, "nobody sends it a second time meanwhile");
      assert.equal((await sends(ada, conversationId, { ...given, expected_revision: body.revision })).status, 409, "nor its sender");
      await call(ada, "POST", `leaving/${body.leaving[0]!.id}/undo`);
      assert.equal(await count(server.db, "draft where id = $1 and state = 'pending'", [draftId]), 1);
      assert.deepEqual(await kept(ada, conversationId), [], "there was no text of a person");
      await sends(ada, conversationId, { slot: draftId, text: "My own words" });
      await itsTimeComes();
      const { rows: decided } = await server.db.query("select state, sent_text from draft where id = $1", [draftId]);
      assert.deepEqual(decided, [{ state: "edited", sent_text: "My own words" }]);
    });
  });

  describe("nobody answers twice", () => {
    test("a reply is refused with what happened when anything went out since it was opened, and the text stays", async () => {
      const id = await anew();
      const seen = await revisionOf(id);
      const { version } = (await keep(ada, id, "Mine", null)).body;
      await replyAsPerson(server.db, { conversationId: id, by: { kind: "user", id: "u-bob", name: "Bob" }, text: "Bob's" });
      const refused = await sends(ada, id, { text: "Mine", expected_revision: seen, kept_version: version });
      assert.equal(refused.status, 409);
      assert.match((refused.body as any).detail, /Somebody answered while you were writing/);
      assert.deepEqual(
        (await kept(ada, id)).map(({ text }) => text),
        ["Mine"],
      );
    });

    test("it is refused too while a colleague's reply is leaving", async () => {
      const id = await anew();
      const seen = await revisionOf(id);
      await sends(mira, id, { text: "Mira's", expected_revision: seen });
      const refused = await sends(ada, id, { text: "Ada's", expected_revision: seen });
      assert.equal(refused.status, 409);
      assert.match((refused.body as any).detail, /Mira Lang is sending a reply here/);
    });

    test("one that is overtaken in its last seconds is held back, its writer is told, and calling it back gives the text", async () => {
      const id = await anew();
      const { body } = await sends(ada, id, { text: "Too late" });
      await replyAsPerson(server.db, { conversationId: id, by: { kind: "user", id: "u-bob", name: "Bob" }, text: "Bob's" });
      await itsTimeComes();
      assert.equal(await count(server.db, "message where conversation_id = $1 and text = 'Too late'", [id]), 0);
      const held = (await readConversation(server.db, id)).leaving[0]!;
      assert.match(held.problem!, /Bob answered while your reply was leaving/);
      const told = (await call(ada, "GET", "nudges")).body;
      assert.deepEqual([told.unread, told.items[0].kind, told.items[0].conversation_id], [1, "not_sent", id]);
      await call(ada, "POST", `leaving/${body.leaving[0]!.id}/undo`);
      assert.deepEqual(
        (await kept(ada, id)).map(({ text }) => text),
        ["Too late"],
      );
      await call(ada, "POST", "nudges/read", {});
      assert.equal((await call(ada, "GET", "nudges")).body.unread, 0);
    });

    test("a customer who writes in these seconds does not stop a person's reply", async () => {
      const id = await anew();
      await sends(ada, id, { text: "It comes today." });
      await server.db.query("update conversation set connection_id = 'memory' where id = $1", [id]);
      await receive(server.db, `thread-${nth}`, 2);
      assert.equal(await itsTimeComes(), 1);
    });
  });

  describe("agents see each other", () => {
    test("who looks and who writes is told once as it changes, and runs out by itself", async () => {
      const id = await anew();
      const events = await readEvents(`${server.url}/api/v1/events`, ada);
      await events.next();
      const says = (doing: string) => call(mira, "POST", `conversations/${id}/presence`, { doing });
      for (const doing of ["viewing", "viewing", "writing", "writing"]) assert.equal((await says(doing)).status, 204);
      const here = async () => (await call(ada, "GET", "presence")).body.items.filter((one: any) => one.conversation_id === id);
      assert.deepEqual(
        (await here()).map((one: any) => [one.name, one.doing]),
        [["Mira Lang", "writing"]],
      );
      await says("left");
      const seen: string[] = [];
      while (seen.length < 3) {
        const event = await events.next();
        if (event?.data.conversation_id === id) seen.push(event.event);
      }
      events.close();
      assert.deepEqual(seen, ["presence", "presence", "presence"], "viewing, writing, left");
      assert.deepEqual(await here(), []);
      await says("viewing");
      await server.db.query("update presence set until = now() where conversation_id = $1", [id]);
      assert.deepEqual(await here(), []);
      assert.equal(
        (await server.call("POST", `/api/v1/conversations/${id}/presence`, { doing: "viewing" })).status,
        403,
        "a program is nobody",
      );
    });

    test("whoever is named in a note is told, once, and the writer is not", async () => {
      const id = await anew();
      await sends(ada, id, { kind: "note", text: "@Mira Lang, can you call her? I (@Ada) am away." });
      const told = (await call(mira, "GET", "nudges")).body;
      assert.deepEqual(
        told.items.map((one: any) => [one.kind, one.by_name, one.conversation_id]),
        [["mention", "Ada", id]],
      );
      await call(mira, "POST", "nudges/read", { conversation_id: id });
      assert.deepEqual([(await call(mira, "GET", "nudges")).body.unread, (await call(mira, "GET", "nudges")).body.items.length], [0, 1]);
      await addNote(server.db, { conversationId: id, by: { kind: "key", id: "k", name: "Shop" }, text: "@mira lang: from the shop" });
      assert.equal((await call(mira, "GET", "nudges")).body.unread, 1, "also by a program's note");
    });

    test("a name is only a mention with an @ before it and nothing behind; the longer name wins", () => {
      const users = [
        { id: "1", name: "Ana" },
        { id: "2", name: "Ana Lima" },
        { id: "3", name: "Jo+" },
      ];
      assert.deepEqual(mentionedIn("@Ana Lima please", users), ["2"]);
      assert.deepEqual(mentionedIn("@ana and @Ana Lima", users), ["2", "1"]);
      assert.deepEqual(mentionedIn("mail me@ana.example or @Anastasia or Ana", users), []);
      assert.deepEqual(mentionedIn("(@Jo+)", users), ["3"]);
    });
  });

  describe("files", () => {
    test("become attachments of the message, an image with its place in the text an inline one", async () => {
      const id = await anew();
      const image = (await upload(ada, id, "box.png", png)).body;
      const other = (await upload(ada, id, "../bo\u202Ex.png", png)).body;
      const paper = (await upload(ada, id, "invoice.pdf", Buffer.from("%PDF-1.7 …"))).body;
      assert.deepEqual(
        [image, other, paper].map(({ name, content_type: type }) => [name, type]),
        [
          ["box.png", "image/png"],
          ["box-2.png", "image/png"],
          ["invoice.pdf", "application/pdf"],
        ],
      );
      const files = [image, other, paper].map((one) => one["id"]);
      await sends(ada, id, { text: `Look: ${imageMark("box.png")} and the invoice.`, files });
      await itsTimeComes();
      const outgoing = await sentTo(id);
      assert.deepEqual(
        outgoing.files?.map(({ name, inlineId, content }) => [name, inlineId !== undefined, Buffer.from(content).equals(png)]),
        [
          ["box.png", true, true],
          ["box-2.png", false, true],
          ["invoice.pdf", false, false],
        ],
      );
      const { attachments } = (await readConversation(server.db, id)).messages.at(-1)!;
      assert.deepEqual(
        attachments.map(({ name, inline_id: inline }) => [name, inline !== null]),
        [
          ["box.png", true],
          ["box-2.png", false],
          ["invoice.pdf", false],
        ],
      );
      const served = await server.call("GET", `/api/v1/attachments/${attachments[0]!.id}`);
      assert.deepEqual(
        ["content-type", "x-content-type-options"].map((name) => served.headers.get(name)),
        ["image/png", "nosniff"],
      );
      assert.match(served.headers.get("content-disposition")!, /^attachment;/);
      assert.equal(await count(server.db, "upload where conversation_id = $1", [id]), 0);
    });

    test("a page that calls itself a picture is handed over as bytes, and programs, empty and huge files are refused in words", async () => {
      const id = await anew();
      const page = (await upload(ada, id, "photo.png", Buffer.from("<script>alert(1)</script>"))).body;
      const served = await server.call("GET", `/api/v1/uploads/${page["id"]}`);
      assert.deepEqual(
        ["content-type", "content-disposition"].map((name) => served.headers.get(name)!.slice(0, 24)),
        ["application/octet-stream", "attachment; filename*=UT"],
      );
      for (const [name, content, say] of [
        ["run.exe", "x", /is a program/],
        ["holiday.jpg", "MZ\x90\x00", /is a program/],
        ["nothing.txt", "", /is empty/],
      ] as const) {
        const refused = await upload(ada, id, name, Buffer.from(content, "latin1"));
        assert.ok(refused.status >= 400, name);
        if (content !== "") assert.match(refused.body["detail"], say);
      }
      assert.equal((await upload(ada, id, "big.bin", Buffer.alloc(10_000_002))).status, 413);
    });

    test("a channel that carries none says so before anything is sent; a note takes them on every channel", async () => {
      const id = await anew("memory");
      const file = (await upload(ada, id, "box.png", png)).body["id"];
      const refused = await sends(ada, id, { text: "Look", files: [file] });
      assert.deepEqual([refused.status, (refused.body as any).detail], [422, "This channel carries no files."]);
      const note = await sends(ada, id, { kind: "note", text: "For us", files: [file] });
      assert.deepEqual(
        note.body.messages.at(-1)!.attachments.map(({ name }) => name),
        ["box.png"],
      );
    });

    test("nobody sends or removes another's file, nor one that is gone", async () => {
      const id = await anew();
      const file = (await upload(ada, id, "box.png", png)).body["id"];
      assert.equal((await sends(mira, id, { text: "Look", files: [file] })).status, 422);
      assert.equal((await call(mira, "DELETE", `uploads/${file}`)).status, 404);
      const { body } = await sends(ada, id, { text: "Look", files: [file] });
      assert.equal((await call(ada, "DELETE", `uploads/${file}`)).status, 404, "it is being sent");
      await call(ada, "POST", `leaving/${body.leaving[0]!.id}/undo`);
      assert.equal((await call(ada, "DELETE", `uploads/${file}`)).status, 204);
    });
  });

  test("a text with something still to fill in is sent by nobody", async () => {
    const id = await anew();
    const refused = await sends(ada, id, { text: "Your order #{{ order.number }} is on its way." });
    assert.equal(refused.status, 422);
    assert.match((refused.body as any).detail, /Not filled in yet: order\.number/);
  });

  test("what a snippet also does is done once its text has left: tags, a team, closing", async () => {
    const id = await anew();
    const actions = [
      { do: "tag", tag: "damage" },
      { do: "assign", team: "support" },
      { do: "assign", team: "nobody-there" },
      { do: "close" },
    ];
    await sends(ada, id, { text: "Thank you.", actions });
    assert.deepEqual((await conversation(server.db, id))["tags"], []);
    assert.equal(await itsTimeComes(), 1);
    const row = await conversation(server.db, id);
    assert.deepEqual([row["tags"], row["team"], row["status"]], [["damage"], "support", "closed"]);
  });
});
