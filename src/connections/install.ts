/**
 * Shops whose owner gives access by saying yes on a page of their vendor: sent there with a state that is good once, for the person
 * who began, and for a quarter of an hour; what they come back with becomes the connection's settings.
 */
import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { writeAudit } from "../db/audit.ts";
import type { Db } from "../db/pool.ts";
import { open } from "../db/secrets.ts";
import { AppError } from "../domain/errors.ts";
import type { StoreDefinition, StoreInstall } from "../stores/store.ts";
import { saveConnection, type ConnectionsParts } from "./connections.ts";
import { joinSecrets } from "./split-secrets.ts";
import { connectionState } from "./state.ts";

export type InstallParts = Pick<ConnectionsParts, "definitions" | "secretKey" | "publicUrl"> & { db: Db; now(): Date };

const stateKey = "install";
const goodForMs = 15 * 60_000;
const begunSchema = z.object({ hash: z.string(), by: z.string(), until: z.number() });

/** Where the person is sent. AppErrors `not_found`, `invalid`. */
export async function beginInstall(parts: InstallParts, connectionId: string, by: string): Promise<string> {
  const { install, settings } = await installOf(parts, connectionId);
  const state = randomBytes(32).toString("base64url");
  const url = install.begin(settings, callbackUrl(parts, connectionId), state);
  await connectionState(parts.db, connectionId).set(stateKey, { hash: hashOf(state), by, until: parts.now().getTime() + goodForMs });
  return url;
}

/** Resolves to the connection's title. AppErrors `not_found`, `bad_signature`, `invalid`, `vendor_*`; the settings stay as they were then. */
export async function finishInstall(parts: InstallParts, connectionId: string, query: Record<string, string>, by: string): Promise<string> {
  const { install, settings, row } = await installOf(parts, connectionId);
  const state = query["state"] ?? "";
  await spend(parts, connectionId, state, by);
  const changed = (await install.finish({ settings, query, state, now: parts.now() })) as Record<string, unknown>;
  const { id, connector, title, is_demo: isDemo } = row;
  await saveConnection(parts.db, parts, { id, kind: "store", connector, title, settings: changed, isDemo });
  await writeAudit(parts.db, { actor: by, act: "connection.save", target: `connection:${id}`, data: { kind: "store", connector } });
  return title;
}

const callbackUrl = ({ publicUrl }: InstallParts, id: string): string => `${publicUrl}/connect/${encodeURIComponent(id)}/callback`;
const hashOf = (state: string): string => createHash("sha256").update(state).digest("hex");

/** Good once: of two that come with it at the same time, one is refused. */
async function spend({ db, now }: InstallParts, connectionId: string, state: string, by: string): Promise<void> {
  let isMine = false;
  await connectionState(db, connectionId).update(stateKey, (current) => {
    const begun = begunSchema.safeParse(current);
    isMine = begun.success && begun.data.hash === hashOf(state) && begun.data.by === by && begun.data.until > now().getTime();
    return isMine ? { spent: true } : undefined;
  });
  if (!isMine)
    throw new AppError(
      "bad_signature",
      "This answer belongs to no installation that you have begun in the last quarter of an hour. Begin again.",
    );
}

type Row = { id: string; connector: string; title: string; settings: Record<string, unknown>; secrets: Buffer | null; is_demo: boolean };
type Found = { install: StoreInstall<unknown>; settings: unknown; row: Row };

async function installOf({ db, definitions, secretKey }: InstallParts, connectionId: string): Promise<Found> {
  const { rows } = await db.query<Row>(
    "select id, connector, title, settings, secrets, is_demo from connection where id = $1 and kind = 'store'",
    [connectionId],
  );
  const row = rows[0];
  const definition: StoreDefinition | undefined = definitions.stores.find(({ id }) => id === row?.connector);
  if (!row || !definition?.install) throw new AppError("not_found", "There is no shop here that is connected this way.");
  const secrets = row.secrets ? open<Record<string, unknown>>(secretKey, row.id, row.secrets) : {};
  return { install: definition.install, settings: definition.settings.parse(joinSecrets(row.settings, secrets)), row };
}
