/** What a snippet also does once its text is sent. */
import { z } from "zod";

export const afterSend = z.discriminatedUnion("do", [
  z.strictObject({
    do: z.literal("tag"),
    tag: z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} _-]{0,39}$/u, "is not 1 to 40 letters, digits, spaces, - or _"),
  }),
  z.strictObject({ do: z.literal("assign"), team: z.string().min(1).max(100) }),
  z.strictObject({ do: z.literal("close") }),
]);
export type AfterSend = z.infer<typeof afterSend>;
export const afterSendList = z.array(afterSend).max(10);
