import type { Durability } from "@results-manager/core";
import {
  checkDurability,
  checkOptions,
  given,
  type OptionNames,
  STORAGE_OPTIONS,
} from "@results-manager/core/internal";
import type { StorageOptions } from "@results-manager/core/storage";
import { PruneInterval, parseOptions } from "@results-manager/sql";
import * as v from "valibot";
import type { PgPool } from "./native.ts";

/** Options for opening a PostgreSQL store. */
export interface PostgresOptions {
  /** Schema of the tables, `results_manager` by default. It belongs to the store. */
  readonly schema?: string | undefined;
  /** Make schema and tables where there are none; true by default. */
  readonly createIfMissing?: boolean | undefined;
  /**
   * Durability of writes; `full` by default: a write resolves when the server has it on disk, unless its own `synchronous_commit` is off.
   * `process` does not wait for the disk: a crash of the server loses the writes of its last second, each of them as a whole.
   */
  readonly durability?: Durability | undefined;
  /** Time after which an operation fails, with all repetitions, in milliseconds; 30,000 by default. */
  readonly timeoutMs?: number | undefined;
  /** Maximum number of connections, 10 by default; a pool of the application has its own limit. */
  readonly maxConnections?: number | undefined;
  /** Use prepared statements; true by default. Set it to false for a pooler that shares connections by transaction. */
  readonly prepare?: boolean | undefined;
  /**
   * Number of hash partitions of the tables of results, cache entries, values and calls; by default these are plain tables. For stores of 10^8
   * records, whose tables would take too long to vacuum: listings and reads of many ids take longer. An existing schema keeps its number:
   * another one is refused.
   */
  readonly partitions?: number | undefined;
  /** Interval between removals of expired records, in seconds; by default there are none. The timer does not keep the process alive. */
  readonly pruneIntervalSeconds?: number | undefined;
}

/** Options with their defaults applied. */
export interface ResolvedPostgresOptions {
  readonly schema: string;
  readonly createIfMissing: boolean;
  readonly durability: Durability;
  readonly timeoutMs: number;
  readonly maxConnections: number;
  readonly prepare: boolean;
  /** Undefined for plain tables in a new schema, and for what an existing one has. */
  readonly partitions?: number | undefined;
}

/** Names of the options of a PostgreSQL store. */
export const POSTGRES_OPTIONS: OptionNames<PostgresOptions & StorageOptions> = {
  schema: true,
  createIfMissing: true,
  durability: true,
  timeoutMs: true,
  maxConnections: true,
  prepare: true,
  partitions: true,
  pruneIntervalSeconds: true,
  ...STORAGE_OPTIONS,
};

const LONGEST_TIMER_MS = 2_147_483_647;
/** The server plans each statement for all of them. */
const MAX_PARTITIONS = 1024;
/** PostgreSQL cuts longer names. */
const MAX_NAME_BYTES = 63;

const Options = v.object({
  schema: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[^\0]+$/),
      v.check((name) => Buffer.byteLength(name) <= MAX_NAME_BYTES, `a name of at most ${MAX_NAME_BYTES} bytes`),
    ),
    "results_manager",
  ),
  createIfMissing: v.optional(v.boolean(), true),
  timeoutMs: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(LONGEST_TIMER_MS)), 30_000),
  maxConnections: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 10),
  prepare: v.optional(v.boolean(), true),
  partitions: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_PARTITIONS))),
  pruneIntervalSeconds: PruneInterval,
});

/**
 * Checks the arguments that a PostgreSQL store is opened with.
 *
 * @throws {TypeError} naming the option, the expected type and the given one; {@link RangeError} for a value out of range.
 */
export function parsePostgresOptions(
  source: unknown,
  options: PostgresOptions & StorageOptions,
): ResolvedPostgresOptions {
  if (!isSource(source)) {
    throw new TypeError(
      `PostgreSQL needs a URL such as 'postgres://user@host/database', or a pool of pg, got ${given(source)}.`,
    );
  }
  checkOptions(options, POSTGRES_OPTIONS, "a PostgreSQL store");
  return { ...parseOptions(Options, options), durability: checkDurability(options.durability) };
}

function isSource(source: unknown): source is string | PgPool {
  if (typeof source === "string") return source !== "";
  return typeof (source as Partial<PgPool> | null | undefined)?.connect === "function";
}
