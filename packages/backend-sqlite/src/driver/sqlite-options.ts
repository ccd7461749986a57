import type { Durability } from "@results-manager/core";
import {
  checkDurability,
  checkOptions,
  type OptionNames,
  pathOfUrl,
  STORAGE_OPTIONS,
} from "@results-manager/core/internal";
import type { StorageOptions } from "@results-manager/core/storage";
import { PruneInterval, parseOptions } from "@results-manager/sql";
import * as v from "valibot";

/** Options for opening a SQLite store. */
export interface SqliteOptions {
  /** Make the file and its folder where there is none; true by default. */
  readonly createIfMissing?: boolean | undefined;
  /** Durability of writes; `full` by default: a write resolves when it is synced to the disk. */
  readonly durability?: Durability | undefined;
  /** Maximum time an operation waits for writes of other processes, in milliseconds; 10,000 by default. */
  readonly busyTimeoutMs?: number | undefined;
  /** Refuse every write; false by default. Also reads a database in a folder that cannot be written, as one that never changes. */
  readonly readOnly?: boolean | undefined;
  /**
   * Maximum size of the pages of the database that a connection keeps in memory, in bytes; 2 MB by default, as SQLite decides. A process that
   * reads much once and ends is faster with less.
   */
  readonly cacheBytes?: number | undefined;
  /** Interval between removals of expired records, in seconds; by default there are none. The timer does not keep the process alive. */
  readonly pruneIntervalSeconds?: number | undefined;
}

/** Options with their defaults applied. */
export interface ResolvedSqliteOptions {
  readonly createIfMissing: boolean;
  readonly durability: Durability;
  readonly busyTimeoutMs: number;
  readonly readOnly: boolean;
  readonly cacheBytes?: number | undefined;
  readonly pruneIntervalSeconds?: number | undefined;
}

/** Names of the options of a SQLite store. */
export const SQLITE_OPTIONS: OptionNames<SqliteOptions & StorageOptions> = {
  createIfMissing: true,
  durability: true,
  busyTimeoutMs: true,
  readOnly: true,
  cacheBytes: true,
  pruneIntervalSeconds: true,
  ...STORAGE_OPTIONS,
};

const Options = v.object({
  createIfMissing: v.optional(v.boolean(), true),
  busyTimeoutMs: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0)), 10_000),
  readOnly: v.optional(v.boolean(), false),
  cacheBytes: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  pruneIntervalSeconds: PruneInterval,
});

/**
 * Checks the arguments that a SQLite store is opened with.
 *
 * @throws {TypeError} naming the option, the expected type and the given one; {@link RangeError} for a number out of range.
 */
export function parseSqliteOptions(
  place: string | URL,
  options: SqliteOptions & StorageOptions,
): ResolvedSqliteOptions & { readonly path: string } {
  const path = pathOfUrl(place, "path");
  if (typeof path !== "string" || path === "" || path.includes("\0")) {
    throw new TypeError(`path must be a file path or ':memory:', a non-empty string, got ${JSON.stringify(path)}.`);
  }
  if (/\s$/.test(path))
    throw new TypeError(`path must not end with white space, which SQLite's driver leaves out, got '${path}'.`);
  checkOptions(options, SQLITE_OPTIONS, "a SQLite store");
  return { ...parseOptions(Options, options), path, durability: checkDurability(options.durability) };
}
