import {
  type CacheBounds,
  type Clock,
  type Durability,
  defaultRegistry,
  type ModelRegistry,
  systemClock,
} from "@results-manager/core";
import {
  CACHE_BOUNDS,
  checkOptions,
  checkStorageOptions,
  given,
  type OptionNames,
} from "@results-manager/core/internal";

/** Options of a manager, in addition to the description of its store. */
export interface ResultsManagerOptions {
  /** Registry that finds the models of stored names; `defaultRegistry` by default. */
  readonly registry?: ModelRegistry | undefined;
  /** Source of the time; the system clock by default. */
  readonly clock?: Clock | undefined;
  /** Maximum time a call waits for the worker before `SYNC_BRIDGE_FAILED`, in milliseconds; 60,000 by default. */
  readonly timeoutMs?: number | undefined;
}

/** Additional options for a URL or a path. An option that its medium does not have is refused. */
export interface OpenStoreOptions extends ResultsManagerOptions {
  /** Make the store where there is none; true by default. */
  readonly createIfMissing?: boolean | undefined;
  /** `"full"`, the default, survives a power failure; `"process"` survives only the end of the process. */
  readonly durability?: Durability | undefined;
  /** Maximum time SQLite waits for other writers, in milliseconds; 10,000 by default. */
  readonly busyTimeoutMs?: number | undefined;
  /** Refuse every write to SQLite; false by default. */
  readonly readOnly?: boolean | undefined;
  /** Maximum size of the pages of a SQLite database that a connection keeps in memory, in bytes; 2 MB by default. */
  readonly cacheBytes?: number | undefined;
  /** Interval between removals of expired records from a database, in seconds; by default there are none. */
  readonly pruneIntervalSeconds?: number | undefined;
  /** Schema of the tables in PostgreSQL; `results_manager` by default. */
  readonly schema?: string | undefined;
  /** Maximum number of connections to PostgreSQL; 10 by default. */
  readonly maxConnections?: number | undefined;
  /** Use prepared statements of PostgreSQL; true by default. */
  readonly prepare?: boolean | undefined;
  /** Number of hash partitions of the large tables of PostgreSQL; by default these are plain tables. */
  readonly partitions?: number | undefined;
}

const MANAGER_OPTIONS: OptionNames<ResultsManagerOptions> = { registry: true, clock: true, timeoutMs: true };

/** Names of the options of a manager. */
export const OPEN_STORE_OPTIONS: OptionNames<OpenStoreOptions> = {
  ...MANAGER_OPTIONS,
  createIfMissing: true,
  durability: true,
  busyTimeoutMs: true,
  readOnly: true,
  cacheBytes: true,
  pruneIntervalSeconds: true,
  schema: true,
  maxConnections: true,
  prepare: true,
  partitions: true,
};

/** Names of the options of a cache. */
export const OPEN_CACHE_OPTIONS: OptionNames<OpenStoreOptions & CacheBounds> = {
  ...OPEN_STORE_OPTIONS,
  ...CACHE_BOUNDS,
};

const DEFAULT_TIMEOUT_MS = 60_000;
/** Longest delay of a Node timer. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** Options for this thread, and the remaining ones for the store. */
export interface ParsedOptions {
  readonly registry: ModelRegistry;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly rest: Readonly<Record<string, unknown>>;
}

/** @throws {TypeError} for a registry or a clock that is none; {@link RangeError} for a `timeoutMs` out of range. */
function parseOptions({ registry, clock, timeoutMs, ...rest }: ResultsManagerOptions): ParsedOptions {
  checkStorageOptions({ registry, clock });
  return {
    registry: registry ?? defaultRegistry,
    clock: clock ?? systemClock,
    timeoutMs: checkTimeout(timeoutMs ?? DEFAULT_TIMEOUT_MS),
    rest,
  };
}

function checkTimeout(timeoutMs: unknown): number {
  if (typeof timeoutMs === "number" && timeoutMs > 0 && timeoutMs <= LONGEST_TIMEOUT_MS) return timeoutMs;
  throw new RangeError(
    `timeoutMs must be a number of milliseconds above 0 and up to ${LONGEST_TIMEOUT_MS}, got ${given(timeoutMs)}.`,
  );
}

/** Parsed options of a constructor, and the description of its store without them. */
export interface DescribedStore extends ParsedOptions {
  readonly description: unknown;
}

/**
 * Separates the options of this thread from the description of a store, which contains them if it is an object.
 *
 * @param names Names of the options of the manager.
 * @throws {TypeError} for unknown options, and for options that are not an object; {@link RangeError} for a `timeoutMs` out of range.
 */
export function describedStore(
  store: unknown,
  options: OpenStoreOptions | undefined,
  names: OptionNames<OpenStoreOptions> = OPEN_STORE_OPTIONS,
): DescribedStore {
  if (typeof store !== "object" || store === null || store instanceof URL) {
    checkOptions(options, names, "a manager");
    return { description: store, ...parseOptions(options ?? {}) };
  }
  if (!("backend" in store)) checkOptions(store, { ...names, baseDir: true } as OptionNames<object>, "a manager");
  if (options !== undefined)
    throw new TypeError("A store described by an object takes no second argument. Put the options into the object.");
  const parsed = parseOptions(store);
  return { ...parsed, description: parsed.rest, rest: {} };
}
