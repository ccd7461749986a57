import * as v from "valibot";

const LONGEST_TIMER_SECONDS = 2_147_483;

/** Schema of the option `pruneIntervalSeconds`. */
export const PruneInterval: v.OptionalSchema<v.GenericSchema<number>, undefined> = v.optional(
  v.pipe(v.number(), v.gtValue(0), v.maxValue(LONGEST_TIMER_SECONDS)),
);

/**
 * Checks options by a schema, and applies its defaults.
 *
 * @throws {TypeError} naming the option, the expected type and the given one; {@link RangeError} for a value out of range.
 */
export function parseOptions<Schema extends v.GenericSchema>(schema: Schema, options: object): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, options);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const name = v.getDotPath(issue) ?? "options";
  const message = `${name} must be ${issue.expected ?? issue.requirement ?? "valid"}, got ${issue.received}.`;
  throw issue.kind === "validation" ? new RangeError(message) : new TypeError(message);
}
