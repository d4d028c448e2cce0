/** A signed-in IMAP connection with the limits we want, and its faults as AppErrors. */
import { ImapFlow, type ImapFlowOptions } from "imapflow";
import { AppError } from "../../domain/errors.ts";
import type { MailServer } from "./settings.ts";

/** A mail larger than this is not fetched whole, see pull.ts. */
export const MAX_MAIL_BYTES = 40 * 1024 * 1024;
const MAX_RESPONSE = MAX_MAIL_BYTES + 1024 * 1024;

export async function openImap(server: MailServer, onFault: (error: Error) => void = () => {}): Promise<ImapFlow> {
  const options: ImapFlowOptions = {
    host: server.host,
    port: server.port,
    secure: server.security === "tls",
    ...(server.security !== "tls" && { doSTARTTLS: server.security === "starttls" }),
    auth: { user: server.user, pass: server.password },
    logger: false,
    disableAutoIdle: true,
    maxIdleTime: 4 * 60_000,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 5 * 60_000,
    maxLiteralSize: MAX_RESPONSE,
    maxLineLength: MAX_RESPONSE,
    maxResponseSize: MAX_RESPONSE * 2,
  };
  const client = new ImapFlow(options);
  client.on("error", onFault);
  try {
    await client.connect();
  } catch (error) {
    client.close();
    throw imapError(error);
  }
  return client;
}

type ImapFault = { code?: string; authenticationFailed?: boolean; responseText?: string; mailboxMissing?: boolean; message?: string };

export function imapError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const fault = error as ImapFault;
  const answer = `${fault.responseText ?? fault.message ?? error}`.slice(0, 300);
  if (fault.authenticationFailed)
    return new AppError("vendor_unauthorized", `The IMAP server refuses the user or password: ${answer}`, { cause: error });
  if (fault.mailboxMissing) return new AppError("vendor_refused", `The IMAP server has no such folder: ${answer}`, { cause: error });
  if (/TIMEOUT|ETIMEOUT/.test(fault.code ?? ""))
    return new AppError("vendor_timeout", `The IMAP server does not answer in time: ${answer}`, { cause: error });
  return new AppError("vendor_unavailable", `The IMAP server cannot be used: ${answer}`, { cause: error });
}

/** Leaves politely, but never waits for a server that does not answer. */
export function closeImap(client: ImapFlow): void {
  const force = setTimeout(() => client.close(), 1000).unref();
  client
    .logout()
    .catch(() => client.close())
    .finally(() => clearTimeout(force));
}
