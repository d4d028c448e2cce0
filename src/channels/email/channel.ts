/** E-mail: one mailbox read over IMAP and answered over SMTP. docs/decisions/0007-email.md says why it is built this way. */
import { AppError } from "../../domain/errors.ts";
import type { ConnectorContext } from "../../domain/connection.ts";
import type { OutgoingMessage, SendReceipt } from "../../domain/message.ts";
import type { Channel, ChannelDefinition } from "../channel.ts";
import { composeMail, type ComposedMail } from "./compose.ts";
import { closeImap, imapError, openImap } from "./imap.ts";
import { watchInbox } from "./inbox.ts";
import { sendJournal, type SendJournal } from "./journal.ts";
import { domainOf, messageIdSecret } from "./message-id.ts";
import { parseBounded } from "./parse-bounded.ts";
import { emailSettings, type EmailSettings } from "./settings.ts";
import { openSmtp } from "./smtp.ts";

export const emailChannel: ChannelDefinition<typeof emailSettings> = {
  id: "email",
  title: "E-mail",
  settings: emailSettings,
  can: { edit: false, richText: false, attachments: true, subject: true, maxLength: null, replyWindowHours: null, live: false },
  afterCrash: "ask",
  carriesCodesTo: "email",
  open: openEmail,
};

function openEmail(context: ConnectorContext<EmailSettings>): Channel {
  const { settings, state, log, now } = context;
  const journal = sendJournal(state, now);
  let secret: Promise<string> | undefined;
  const getSecret = () => {
    // A failed read is not remembered, or one hiccup of the database would last until the restart.
    secret ??= messageIdSecret(state).catch((error: unknown) => {
      secret = undefined;
      throw error;
    });
    return secret;
  };
  return {
    send: async (message) => send(message, context, journal, await getSecret()),
    findSent: (key) => findSent(key, context, journal),
    async listen(listener) {
      const { folder, firstDays, address } = settings;
      const pollMs = settings.pollSeconds * 1000;
      await watchInbox(listener, {
        server: settings.imap,
        pollMs,
        folder,
        firstDays,
        address,
        secret: await getSecret(),
        state,
        log,
        now,
        faults: new Map(),
      });
    },
    async reparse(raw) {
      const outcome = await parseBounded(raw, { address: settings.address, secret: await getSecret(), now: now().toISOString() });
      return "parsed" in outcome ? outcome.parsed.message : null;
    },
    check: () => check(settings),
  };
}

/** At most once per key: what has left is not sent again, and what may have left waits for a person. */
async function send(
  message: OutgoingMessage,
  context: ConnectorContext<EmailSettings>,
  journal: SendJournal,
  secret: string,
): Promise<SendReceipt> {
  const { settings } = context;
  const earlier = await findSent(message.key, context, journal);
  if (earlier !== null) return earlier;
  const mail = await composeMail(message, settings, secret);
  const session = await openSmtp(settings.smtp, domainOf(settings.address));
  try {
    await journal.started(message.key, mail.messageId);
    await session.send(mail, settings.address);
  } catch (error) {
    if (error instanceof AppError && error.details["mayHaveLeft"] !== true) await journal.cleared(message.key);
    throw error;
  } finally {
    session.close();
  }
  await journal.sent(message.key, mail.messageId);
  await keepCopy(mail, context);
  return { externalId: mail.messageId, state: "sent" };
}

/**
 * Null: the body never left. A receipt: the server took it. Throws vendor_refused with `details.mayHaveLeft` when the
 * process died between the last byte and the answer, and the sent folder does not show the mail either.
 */
async function findSent(key: string, { settings }: ConnectorContext<EmailSettings>, journal: SendJournal): Promise<SendReceipt | null> {
  const entry = await journal.find(key);
  if (entry === null) return null;
  const receipt: SendReceipt = { externalId: entry.messageId, state: "sent" };
  if (entry.state === "sent") return receipt;
  if (settings.sentFolder !== undefined && (await isInFolder(entry.messageId, settings, settings.sentFolder))) {
    await journal.sent(key, entry.messageId);
    return receipt;
  }
  throw new AppError("vendor_refused", "Sending was interrupted: the mail may or may not have left. Look before sending again.", {
    details: { mayHaveLeft: true, messageId: entry.messageId },
  });
}

async function isInFolder(messageId: string, settings: EmailSettings, folder: string): Promise<boolean> {
  const client = await openImap(settings.imap);
  try {
    await client.mailboxOpen(folder, { readOnly: true });
    const found = await client.search({ header: { "message-id": messageId } }, { uid: true });
    return Array.isArray(found) && found.length > 0;
  } catch (error) {
    throw imapError(error);
  } finally {
    closeImap(client);
  }
}

/** The mail is on its way whatever happens here, so a full folder is a warning and not a failed answer. */
async function keepCopy(mail: ComposedMail, { settings, log, now }: ConnectorContext<EmailSettings>): Promise<void> {
  if (settings.sentFolder === undefined) return;
  try {
    const client = await openImap(settings.imap);
    try {
      await client.append(settings.sentFolder, mail.raw, ["\\Seen"], now());
    } finally {
      closeImap(client);
    }
  } catch (error) {
    log.warn({ reason: imapError(error).message }, "The answer was sent, but no copy could be put into the sent folder");
  }
}

async function check(settings: EmailSettings): Promise<string | null> {
  try {
    const client = await openImap(settings.imap);
    try {
      for (const folder of [settings.folder, settings.sentFolder]) {
        if (folder !== undefined) await client.status(folder, { messages: true });
      }
    } finally {
      closeImap(client);
    }
    (await openSmtp(settings.smtp, domainOf(settings.address))).close();
    return null;
  } catch (error) {
    return imapError(error).message;
  }
}
