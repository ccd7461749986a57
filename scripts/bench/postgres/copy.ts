import { Client } from "pg";
import type { Contender } from "../contender.ts";
import type { BenchRecord } from "../records.ts";
import { MicrotaskBatch } from "./microtask-batch.ts";
import { COLUMNS, makeRawTable } from "./raw-table.ts";
import { schemaOf } from "./schema-of.ts";

const SIZE = 1000;
const TIME = "2026-01-01T00:00:00.000Z";
const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Messages of a connection of `pg` that carry a copy. */
interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** A query of `pg` that sends rows in the text format of `COPY`. */
class CopyQuery {
  readonly done: Promise<void>;
  readonly #text: string;
  readonly #rows: string;
  #settle: (error?: Error) => void = () => {};
  #error: Error | undefined;

  constructor(text: string, rows: string) {
    this.#text = text;
    this.#rows = rows;
    this.done = new Promise((resolve, reject) => {
      this.#settle = (error) => (error ? reject(error) : resolve());
    });
  }

  submit(connection: CopyConnection): void {
    connection.query(this.#text);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(Buffer.from(this.#rows));
    connection.endCopyFrom();
  }

  handleCommandComplete(): void {}

  handleError(error: Error): void {
    this.#error = error;
  }

  handleReadyForQuery(): void {
    this.#settle(this.#error);
  }
}

/** Limit for new records alone: `COPY`, which fails if one exists. */
export function copy(url: string): Contender {
  return {
    name: "COPY",
    role: "mark",
    open: async (folder) => {
      const client = new Client({ connectionString: url });
      await client.connect();
      const table = await makeRawTable(client, schemaOf(folder));
      const text = `copy ${table} (${COLUMNS}) from stdin`;
      const set = async (rows: readonly (readonly [string, BenchRecord])[]): Promise<readonly undefined[]> => {
        for (let at = 0; at < rows.length; at += SIZE) {
          const lines = rows.slice(at, at + SIZE).map(([id, record]) => {
            const data = JSON.stringify(record).replaceAll(/[\\\n\r\t]/g, (each) => ESCAPES[each] as string);
            return `${id}\tBenchRecord\tdefault\t${data}\t\\N\t${TIME}\t${TIME}\t1\t\\N\t\\N\t${id}\n`;
          });
          const query = new CopyQuery(text, lines.join(""));
          client.query(query as never);
          await query.done;
        }
        return rows.map(() => undefined);
      };
      const sets = new MicrotaskBatch(set);
      return { set: (id, record) => sets.add([id, record]), close: () => client.end() };
    },
  };
}
