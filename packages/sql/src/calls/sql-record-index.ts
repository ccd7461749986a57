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
  type RecordWrite,
  type Space,
  shouldYield,
  yieldToEventLoop,
} from "@results-manager/core/storage";
import type { RecordStatements } from "../batch/record-statements.ts";
import type { SqlSession } from "../batch/sql-session.ts";
import { writeBatch } from "../batch/write-batch.ts";
import { mapAwaitable } from "../connection/map-awaitable.ts";
import type { CallQuery } from "../queries/call-queries.ts";
import { CALL_PAGE } from "../queries/page.ts";
import { fromRow, type ReadRow } from "../rows/read-row.ts";

/** Parts of a store that the index of calls needs. */
export interface RecordIndexParts {
  readonly session: SqlSession;
  /** Compiles the query of a pattern. */
  compile(pattern: CallPattern): Awaitable<CallQuery>;
  /** Runs a task after all earlier operations and before all later ones. */
  alone<T>(task: () => Promise<T>): Promise<T>;
  now(): number;
  peek: RecordIndex["peek"];
}

/** Finds calls by SQL, and moves them in one transaction. */
export class SqlRecordIndex implements RecordIndex {
  readonly #parts: RecordIndexParts;

  constructor(parts: RecordIndexParts) {
    this.#parts = parts;
  }

  peek(key: string, now: number): PeekedCall | null | undefined {
    return this.#parts.peek(key, now);
  }

  async *find(pattern: CallPattern, now: number): AsyncGenerator<readonly FoundCall[], void, undefined> {
    const { session, compile, alone } = this.#parts;
    await alone(async () => {});
    const { query, values } = await compile(pattern);
    for (let after = ""; ; ) {
      const bound = query.names.map((name) => (name === "after" ? after : name === "now" ? now : values.get(name)));
      const rows = await session.run("calls", "read", [after], () => session.connection.run(query.sql, bound), now);
      const page = (rows as (readonly [id: string, ...ReadRow])[]).map(([id, ...row]): FoundCall => [id, fromRow(row)]);
      if (page.length > 0) yield page;
      if (page.length < CALL_PAGE) return;
      after = page.at(-1)?.[0] ?? after;
    }
  }

  move(moves: readonly CallMove[]): Promise<void> {
    const { session, alone } = this.#parts;
    return alone(async () => session.connection.transaction("write", () => this.#move(moves)));
  }

  async #move(moves: readonly CallMove[]): Promise<void> {
    for (const { parts } of moves) {
      for (const part of parts?.levels.flat() ?? []) {
        await this.#write("values", (records, now) =>
          mapAwaitable(first(records.has([part.key], now)), (isThere) =>
            isThere ? undefined : put(records, { key: part.key, condition: "absent", content: part.prepare() }, now),
          ),
        );
      }
    }
    const { writes, removals } = planMoves(moves);
    const replaced = new Map(moves.map((move) => [move.from, move.replaced]));
    for (const move of writes) {
      const { to: key, content } = move;
      await this.#write("calls", (records, now) =>
        mapAwaitable(first(records.find([key])), (found) => {
          if (!isPlaceable(move, found, replaced)) return undefined;
          return mapAwaitable(first(records.remove("remove", [key], now)), () =>
            put(records, { key, condition: "absent", content }, now),
          );
        }),
      );
    }
    for (const { from, replaced: wanted } of removals) {
      await this.#write("calls", (records, now) =>
        mapAwaitable(first(records.find([from])), (found) =>
          isReplaced(found, wanted) ? first(records.remove("remove", [from], now)) : undefined,
        ),
      );
    }
  }

  async #write(space: Space, work: (records: RecordStatements, now: number) => Awaitable<unknown>): Promise<void> {
    const { session, now } = this.#parts;
    await session.run(space, "write", [], (records, _, at) => work(records, at), now());
    if (shouldYield()) await yieldToEventLoop();
  }
}

function put(records: RecordStatements, write: RecordWrite, now: number): Awaitable<unknown> {
  return first(writeBatch(records, [write], now));
}

/** Outcome of a batch of one item. @throws its error. */
function first<T>(outcomes: Awaitable<readonly (T | Error)[]>): Awaitable<T> {
  return mapAwaitable(outcomes, ([outcome]) => {
    if (outcome instanceof Error) throw outcome;
    return outcome as T;
  });
}
