import { type Clock, defaultRegistry, type ModelRegistry, systemClock } from "@results-manager/core";

/** Options of a manager, in addition to the description of its store. */
export interface ResultsManagerOptions {
  /** Registry that finds the models of stored names; `defaultRegistry` by default. */
  readonly registry?: ModelRegistry | undefined;
  /** Source of the time; the system clock by default. */
  readonly clock?: Clock | undefined;
  /** Maximum time a call waits for the worker before `SYNC_BRIDGE_FAILED`, in milliseconds; 60,000 by default. */
  readonly timeoutMs?: number | undefined;
}

/** Additional options for a URL or a path. Options that do not apply to the medium are ignored. */
export interface OpenStoreOptions extends ResultsManagerOptions {
  /** Make the store where there is none; true by default. */
  readonly createIfMissing?: boolean | undefined;
  /** `"full"`, the default, survives a power failure; `"process"` survives only the end of the process. */
  readonly durability?: "full" | "process" | undefined;
  /** Maximum time SQLite waits for other writers, in milliseconds; 10,000 by default. */
  readonly busyTimeoutMs?: number | undefined;
}

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

/** @throws {TypeError} for options that are not an object; {@link RangeError} for a `timeoutMs` out of range. */
export function parseOptions(options: unknown): ParsedOptions {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(
      `The options of a manager must be an object, got ${options === null ? "null" : typeof options}.`,
    );
  }
  const { registry, clock, timeoutMs, ...rest } = options as ResultsManagerOptions;
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
    `timeoutMs must be a number of milliseconds above 0 and up to ${LONGEST_TIMEOUT_MS}, got ${String(timeoutMs)}.`,
  );
}

/** Parsed options of a constructor, and the description of its store without them. */
export interface DescribedStore extends ParsedOptions {
  readonly description: unknown;
}

/** Separates the options of this thread from the description of a store, which contains them if it is an object. */
export function describedStore(store: unknown, options: unknown): DescribedStore {
  if (typeof store !== "object" || store === null || store instanceof URL) {
    return { description: store, ...parseOptions(options === undefined ? {} : options) };
  }
  if (options !== undefined)
    throw new TypeError("A store described by an object takes no second argument. Put the options into the object.");
  const parsed = parseOptions(store);
  return { ...parsed, description: parsed.rest, rest: {} };
}
