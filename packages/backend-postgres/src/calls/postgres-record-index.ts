import {
  type CallMove,
  type CallPattern,
  type FoundCall,
  isPlaceable,
  isReplaced,
  planMoves,
  type RecordIndex,
} from "@results-manager/core/internal";
import type { FoundRecord, RecordContent } from "@results-manager/core/storage";
import { textArray, textsGiven } from "../driver/binary-arrays.ts";
import type { Runner } from "../driver/runner.ts";
import type { Session } from "../driver/session.ts";
import type { LastStatements } from "../driver/transaction.ts";
import { tokensOfPattern } from "../records/call-tokens.ts";
import { findRecords } from "../records/find-records.ts";
import { decodeText, encodeText } from "../records/nul-free.ts";
import { rowStatements } from "../records/row-statements.ts";
import type { Spaces } from "../records/spaces.ts";
import { fromStoredRow, storedKey } from "../records/stored-row.ts";
import { CALL_PAGE, findCallsText } from "./find-calls-text.ts";

/** Parts of a store that the index of calls needs. */
export interface RecordIndexParts {
  readonly session: Session;
  readonly schema: string;
  readonly spaces: Spaces;
  /** Runs a task after all earlier operations and before all later ones. */
  alone<T>(task: () => Promise<T>): Promise<T>;
}

/** Finds calls by their tokens, and moves them in one transaction. */
export class PostgresRecordIndex implements RecordIndex {
  readonly #parts: RecordIndexParts;

  constructor(parts: RecordIndexParts) {
    this.#parts = parts;
  }

  /** Nothing can be read synchronously. */
  peek(): undefined {}

  async *find(pattern: CallPattern, now: number): AsyncGenerator<readonly FoundCall[], void, undefined> {
    const { session, schema, alone } = this.#parts;
    await alone(() => this.#ready());
    const text = findCallsText(schema, pattern);
    const tokens = tokensOfPattern(pattern);
    const values = [
      ...(pattern.name === undefined ? [] : [encodeText(pattern.name)]),
      ...(tokens.length > 0 ? [textArray(tokens)] : []),
    ];
    for (let after = ""; ; ) {
      const { rows } = await session.read((run) => run(text, [after, now, ...values]));
      if (rows.length > 0) yield rows.map((row): FoundCall => [decodeText(storedKey(row)), fromStoredRow(row)]);
      if (rows.length < CALL_PAGE) return;
      after = storedKey(rows.at(-1) as readonly unknown[]);
    }
  }

  move(moves: readonly CallMove[]): Promise<void> {
    const { session, alone } = this.#parts;
    return alone(async () => {
      await this.#ready();
      await session.transaction((run) => this.#move(run, moves));
    });
  }

  /** Makes the tables of values and calls, unless they exist. */
  async #ready(): Promise<void> {
    await this.#parts.spaces.ready("values");
    await this.#parts.spaces.ready("calls");
  }

  /** Locks all calls of the moves, decides in memory what becomes of each, and writes what has changed. */
  async #move(run: Runner, moves: readonly CallMove[]): Promise<LastStatements<void>> {
    const { spaces } = this.#parts;
    const [calls, values] = [spaces.recordsOf("calls"), spaces.recordsOf("values")];
    const keys = [...new Set(moves.flatMap(({ from, to }) => [from, to]))];
    const found = await findRecords(run, calls.texts, keys, "lock");
    const records = new Map(keys.map((key, i) => [key, found[i]]));
    const changed = new Map<string, RecordContent | undefined>();
    const { writes, removals } = planMoves(moves);
    const replaced = new Map(moves.map((move) => [move.from, move.replaced]));
    for (const move of writes) {
      if (!isPlaceable(move, records.get(move.to), replaced)) continue;
      changed.set(move.to, move.content);
      records.set(move.to, { ...move.content, revision: "" });
    }
    for (const { from, replaced: wanted } of removals) {
      if (!isReplaced(records.get(from), wanted)) continue;
      changed.set(from, undefined);
      records.set(from, undefined);
    }
    const removed = [...changed.keys()].map(encodeText);
    if (removed.length > 0) await run(calls.texts.of("remove", removed.length), [textsGiven(removed), 0]);
    const kept = [...changed].filter((entry): entry is [string, RecordContent] => entry[1] !== undefined);
    const statements = [
      ...(await this.#missingParts(run, moves)).flatMap((rows) => rowStatements(values.texts, "insert", rows)),
      ...rowStatements(
        calls.texts,
        "create",
        kept.map(([key, content]) => calls.toNewRow(key, content)),
      ),
    ];
    return { statements, outcome: undefined };
  }

  /** Rows of the values that moved calls refer to and that are not stored. */
  async #missingParts(run: Runner, moves: readonly CallMove[]) {
    const values = this.#parts.spaces.recordsOf("values");
    const parts = new Map(moves.flatMap(({ parts }) => parts?.levels.flat() ?? []).map((part) => [part.key, part]));
    const keys = [...parts.keys()];
    if (keys.length === 0) return [];
    const found: readonly FoundRecord[] = await findRecords(run, values.texts, keys);
    const missing = [...parts.values()].filter((_, i) => found[i] === undefined);
    return [missing.map((part) => values.toNewRow(part.key, part.prepare()))];
  }
}
