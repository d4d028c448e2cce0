import { useQuery } from "@tanstack/react-query";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { RefObject } from "react";
import { blanksIn } from "../../../domain/blanks.ts";
import { AppError } from "../../../domain/errors.ts";
import { imageMark } from "../../../domain/inline-images.ts";
import type { WireConversation, WireFilledSnippet, WireUpload } from "../../../domain/wire.ts";
import { api, hasCode, sentence } from "../../api.ts";
import { meQuery } from "../../queries.ts";
import { keptTexts } from "./kept-store.ts";
import { isEmpty, type Kept } from "./kept-text.ts";
import { insertAt, type Trigger } from "./suggest.ts";
import { saySent, useCursorWish, useUndo } from "./undo.ts";
import type { Inbox } from "./use-inbox.ts";
import { useKept } from "./use-kept.ts";
import type { Suggestion } from "./use-suggestions.ts";

export const replySlot = "reply";
/** A snippet that also does something, until it is said whether it shall. */
export type AskedMacro = { name: string; filled: WireFilledSnippet };
export type Composing = ReturnType<typeof useComposing>;

/** The text under way in a conversation: changing it, putting things into it, and sending it. */
export function useComposing(inbox: Inbox, conversation: WireConversation, field: RefObject<HTMLTextAreaElement | null>) {
  const used = useKept(conversation.id, replySlot);
  const { kept } = used;
  const [fault, setFault] = useState<string | null>(null);
  /** The translation says something else than its original. */
  const [isRefused, setIsRefused] = useState(false);
  const [macro, setMacro] = useState<AskedMacro | null>(null);
  const [order, setOrder] = useState<string | null>(null);
  const putCursor = useCursor(field);
  useCalledBack(conversation.id, putCursor);
  const { data: me } = useQuery(meQuery);
  const undo = useUndo((id) => inbox.go({ id }));
  const latest = (): Kept => keptTexts.get(conversation.id, replySlot).kept;
  const clear = (): void => (setFault(null), setIsRefused(false));
  const change = (next: Kept): void => (clear(), used.change(next));
  const selection = () => ({
    start: field.current?.selectionStart ?? latest().text.length,
    end: field.current?.selectionEnd ?? latest().text.length,
  });

  const insert = (place: { start: number; end: number }, words: string, more: Partial<Kept> = {}): void => {
    const made = insertAt(latest().text, place, words);
    change({ ...latest(), ...more, text: made.text });
    const [blank] = blanksIn(words);
    putCursor(blank ? { start: place.start + blank.start, end: place.start + blank.end } : { start: made.cursor, end: made.cursor });
  };
  const fill = async (snippetId: string, name: string, trigger: Trigger): Promise<void> => {
    try {
      const filled = await api<WireFilledSnippet>(`/api/v1/conversations/${conversation.id}/snippets/${snippetId}`, { body: {} });
      const { text } = latest();
      // Whoever typed on meanwhile keeps what they typed.
      const isThere = text.slice(trigger.start, trigger.end) === trigger.sign + trigger.query;
      insert(isThere ? trigger : selection(), filled.text);
      setOrder(filled.order);
      if (filled.actions.length > 0) setMacro({ name, filled });
    } catch (error) {
      setFault(sentence(error));
    }
  };
  const onFault = (error: unknown): void => {
    setIsRefused(error instanceof AppError && (error.details.problems ?? []).some(({ path }) => path === "original"));
    setFault(
      hasCode(error, "conflict")
        ? `Not sent: ${sentence(error)} Read what is new above, then send again. Your text is still here.`
        : sentence(error),
    );
  };
  const send = (acceptsChanges = false): void => {
    if (kept.text.trim() === "" || inbox.commands.isBusy) return;
    if (kept.kind === "reply" && blanksIn(kept.text)[0]) return putCursor(blanksIn(kept.text)[0]!);
    clear();
    setOrder(null);
    const { kind, text, files, actions } = kept;
    const original = kept.original && { ...kept.original, accept_changed_facts: acceptsChanges };
    const cursor = selection();
    inbox.commands.run({
      path: `conversations/${conversation.id}/send`,
      body: async () => ({
        kind,
        text,
        files: files.map(({ id }) => id),
        actions,
        cursor,
        kept_version: await keptTexts.settle(conversation.id, replySlot),
        ...(kind === "reply" ? { expected_revision: conversation.revision, original: original ?? null } : {}),
      }),
      after: (now) => {
        keptTexts.sent(conversation.id, replySlot, kept);
        if (kind === "reply") saySent(now, me?.user.id, "Sent.", undo);
      },
      ...(kind === "note" ? { done: "Note added." } : {}),
      onFault,
    });
  };
  return {
    used,
    kept,
    change,
    fault,
    setFault,
    isRefused,
    send,
    order,
    putCursor,
    blanks: kept.kind === "reply" ? blanksIn(kept.text) : [],
    macro,
    /** The snippet's text stands there already. */
    answerMacro(withActions: boolean): void {
      if (macro && withActions) change({ ...latest(), actions: [...latest().actions, ...macro.filled.actions] });
      setMacro(null);
      field.current?.focus();
    },
    pick(suggestion: Suggestion, trigger: Trigger): void {
      if ("user" in suggestion) insert(trigger, `@${suggestion.name} `);
      else void fill(suggestion.id, suggestion.name, trigger);
    },
    addFile(file: WireUpload, isInText: boolean): void {
      const files = [...latest().files, file];
      if (isInText) insert(selection(), imageMark(file.name), { files });
      else change({ ...latest(), files });
    },
    putIntoText: (file: WireUpload) => insert(selection(), imageMark(file.name)),
    removeFile(file: WireUpload): void {
      const { text, files } = latest();
      change({ ...latest(), text: text.replace(imageMark(file.name), ""), files: files.filter(({ id }) => id !== file.id) });
      // A file nobody removes goes by itself after a week.
      api(`/api/v1/uploads/${file.id}`, { method: "DELETE" }).catch(() => undefined);
    },
    isBlocked: inbox.commands.isBusy || kept.text.trim() === "" || used.theirs !== undefined,
    isEmpty: isEmpty(kept),
  };
}

type Range = { start: number; end: number };

/** Puts the cursor once the field shows the text that was just set. */
function useCursor(field: RefObject<HTMLTextAreaElement | null>): (range: Range) => void {
  const wanted = useRef<Range | null>(null);
  const [, again] = useState(0);
  useLayoutEffect(() => {
    if (!wanted.current || !field.current) return;
    const { start, end } = wanted.current;
    wanted.current = null;
    field.current.focus();
    field.current.setSelectionRange(start, end);
  });
  return (range) => {
    wanted.current = range;
    again((count) => count + 1);
  };
}

/** A reply that was called back comes with the place where its cursor stood. */
function useCalledBack(conversationId: string, putCursor: (range: Range) => void): void {
  const { wish, fulfil } = useCursorWish(conversationId, replySlot);
  useEffect(() => {
    if (!wish) return;
    putCursor(wish.cursor);
    fulfil();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once per wish
  }, [wish]);
}
