import {
  type CallMove,
  type CallPattern,
  type FoundCall,
  isPlaceable,
  isReplaced,
  type PeekedCall,
  planMoves,
  type RecordIndex,
} from "@results-manager/core/internal";
import {
  type Awaitable,
  type JsonValue,
  type Space,
  shouldYield,
  type TypeTags,
  yieldToEventLoop,
} from "@results-manager/core/storage";
import { CALL_PAGE, callQuery, fromRow, peekQuery, type ReadRow } from "@results-manager/sql";
import type { Connection } from "./driver/connection.ts";
import type { SqliteStatement } from "./driver/native.ts";
import type { RecordStatements } from "./driver/record-statements.ts";
import { kyselyOver } from "./driver/set-up.ts";
import type { Access } from "./driver/transaction-scope.ts";
import { findRecord, writeRecord } from "./write-record.ts";

/** Parts of a store that the call index needs. */
export interface CallIndexParts {
  readonly connection: Connection;
  /** Tells whether the tables exist. */
  isReady(): boolean;
  /** Runs work within the current transaction. */
  perform<T>(space: Space, access: Access, isLone: boolean, work: (statements: RecordStatements) => T): Awaitable<T>;
  /** Runs asynchronous work exclusively and in one transaction, which is rolled back if the work fails. */
  inTransaction(work: () => Promise<void>): Promise<void>;
  /** Resolves when all earlier operations are done. */
  reached(): Promise<void>;
  now(): number;
}

/** Finds calls by SQL, and moves them in one transaction. */
export class SqliteRecordIndex implements RecordIndex {
  readonly #parts: CallIndexParts;
  #peek: SqliteStatement | undefined;

  constructor(parts: CallIndexParts) {
    this.#parts = parts;
  }

  peek(key: string, now: number): PeekedCall | null | undefined {
    const { connection, isReady } = this.#parts;
    if (!isReady()) return undefined;
    try {
      this.#peek ??= connection.statement(peekQuery(kyselyOver(connection))).raw();
      const row = this.#peek.get(key, now) as readonly [unknown, string | null] | undefined;
      if (row === undefined) return null;
      const [data, types] = row;
      if (typeof data !== "string") return undefined;
      return { data: JSON.parse(data) as JsonValue, types: types ? (JSON.parse(types) as TypeTags) : undefined };
    } catch {
      return undefined; // Busy, or damaged: the regular read that follows waits, or reports the damage.
    }
  }

  async *find(pattern: CallPattern, now: number): AsyncGenerator<readonly FoundCall[], void, undefined> {
    const { connection, perform, reached } = this.#parts;
    await reached();
    const { query, values } = callQuery(kyselyOver(connection), pattern);
    for (let after = ""; ; ) {
      const bound = query.names.map((name) => (name === "after" ? after : name === "now" ? now : values.get(name)));
      const rows = await perform("calls", "read", true, () =>
        connection
          .statement(query.sql)
          .raw()
          .all(...bound),
      );
      const page = (rows as (readonly [id: string, ...ReadRow])[]).map(([id, ...row]): FoundCall => [id, fromRow(row)]);
      if (page.length > 0) yield page;
      if (page.length < CALL_PAGE) return;
      after = page.at(-1)?.[0] ?? after;
    }
  }

  move(moves: readonly CallMove[]): Promise<void> {
    return this.#parts.inTransaction(async () => {
      for (const { parts } of moves) {
        for (const part of parts?.levels.flat() ?? []) {
          await this.#write("values", (statements, now) => {
            if (statements.has.get(part.key, now) !== undefined) return;
            writeRecord(statements, { key: part.key, condition: "absent", content: part.prepare() }, now);
          });
        }
      }
      const { writes, removals } = planMoves(moves);
      const replaced = new Map(moves.map((move) => [move.from, move.replaced]));
      for (const move of writes) {
        const { to: key, content } = move;
        await this.#write("calls", (statements, now) => {
          if (!isPlaceable(move, findRecord(statements, key), replaced)) return;
          statements.remove.run(key);
          writeRecord(statements, { key, condition: "absent", content }, now);
        });
      }
      for (const { from, replaced: wanted } of removals) {
        await this.#write("calls", (statements) => {
          if (isReplaced(findRecord(statements, from), wanted)) statements.remove.run(from);
        });
      }
    });
  }

  async #write(space: Space, work: (statements: RecordStatements, now: number) => void): Promise<void> {
    await this.#parts.perform(space, "write", false, (statements) => work(statements, this.#parts.now()));
    if (shouldYield()) await yieldToEventLoop();
  }
}
