/** What an import did, or would do. */
import { z } from "zod";

const imported = z.object({
  name: z.string(),
  language: z.string(),
  title: z.string(),
  item: z.string().meta({ description: "What it is where it comes from: an address, a file, an id." }),
  audience: z.enum(["public", "agents"]),
  notes: z.array(z.string()).meta({ description: "E.g. why it is for agents only." }),
});
export const importReport = z.object({
  dry_run: z.boolean(),
  created: z.array(imported),
  updated: z.array(imported),
  unchanged: z.array(imported),
  skipped: z.array(z.object({ item: z.string(), why: z.string() })),
});
export type Imported = z.infer<typeof imported>;
export type ImportReport = z.infer<typeof importReport>;
