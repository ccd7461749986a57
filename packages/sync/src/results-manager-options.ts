import { type Clock, defaultRegistry, type ModelRegistry, systemClock } from "@results-manager/core";

/** What a manager takes besides the description of its store. */
export interface ResultsManagerOptions {
  /** Where stored names become models again; the default registry unless given. */
  readonly registry?: ModelRegistry | undefined;
  /** Where the time comes from; the machine's clock unless given. */
  readonly clock?: Clock | undefined;
  /** How many milliseconds a call may wait for the worker before `SYNC_BRIDGE_FAILED`; 60,000 unless given. */
  readonly timeoutMs?: number | undefined;
}

/** What a URL or a path may be opened with besides; what means nothing to its medium is ignored there. */
export interface OpenStoreOptions extends ResultsManagerOptions {
  /** Make the store where there is none; true unless given. */
  readonly createIfMissing?: boolean | undefined;
  /** `"full"`, which survives a power cut, unless given; `"process"` survives kills only. */
  readonly durability?: "full" | "process" | undefined;
  /** How long SQLite waits while others write; 10,000 unless given. */
  readonly busyTimeoutMs?: number | undefined;
}

const DEFAULT_TIMEOUT_MS = 60_000;
/** What a timer of Node can wait. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** What concerns this thread, and what is left for the store. */
export interface ParsedOptions {
  readonly registry: ModelRegistry;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly rest: Readonly<Record<string, unknown>>;
}

/** @throws {TypeError} for options that are no object; {@link RangeError} for a `timeoutMs` that cannot be waited. */
export function parseOptions(options: unknown): ParsedOptions {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(
      `The options of ResultsManager must be an object, got ${options === null ? "null" : typeof options}.`,
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
