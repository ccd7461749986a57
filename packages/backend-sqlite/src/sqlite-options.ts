import * as v from "valibot";

/** How long a write stays written: `full` survives the machine losing power, `process` only the process being killed. */
export type Durability = "full" | "process";

/** How a SQLite store is opened. */
export interface SqliteOptions {
  /** Make the file, and the folder it lies in, where there is none; true unless given. */
  readonly createIfMissing?: boolean;
  /** `full` unless given: a write resolves when it has reached the disk. */
  readonly durability?: Durability;
  /** How long an operation waits while other processes write, in milliseconds; 10,000 unless given. */
  readonly busyTimeoutMs?: number;
  /** Only read: every write is refused; false unless given. */
  readonly readOnly?: boolean;
  /** How often what has expired is removed, in seconds; never unless given. The timer keeps no process alive. */
  readonly pruneIntervalSeconds?: number;
}

/** The options with what was left out. */
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
 * Checks what a SQLite store is opened with.
 *
 * @throws {TypeError} naming the option, what it takes and what was given; {@link RangeError} for a number out of range.
 */
export function parseSqliteOptions(path: unknown, options: unknown): ResolvedSqliteOptions {
  if (typeof path !== "string" || path === "" || path.includes("\0")) {
    throw new TypeError(
      `path must be that of a file or ':memory:', a string that is not empty, got ${JSON.stringify(path)}.`,
    );
  }
  const parsed = v.safeParse(Options, options);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const name = v.getDotPath(issue) ?? "options";
  const message = `${name} must be ${issue.expected ?? issue.requirement ?? "valid"}, got ${issue.received}.`;
  throw issue.kind === "validation" ? new RangeError(message) : new TypeError(message);
}
