/** What a shop types in to connect a mailbox. The schema is the form, the validator and the documentation at once. */
import { z } from "zod";

const security = z
  .enum(["tls", "starttls", "none"])
  .describe("tls: encrypted from the first byte. starttls: encrypted after a greeting. none: only for a server on this machine.");

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

const mailServer = z
  .object({
    host: z.string().trim().min(1).max(253).describe("Name of the mail server, e.g. imap.example.com"),
    port: z.int().min(1).max(65_535),
    security,
    user: z.string().min(1).max(320),
    password: z.string().min(1).max(1024).meta({ secret: true }).describe("An app password where the provider offers one"),
  })
  .refine((server) => server.security !== "none" || isLoopback(server.host), {
    message: "Without encryption the password could be read on the way: use tls or starttls (none is only for a server on this machine)",
    path: ["security"],
  });

const folder = z.string().min(1).max(250);

export const emailSettings = z.object({
  address: z
    .email()
    .max(254)
    .transform((address) => address.toLowerCase())
    .meta({ title: "E-mail address", description: "The address customers write to and receive answers from" }),
  name: z.string().trim().min(1).max(120).meta({ title: "Sender’s name", description: "The name customers see beside the address" }),
  imap: mailServer.describe("Where mail is read"),
  smtp: mailServer.describe("Where mail is sent"),
  folder: folder.default("INBOX").describe("The folder that is read"),
  sentFolder: folder
    .optional()
    .describe("Keep a copy of each answer in this folder. Leave empty when the provider does so by itself (Gmail, Microsoft 365)"),
  firstDays: z.int().min(0).max(30).default(0).describe("How many days of mail already in the folder are taken in at the first start"),
  pollSeconds: z.int().min(5).max(600).default(60).describe("The folder is looked at this often even when the server announces new mail"),
  plusAddress: z
    .boolean()
    .default(false)
    .describe(
      "Answers go to name+token@…, which recognises replies even when a mail program drops the thread. Only when the mailbox accepts such addresses",
    ),
});

export type EmailSettings = z.infer<typeof emailSettings>;
export type MailServer = EmailSettings["imap"];
