/** `handrail connect`: adds or replaces a connection from a settings file, so that a mailbox, a shop or a language model can be connected. */
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { saveConnection, type Connections } from "../connections/connections.ts";
import { writeAudit } from "../db/audit.ts";
import { transaction } from "../db/pool.ts";
import { definitions } from "../desk.ts";
import type { ConnectorKind } from "../domain/connection.ts";
import { AppError, toAppError } from "../domain/errors.ts";
import { openedOf } from "../server/reads/connections.ts";
import type { AddCommand } from "./command.ts";

const kinds = ["channel", "store", "carrier", "model"] as const;
const lists = { channel: definitions.channels, store: definitions.stores, carrier: definitions.carriers, model: definitions.models };

export const addConnect: AddCommand = (program, context) => {
  const known = kinds.map((kind) => `${kind}: ${lists[kind].map((definition) => definition.id).join(", ")}`).join("; ");
  program
    .command("connect <kind> <connector>")
    .description(`connect a channel, store, carrier or language model (${known})`)
    .requiredOption("--settings <file>", "JSON file with its settings (- for standard input); see the setup.md of the connector")
    .option("--id <id>", "name of the connection in addresses and evidence; the connector's name by default")
    .option("--title <title>", "what people call it")
    .action(async (kind: string, connector: string, options: { settings: string; id?: string; title?: string }) => {
      if (!kinds.includes(kind as (typeof kinds)[number]))
        throw new AppError("usage", `There is no kind "${kind}". Use ${kinds.join(", ")}.`);
      const id = options.id ?? connector;
      if (!/^[a-z][a-z0-9-]{0,60}$/.test(id))
        throw new AppError("usage", `"${id}" cannot be an id: use lower-case letters, digits and "-", beginning with a letter.`);
      const settings = parseSettings(options.settings === "-" ? await text(context.io.stdin) : await readSettings(options.settings));
      await context.withDesk(async (desk) => {
        await transaction(desk.db, async (client) => {
          await saveConnection(
            client,
            { definitions, secretKey: desk.secretKey },
            { id, kind: kind as ConnectorKind, connector, title: options.title ?? id, settings },
          );
          await writeAudit(client, { actor: "system", act: "connection.save", target: `connection:${id}`, data: { kind, connector } });
        });
        await desk.connections.reload();
        const fault = await checkOf(desk.connections, id).catch((error: unknown) => toAppError(error).message);
        context.print(`Connected ${id}. A running desk uses it within seconds.`);
        if (!fault) return;
        context.print(`It does not work yet: ${fault}`);
        context.failed();
      });
    });
};

async function checkOf(connections: Connections, id: string): Promise<string | null> {
  const opened = openedOf(connections, id);
  return opened ? ((await opened.check?.()) ?? null) : "its settings could not be opened; the log says why";
}

async function readSettings(file: string): Promise<string> {
  return readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new AppError("usage", cause.code === "ENOENT" ? `There is no file ${file}.` : `${file} cannot be read: ${cause.message}`, {
      cause,
    });
  });
}

function parseSettings(json: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (cause) {
    throw new AppError("bad_request", `The settings are not JSON: ${(cause as Error).message}.`, { cause });
  }
  throw new AppError("bad_request", "The settings have to be one JSON object.");
}
