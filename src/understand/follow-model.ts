/** A reader whose category model can be exchanged while it reads: every process follows which one is in force. */
import type { Reader } from "../domain/understanding.ts";
import type { Model } from "./model.ts";
import { decodeModel } from "./model-file.ts";

export type FollowParts = {
  /** The shipped model, in force while `findId` gives null. */
  starter: Model;
  createReader(category: Model): Reader;
  findId(): Promise<string | null>;
  readBytes(id: string): Promise<Buffer | null>;
};

/** `reload` resolves to the id now in force. It rejects, and the present model goes on reading, when the new one cannot be used. */
export async function followModel(parts: FollowParts): Promise<{ reader: Reader; reload(): Promise<string | null> }> {
  let inForce: string | null = null;
  let current = parts.createReader(parts.starter);
  const reload = async () => {
    const id = await parts.findId();
    if (id === inForce) return inForce;
    const bytes = id === null ? null : await parts.readBytes(id);
    // A model that is gone between the two questions: the next look finds the one that took its place.
    if (id !== null && bytes === null) return inForce;
    current = parts.createReader(bytes ? decodeModel(bytes, `Model ${id}`, "category") : parts.starter);
    return (inForce = id);
  };
  const reader: Reader = {
    read: (request) => current.read(request),
    get version() {
      return current.version;
    },
  };
  return { reader, reload };
}
