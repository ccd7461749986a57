import type { FoundRecord, Outcome } from "@results-manager/core/storage";
import type {
  IdRange,
  ReadRow,
  RecordStatements,
  RemoveRangeStatement,
  RemoveStatement,
  WriteStatement,
  WrittenRow,
} from "@results-manager/sql";
import type { PreparedRecords } from "./prepared-records.ts";
import { recordOfRow } from "./record-of-row.ts";

/** Sorts after all text. Rows whose id is a blob belong to another program. */
const AFTER_TEXT = new Uint8Array();

/** Number of rows to remove from which it pays to ask first whether any row of the table can expire. */
const MANY = 8;

/** Number of ids by which most keys are found not to be next to each other. */
const PROBED = 16;

/** Runs the statements on records: one native call for each row that is written. */
export class SqliteRecords implements RecordStatements {
  readonly prepared: PreparedRecords;
  /** Writes wait for the disk, if the store promises that. */
  readonly isSynced: boolean;
  readonly #failed: (error: unknown, key: string) => Error;

  /** @param failed returns the outcome of a row that failed, or throws the error if it ended the transaction. */
  constructor(prepared: PreparedRecords, failed: (error: unknown, key: string) => Error, isSynced = true) {
    this.prepared = prepared;
    this.isSynced = isSynced;
    this.#failed = failed;
  }

  find(keys: readonly string[]): readonly Outcome<FoundRecord>[] {
    const outcomes: Outcome<FoundRecord>[] = findNeighbours(this.prepared, keys);
    for (let i = outcomes.length; i < keys.length; i++) {
      const key = keys[i] as string;
      try {
        outcomes.push(findRecord(this.prepared, key));
      } catch (error) {
        outcomes.push(this.#failed(error, key));
      }
    }
    return outcomes;
  }

  has(keys: readonly string[], now: number): readonly boolean[] {
    const { has } = this.prepared;
    return keys.map((key) => has.get(key, now) !== undefined);
  }

  write(statement: WriteStatement, rows: readonly WrittenRow[], now: number): readonly Outcome<boolean>[] {
    const outcomes: Outcome<boolean>[] = [];
    for (const row of rows) {
      try {
        outcomes.push(writeRow(this.prepared, statement, row, now) === 1);
      } catch (error) {
        outcomes.push(this.#failed(error, row[0]));
      }
    }
    return outcomes;
  }

  remove(statement: RemoveStatement, keys: readonly string[], now: number): readonly Outcome<boolean>[] {
    const isById =
      statement === "remove" || (statement === "removeLiving" && keys.length >= MANY && !this.#mayExpire());
    const prepared = this.prepared[isById ? "remove" : statement];
    const outcomes: Outcome<boolean>[] = [];
    for (const key of keys) {
      try {
        const { changes } = isById ? prepared.run(key) : prepared.run(key, now);
        outcomes.push(changes === 1);
      } catch (error) {
        outcomes.push(this.#failed(error, key));
      }
    }
    return outcomes;
  }

  removeWithin(statement: RemoveRangeStatement, { start, before }: IdRange, now: number): number {
    return this.prepared[statement].run(start, before ?? AFTER_TEXT, now).changes;
  }

  #mayExpire(): boolean {
    return this.prepared.mayExpire.get() !== undefined;
  }
}

/** Writes a row; returns how many rows were changed. Of plain JSON that never expires, two columns fewer are bound, which saves time. */
function writeRow(prepared: PreparedRecords, statement: WriteStatement, row: WrittenRow, now: number): number {
  const [id, modelName, namespace, data, createdAt, updatedAt, version, types, expiresAt] = row;
  const isPlain = types === null && expiresAt === null;
  if (statement === "upsert") {
    return isPlain
      ? prepared.upsertPlain.run(id, modelName, namespace, data, createdAt, updatedAt, version, now).changes
      : prepared.upsert.run(...row, now).changes;
  }
  if (statement === "replaceExpired") return prepared.replaceExpired.run(...row, now).changes;
  return isPlain
    ? prepared.insertPlain.run(id, modelName, namespace, data, createdAt, updatedAt, version).changes
    : prepared.insert.run(...row).changes;
}

/**
 * Reads the records of keys that are next to each other in the table, as those of a listing are: going through rows takes a third of the time
 * of looking each of them up. Returns none for other keys.
 */
function findNeighbours(prepared: PreparedRecords, keys: readonly string[]): FoundRecord[] {
  if (!areNeighbours(prepared, keys)) return [];
  try {
    const rows = prepared.findRange.all(keys[0], keys.at(-1), keys.length) as ReadRow[];
    return rows.map((row, i) => recordOfRow(row, keys[i] as string, () => prepared.findBytes));
  } catch {
    return []; // A row cannot be read; looking them up tells which.
  }
}

/** Tells whether keys are next to each other in the table: first by a few ids, then by all. The rows are read in the same transaction. */
function areNeighbours(prepared: PreparedRecords, keys: readonly string[]): boolean {
  if (keys.length < PROBED) return false;
  return [PROBED, keys.length].every((size) => {
    const ids = prepared.findIds.all(keys[0], keys.at(-1), size);
    return ids.length === size && ids.every((id, i) => id === keys[i]);
  });
}

/** Reads the record of a key, expired or not. */
function findRecord(prepared: PreparedRecords, key: string): FoundRecord {
  const row = prepared.find.get(key) as ReadRow | undefined;
  return row && recordOfRow(row, key, () => prepared.findBytes);
}
