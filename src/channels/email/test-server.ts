/**
 * Real mail servers on loopback for tests: a private Dovecot (IMAP) with its own folders and configuration in a
 * temporary directory, and an SMTP server that keeps what it is given and refuses on demand.
 */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createConnection, createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

export const password = "correct-horse-battery";
export const user = "support";

/** Null when Dovecot can be used here, else why not and how to mend it. */
export function whyNoDovecot(): string | null {
  const found = spawnSync("dovecot", ["--version"], { encoding: "utf8", env: { PATH: searchPath } });
  if (found.error) return "Dovecot is not installed: apt-get install dovecot-imapd";
  return found.stdout.startsWith("2.3.")
    ? null
    : `Dovecot ${found.stdout.trim()} has another configuration format; the tests know 2.3 (Debian 12)`;
}

const searchPath = "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin";

export type ImapTestServer = {
  port: number;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Puts a mail into the INBOX the way a delivery agent does, also while the server is down. */
  deliver(raw: string | Uint8Array): void;
  /** How many mails a folder holds. */
  count(folder: string): number;
  /** Makes the server number the INBOX anew at its next start; only while it is stopped. */
  forgetNumbers(): void;
  remove(): Promise<void>;
};

export async function imapTestServer(): Promise<ImapTestServer> {
  const directory = mkdtempSync(join(tmpdir(), "handrail-imap-"));
  const port = await freePort();
  const isRoot = process.getuid?.() === 0;
  const owner = isRoot ? { uid: 65_534, gid: 65_534 } : { uid: userInfo().uid, gid: userInfo().gid };
  const maildir = join(directory, "home", user, "Maildir");
  chmodSync(directory, 0o755);
  for (const path of [
    join(directory, "home"),
    join(directory, "home", user),
    maildir,
    ...["cur", "new", "tmp"].map((name) => join(maildir, name)),
  ]) {
    mkdirSync(path, { recursive: true });
    chownSync(path, owner.uid, owner.gid);
  }
  const config = join(directory, "dovecot.conf");
  writeFileSync(config, dovecotConfig(directory, port, owner, isRoot));
  let child: ChildProcess | undefined;
  let delivered = 0;
  const stop = async () => {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null) return;
    running.kill("SIGTERM");
    await new Promise((resolve) => running.once("exit", resolve));
  };
  return {
    port,
    async start() {
      child = spawn("dovecot", ["-F", "-c", config], { stdio: ["ignore", "ignore", "inherit"], env: { PATH: searchPath } });
      await listening(port);
    },
    stop,
    deliver(raw) {
      const name = `${1_700_000_000 + delivered++}.M${delivered}P${process.pid}.test`;
      const path = join(maildir, "tmp", name);
      writeFileSync(path, raw);
      chownSync(path, owner.uid, owner.gid);
      renameSync(path, join(maildir, "new", name));
    },
    count(folder) {
      const base = folder === "INBOX" ? maildir : join(maildir, `.${folder}`);
      return ["new", "cur"].reduce((sum, name) => sum + readdirSync(join(base, name)).length, 0);
    },
    forgetNumbers() {
      for (const name of readdirSync(maildir))
        if (name.startsWith("dovecot")) rmSync(join(maildir, name), { recursive: true, force: true });
      // The first mail moves the counter, so that old uids point at other mails or at none.
      writeFileSync(
        join(maildir, "dovecot-uidlist"),
        `3 V${Math.floor(Date.now() / 1000) + 1000} N500 G0123456789abcdef0123456789abcdef\n`,
      );
      chownSync(join(maildir, "dovecot-uidlist"), owner.uid, owner.gid);
    },
    async remove() {
      await stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function dovecotConfig(directory: string, port: number, owner: { uid: number; gid: number }, isRoot: boolean): string {
  const self = userInfo().username;
  const unprivileged = `default_internal_user = ${self}\ndefault_internal_group = ${owner.gid}\ndefault_login_user = ${self}
service anvil { chroot = }\nservice stats { chroot = }\nservice imap-login { chroot = }`;
  return `protocols = imap
listen = 127.0.0.1
base_dir = ${directory}/run
state_dir = ${directory}/state
log_path = ${directory}/log
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
mail_location = maildir:~/Maildir
mail_max_userip_connections = 50
mailbox_idle_check_interval = 1 s
first_valid_uid = 1
passdb { 
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${directory}/home/%u
}
namespace inbox {
  inbox = yes
  mailbox Sent {
    auto = create
  }
}
service imap-login {
  inet_listener imap {
    address = 127.0.0.1
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
${isRoot ? "" : unprivileged}
`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 0;
}

async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const isUp = await new Promise<boolean>((resolve) => {
      const socket = createConnection(port, "127.0.0.1", () => socket.end(() => resolve(true)));
      socket.once("error", () => resolve(false));
    });
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Dovecot does not listen on 127.0.0.1:${port}`);
}

export type SmtpTestServer = {
  port: number;
  mails: { raw: Buffer; from: string; to: string[] }[];
  /** What the server does with the next mails. "mute" takes the body and never answers, then hangs up. */
  behave(as: "take" | "busy" | "refuse" | "mute" | "refuse recipient"): void;
  close(): Promise<void>;
};

export async function smtpTestServer(): Promise<SmtpTestServer> {
  const mails: SmtpTestServer["mails"] = [];
  let behaviour: Parameters<SmtpTestServer["behave"]>[0] = "take";
  const fault = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    logger: false,
    onAuth: (auth, _session, done) => (auth.password === password ? done(null, { user }) : done(fault(535, "5.7.8 Wrong password"))),
    onRcptTo: (_address, _session, done) => (behaviour === "refuse recipient" ? done(fault(550, "5.1.1 No such person")) : done()),
    onData(stream, session, done) {
      void buffer(stream).then((raw) => {
        if (behaviour === "busy") return done(fault(451, "4.3.0 Try later"));
        if (behaviour === "refuse") return done(fault(554, "5.6.0 Not wanted"));
        mails.push({
          raw,
          from: session.envelope.mailFrom ? session.envelope.mailFrom.address : "",
          to: session.envelope.rcptTo.map((to) => to.address),
        });
        if (behaviour === "mute") return hangUp();
        done();
      });
    },
  });
  // The library logs nothing, but an unhandled error event would end the test run.
  server.on("error", () => {});
  const hangUp = () =>
    server.connections.forEach((connection) => (connection as unknown as { _socket: { destroy(): void } })._socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    mails,
    behave: (as) => (behaviour = as),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
