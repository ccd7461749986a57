import { Pool } from "pg";
import { bytesArray, int8Array, textArray } from "../../../packages/backend-postgres/src/driver/binary-arrays.ts";
import type { Contender } from "../contender.ts";
import { BenchModel, type BenchRecord } from "../records.ts";
import { MicrotaskBatch } from "./microtask-batch.ts";
import { COLUMNS, makeRawTable } from "./raw-table.ts";
import { schemaOf } from "./schema-of.ts";

const SIZE = 1000;
const TIME = "2026-01-01T00:00:00.000Z";

/** Runs work on chunks of items, one after the other. */
async function inChunks<I, R>(items: readonly I[], work: (chunk: readonly I[]) => Promise<readonly R[]>): Promise<R[]> {
  const outcomes: R[] = [];
  for (let at = 0; at < items.length; at += SIZE) outcomes.push(...(await work(items.slice(at, at + SIZE))));
  return outcomes;
}

/**
 * Limit for PostgreSQL: the same statements by hand, for 1,000 rows each, through the same driver, on the same table, with arrays in binary;
 * with JSON, without validation.
 */
export function raw(url: string): Contender {
  return {
    name: "raw pg",
    role: "raw",
    open: async (folder) => {
      const pool = new Pool({ connectionString: url, max: 10 });
      const table = await makeRawTable(pool, schemaOf(folder));
      const upsert = `insert into ${table} as r (${COLUMNS}) select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[],
        $6::text[], $7::text[], $8::int8[], $9::text[], $10::int8[], $11::text[]) on conflict (id) do update set data = excluded.data,
        model_type = excluded.model_type, namespace = excluded.namespace, bytes = excluded.bytes, updated_at = excluded.updated_at,
        version = excluded.version, types = excluded.types, expires_at = excluded.expires_at, revision = excluded.revision`;
      const run = async (name: string, text: string, values: readonly unknown[]): Promise<readonly unknown[][]> =>
        (await pool.query({ name, text, values: [...values], rowMode: "array" })).rows as unknown[][];
      const ofIds = (ids: readonly string[]) => [textArray(ids)];
      const set = async (rows: readonly (readonly [string, BenchRecord])[]): Promise<readonly undefined[]> => {
        const all = <T>(value: T): T[] => rows.map(() => value);
        await run("set", upsert, [
          textArray(rows.map(([id]) => id)),
          textArray(all("BenchRecord")),
          textArray(all("default")),
          textArray(rows.map(([, record]) => JSON.stringify(record))),
          bytesArray(all(null)),
          textArray(all(TIME)),
          textArray(all(TIME)),
          int8Array(all(1)),
          textArray(all(null)),
          int8Array(all(null)),
          textArray(rows.map(([id]) => id)),
        ]);
        return all(undefined);
      };
      const get = async (ids: readonly string[]): Promise<readonly (BenchRecord | undefined)[]> => {
        const rows = await run("get", `select ${COLUMNS} from ${table} where id = any($1::text[])`, ofIds(ids));
        const found = new Map(rows.map((row) => [row[0], JSON.parse(row[3] as string) as BenchRecord]));
        return ids.map((id) => found.get(id));
      };
      const has = async (ids: readonly string[]): Promise<readonly boolean[]> => {
        const rows = await run("has", `select id from ${table} where id = any($1::text[])`, ofIds(ids));
        const found = new Set(rows.map(([id]) => id));
        return ids.map((id) => found.has(id));
      };
      const remove = async (ids: readonly string[]): Promise<readonly boolean[]> => {
        const rows = await run("remove", `delete from ${table} where id = any($1::text[]) returning id`, ofIds(ids));
        const found = new Set(rows.map(([id]) => id));
        return ids.map((id) => found.has(id));
      };
      const sets = new MicrotaskBatch((rows: readonly (readonly [string, BenchRecord])[]) => inChunks(rows, set));
      const gets = new MicrotaskBatch((ids: readonly string[]) => inChunks(ids, get));
      const lookups = new MicrotaskBatch((ids: readonly string[]) => inChunks(ids, has));
      const removals = new MicrotaskBatch((ids: readonly string[]) => inChunks(ids, remove));
      return {
        set: (id, record) => sets.add([id, record]),
        overwrite: (id, record) => sets.add([id, record]),
        skip: async (id, record) => {
          BenchModel.parse(record); // The limit of a set that keeps what exists: a look, and the validation of the given record.
          return lookups.add(id);
        },
        get: (id) => gets.add(id),
        exists: (id) => lookups.add(id),
        list: async (prefix) => {
          const page = `select id from ${table} where id >= $1 and id < $2 order by id limit 1024`;
          const ids: string[] = [];
          const before = prefix === undefined ? "\u{10ffff}" : `${prefix}0`;
          for (let start = prefix === undefined ? "" : `${prefix}/`; ; ) {
            const rows = await run("list", page, [start, before]);
            for (const [id] of rows) ids.push(id as string);
            if (rows.length < 1024) return ids;
            start = `${ids.at(-1)}\u0001`;
          }
        },
        delete: (id) => removals.add(id),
        close: () => pool.end(),
      };
    },
  };
}
