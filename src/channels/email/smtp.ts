/** Handing a composed mail to the SMTP server, and saying exactly what happened when that fails. */
import { Readable } from "node:stream";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { AppError } from "../../domain/errors.ts";
import type { ComposedMail } from "./compose.ts";
import type { MailServer } from "./settings.ts";

const CONNECT_MS = 20_000;
const SILENCE_MS = 60_000;

/** The nodemailer error fields that matter here. */
type SmtpFault = Error & { code?: string; responseCode?: number; response?: string };

export type SmtpSession = {
  /**
   * Resolves once the server has taken the mail. Throws AppError; `details.mayHaveLeft` is true when the whole body had
   * been sent and no answer came, so that nobody can say whether the mail is on its way.
   */
  send(mail: ComposedMail, from: string): Promise<void>;
  close(): void;
};

/** Connects and signs in; nothing of the mail has left before `send`. */
export async function openSmtp(server: MailServer, ehloName: string): Promise<SmtpSession> {
  const connection = new SMTPConnection({
    host: server.host,
    port: server.port,
    secure: server.security === "tls",
    requireTLS: server.security === "starttls",
    ignoreTLS: server.security === "none",
    name: ehloName,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    dnsTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    socketCloseTimeout: 1000,
    logger: false,
  });
  let fail: (error: Error) => void = () => {};
  connection.on("error", (error: Error) => fail(error));
  connection.on("end", () => fail(Object.assign(new Error("The SMTP server closed the connection"), { code: "ECONNECTION" })));
  /** One step of the dialogue: its own callback, or whatever ends the connection first. */
  const step = (run: (done: (error?: Error | null) => void) => void) =>
    new Promise<void>((resolve, reject) => {
      fail = reject;
      run((error) => (error ? reject(error) : resolve()));
    });
  try {
    await step((done) => connection.connect(done));
    await step((done) => connection.login({ credentials: { user: server.user, pass: server.password } }, done));
  } catch (error) {
    connection.close();
    throw smtpError(error as SmtpFault, false);
  }
  return {
    async send(mail, from) {
      let isBodyOut = false;
      const body = Readable.from([mail.raw]).once("end", () => (isBodyOut = true));
      try {
        await step((done) => connection.send({ from, to: [mail.to], size: mail.raw.length }, body, (error) => done(error)));
      } catch (error) {
        throw smtpError(error as SmtpFault, isBodyOut);
      }
    },
    close() {
      fail = () => {};
      connection.quit();
    },
  };
}

function smtpError(fault: SmtpFault, isBodyOut: boolean): AppError {
  const answer = `${fault.response ?? fault.message}`.slice(0, 300);
  const status = fault.responseCode ?? 0;
  const options = { cause: fault, details: { mayHaveLeft: isBodyOut && status === 0 } };
  if (options.details.mayHaveLeft)
    return new AppError(
      "vendor_refused",
      "The SMTP server got the mail but gave no answer: it may or may not have left. Look before sending again.",
      options,
    );
  const isSignIn = fault.code === "EAUTH" || fault.code === "ENOAUTH" || status === 530 || status === 535;
  if (isSignIn && (status < 400 || status >= 500))
    return new AppError("vendor_unauthorized", `The SMTP server refuses the user or password: ${answer}`, options);
  if (status >= 500) return new AppError("vendor_refused", `The SMTP server refuses the mail: ${answer}`, options);
  if (status >= 400) return new AppError("vendor_unavailable", `The SMTP server asks to try later: ${answer}`, options);
  if (fault.code === "ETIMEDOUT") return new AppError("vendor_timeout", `The SMTP server does not answer in time: ${answer}`, options);
  if (fault.code === "EENVELOPE" || fault.code === "EMESSAGE")
    return new AppError("vendor_refused", `The mail cannot be sent: ${answer}`, options);
  return new AppError("vendor_unavailable", `The SMTP server cannot be reached: ${answer}`, options);
}
