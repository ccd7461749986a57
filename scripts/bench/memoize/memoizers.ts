import { mkdirSync } from "node:fs";
import { join } from "node:path";
import KeyvSqlite from "@keyv/sqlite";
import { FileCalls } from "@results-manager/backend-fs";
import { SqliteCalls } from "@results-manager/backend-sqlite";
import { type CallStorage, memoize } from "@results-manager/core";
import Database from "better-sqlite3";
import Keyv from "keyv";
import buildMemoizer from "memoize-fs";
import pMemoize from "p-memoize";
import type { Awaitable } from "../contender.ts";
import type { BenchRecord } from "../records.ts";

/** A memoized function. */
export interface MemoizedBench {
  call(i: number): Awaitable<BenchRecord>;
  close(): Awaitable<unknown>;
}

/** A way to memoize a function. */
export interface Memoizer {
  readonly name: string;
  open(folder: string, compute: (i: number) => BenchRecord): Awaitable<MemoizedBench>;
}

/** Limit: a prepared statement and `JSON.parse`, with a known key. */
export const RAW: Memoizer = {
  name: "raw better-sqlite3",
  open: (folder, compute) => {
    const db = new Database(join(folder, "raw.db"));
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = NORMAL");
    db.exec("create table calls (id text primary key, value text not null)");
    const find = db.prepare("select value from calls where id = ?").pluck();
    const insert = db.prepare("insert into calls values (?, ?)");
    const keys: string[] = [];
    return {
      call: (i) => {
        const key = keys[i];
        if (key !== undefined) return JSON.parse(find.get(key) as string) as BenchRecord;
        keys[i] = i.toString(16).padStart(64, "0");
        const value = compute(i);
        insert.run(keys[i], JSON.stringify(value));
        return value;
      },
      close: () => void db.close(),
    };
  },
};

/** This library on SQLite, and on files. */
export const OURS: readonly Memoizer[] = [
  ours("SqliteCalls", (folder) => new SqliteCalls(join(folder, "calls.db"), { durability: "process" })),
  ours("FileCalls", (folder) => new FileCalls(folder, { durability: "process" })),
];

function ours(name: string, open: (folder: string) => CallStorage): Memoizer {
  return {
    name: `memoize on ${name}`,
    open: (folder, compute) => {
      const storage = open(folder);
      const call = memoize(compute, { storage, name: "compute" });
      return { call, close: () => storage.close() };
    },
  };
}

/** Alternatives to this library. */
export const PEERS: readonly Memoizer[] = [
  {
    name: "p-memoize, keyv on SQLite",
    open: (folder, compute) => {
      const store = new KeyvSqlite({ uri: `sqlite://${join(folder, "keyv.db")}`, wal: true });
      const cache = new Keyv<BenchRecord>({ store });
      const call = pMemoize(async (i: number) => compute(i), {
        cacheKey: JSON.stringify,
        cache: {
          has: (key: string) => cache.has(key),
          get: (key: string) => cache.get(key),
          set: (key: string, value: BenchRecord) => cache.set(key, value),
          delete: (key: string) => cache.delete(key),
        },
      });
      return { call: async (i) => (await call(i)) as BenchRecord, close: () => cache.disconnect() };
    },
  },
  {
    name: "memoize-fs",
    open: async (folder, compute) => {
      mkdirSync(folder, { recursive: true });
      const memoizer = buildMemoizer({ cachePath: join(folder, "memoize-fs") });
      const call = await memoizer.fn(async (i: number) => compute(i), { cacheId: "compute", noBody: true });
      return { call, close: () => {} };
    },
  },
];
