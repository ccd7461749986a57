import * as v from "valibot";

/** Failures that an acknowledged write survives: `full` a power failure, `process` only the end of the process. */
export type Durability = "full" | "process";

/** Options for opening a SQLite store. */
export interface SqliteOptions {
  /** Make the file and its folder where there is none; true by default. */
  readonly createIfMissing?: boolean;
  /** Durability of writes; `full` by default: a write resolves when it is synced to the disk. */
  readonly durability?: Durability;
  /** Maximum time an operation waits for writes of other processes, in milliseconds; 10,000 by default. */
  readonly busyTimeoutMs?: number;
  /** Refuse every write; false by default. */
  readonly readOnly?: boolean;
  /** Interval between removals of expired records, in seconds; by default there are none. The timer does not keep the process alive. */
  readonly pruneIntervalSeconds?: number;
}

/** Options with their defaults applied. */
export type ResolvedSqliteOptions = Required<Omit<SqliteOptions, "pruneIntervalSeconds">> &
  Pick<SqliteOptions, "pruneIntervalSeconds">;

const LONGEST_TIMER_SECONDS = 2_147_483;

const Options = v.object({
  createIfMissing: v.optional(v.boolean(), true),
  durability: v.optional(v.picklist(["full", "process"]), "full"),
  busyTimeoutMs: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0)), 10_000),
  readOnly: v.optional(v.boolean(), false),
  pruneIntervalSeconds: v.exactOptional(v.pipe(v.number(), v.gtValue(0), v.maxValue(LONGEST_TIMER_SECONDS))),
});

/**
 * Checks the arguments that a SQLite store is opened with.
 *
 * @throws {TypeError} naming the option, the expected type and the given one; {@link RangeError} for a number out of range.
 */
export function parseSqliteOptions(path: unknown, options: unknown): ResolvedSqliteOptions {
  if (typeof path !== "string" || path === "" || path.includes("\0")) {
    throw new TypeError(`path must be a file path or ':memory:', a non-empty string, got ${JSON.stringify(path)}.`);
  }
  const parsed = v.safeParse(Options, options);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const name = v.getDotPath(issue) ?? "options";
  const message = `${name} must be ${issue.expected ?? issue.requirement ?? "valid"}, got ${issue.received}.`;
  throw issue.kind === "validation" ? new RangeError(message) : new TypeError(message);
}
