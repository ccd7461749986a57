import { setTimeout as delay } from "node:timers/promises";
import KeyvPostgres from "@keyv/postgres";
import type { Contender } from "../contender.ts";
import type { BenchRecord } from "../records.ts";
import { schemaOf } from "./schema-of.ts";

const IDLE_MS = 100;

/** keyv's adapter for PostgreSQL, with JSON. */
export function keyv(url: string): Contender {
  return {
    name: "@keyv/postgres",
    role: "peer",
    open: (folder) => {
      const store = new KeyvPostgres({ uri: url, schema: schemaOf(folder), max: 10, idleTimeoutMillis: IDLE_MS });
      return {
        set: (id, record) => store.set(id, JSON.stringify(record)),
        overwrite: (id, record) => store.set(id, JSON.stringify(record)),
        skip: async (id, record) => (await store.has(id)) || store.set(id, JSON.stringify(record)),
        get: async (id) => {
          const found = await store.get(id);
          return found === undefined ? undefined : (JSON.parse(String(found)) as BenchRecord);
        },
        exists: (id) => store.has(id),
        delete: (id) => store.delete(id),
        // All stores of a URL share a pool, which the first one would close: its idle connections close by themselves.
        close: () => delay(2 * IDLE_MS),
      };
    },
  };
}
