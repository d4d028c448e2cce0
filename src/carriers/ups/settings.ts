import { z } from "zod";
import { addressSetting, secretSetting, wordSetting } from "../settings.ts";

export const upsSettings = z.object({
  clientId: wordSetting("Client ID", "Of the app at developer.ups.com."),
  clientSecret: secretSetting("Client secret", "Of the same app."),
  webhookCredential: secretSetting(
    "Web-hook credential",
    "A long random text that you also enter at UPS for Track Alert. Without it UPS is asked now and then and does not tell by itself.",
  ).optional(),
  baseUrl: addressSetting("https://onlinetools.ups.com", "UPS for its real parcels; https://wwwcie.ups.com is its test system."),
});
export type UpsSettings = z.infer<typeof upsSettings>;
