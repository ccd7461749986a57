import { callParts, type WrittenCall } from "@results-manager/sql";
import type { PreparedCallParts, PreparedRecords } from "./prepared-records.ts";
import { SqliteRecords } from "./sqlite-records.ts";

/** Runs the statements on calls, whose arguments and metadata have tables of their own. */
export class SqliteCallRecords extends SqliteRecords {
  readonly #parts: PreparedCallParts;

  constructor(prepared: PreparedRecords, parts: PreparedCallParts, failed: (error: unknown, key: string) => Error) {
    super(prepared, failed);
    this.#parts = parts;
  }

  index(calls: readonly WrittenCall[]): void {
    const { insertArgument, insertMetadata, removeArguments, removeMetadata } = this.#parts;
    for (const { key, content, isNew } of calls) {
      if (!isNew) {
        removeArguments.run(key);
        removeMetadata.run(key);
      }
      const { arguments: args, metadata } = callParts(key, content);
      for (const row of args) insertArgument.run(...row);
      for (const row of metadata) insertMetadata.run(...row);
    }
  }
}
