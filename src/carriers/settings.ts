/** Settings that several carriers have. */
import { z } from "zod";

/** Without a slash at the end. */
export const addressSetting = (usual: string, description: string) =>
  z
    .url({ protocol: /^https?$/ })
    .max(300)
    .transform((url) => url.replace(/\/+$/, ""))
    .default(usual)
    .meta({ title: "Address", description });

export const wordSetting = (title: string, description: string) => z.string().trim().min(3).max(500).meta({ title, description });
export const secretSetting = (title: string, description: string) =>
  z.string().trim().min(3).max(2_000).meta({ title, description, secret: true });
