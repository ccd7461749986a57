import { createRequire } from "node:module";
import type { PgPool } from "../src/index.ts";

/** The members of a `pg` client that the tests use. */
export interface RawClient {
  connect(): Promise<void>;
  query(text: string, values?: readonly unknown[]): Promise<{ readonly rows: readonly Record<string, unknown>[] }>;
  on(event: "notification", listener: (message: unknown) => void): unknown;
  end(): Promise<void>;
}

interface PoolSettings {
  readonly connectionString: string;
  readonly max?: number;
  readonly allowExitOnIdle?: boolean;
  readonly idleTimeoutMillis?: number;
  readonly pipeline?: boolean;
}

interface Pg {
  readonly Client: new (settings: { readonly connectionString: string }) => RawClient;
  readonly Pool: new (settings: PoolSettings) => PgPool;
}

export const pg = createRequire(import.meta.url)("pg") as Pg;

/** Opens a connection that no store uses. */
export async function connectRaw(url: string): Promise<RawClient> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}
