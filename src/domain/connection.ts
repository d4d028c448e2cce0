/** What every kind of connector (channel, store, carrier, helpdesk, model) has in common. */
import type { z } from "zod";

export type ConnectorKind = "channel" | "store" | "carrier" | "helpdesk" | "model";

/** The part of a logger that connectors may use. Never put message texts, secrets or personal data into it. */
export type Log = {
  debug(data: object, message: string): void;
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
};

/**
 * Small durable memory of one connection, shared by all processes: sync cursors, tokens, demo data. Values are JSON.
 * `update` retries on concurrent change, so `change` may run more than once and must be pure; returning undefined
 * leaves the value as it is. It resolves to the value that now stands.
 */
export type ConnectionState = {
  /** The value, or undefined when the key was never set or was deleted. */
  get(key: string): Promise<unknown>;
  /** As many values as keys, in their order, in one round trip; undefined where there is none. */
  getMany(keys: string[]): Promise<unknown[]>;
  set(key: string, value: unknown): Promise<void>;
  update(key: string, change: (current: unknown) => unknown): Promise<unknown>;
  /** Every key that begins with `prefix`, in key order. */
  list(prefix: string): Promise<{ key: string; value: unknown }[]>;
  delete(key: string): Promise<void>;
};

/** What a connector is opened with. `settings` were checked by its schema and hold the decrypted secrets. */
export type ConnectorContext<Settings> = {
  connectionId: string;
  settings: Settings;
  state: ConnectionState;
  log: Log;
  now: () => Date;
  /** Where customers and vendors reach this desk, without a trailing slash. */
  publicUrl: string;
};

/**
 * A connector type, one per folder. `settings` is the validator, the form and the documentation at once;
 * a secret field carries `.meta({ secret: true })`, is stored encrypted and never leaves through the API.
 */
export type ConnectorDefinition<Settings extends z.ZodType, Opened> = {
  id: string;
  title: string;
  settings: Settings;
  open(context: ConnectorContext<z.infer<Settings>>): Opened;
};

/** The answer of "test connection": null when all is well, else what is wrong and how to mend it. */
export type CheckConnection = () => Promise<string | null>;
