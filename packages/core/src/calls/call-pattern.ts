import { formatPath } from "../errors/format-path.ts";
import { given } from "../errors/given.ts";
import { NotRoundTrippableError } from "../errors/result-errors.ts";
import type { ValueTypes } from "../models/value-types.ts";
import { ANY, type CallPattern, type Wanted } from "../storage/record-pattern.ts";
import { digestWith } from "../values/digest.ts";
import type { CallTemplate } from "./call.ts";
import type { CallData } from "./call-record.ts";
import { checkCallFields } from "./check-call.ts";
import { digestMetadata } from "./digest-metadata.ts";
import { versionText } from "./version-text.ts";
import { withErrorPath } from "./with-error-path.ts";

/**
 * Converts a template to a pattern.
 *
 * @throws {TypeError} for an invalid template; {@link NotRoundTrippableError} for values that cannot be stored and therefore match nothing.
 */
export function parseTemplate(template: CallTemplate, types: ValueTypes): CallPattern {
  try {
    return patternOf(template, types);
  } catch (error) {
    if (!(error instanceof NotRoundTrippableError) || partAt(template, error.path) !== ANY) throw error;
    throw new TypeError(
      `ANY stands for a whole argument or result, not for a part of one, as at ${formatPath(error.path)}: values are found by their digests.`,
      { cause: error },
    );
  }
}

function patternOf(template: CallTemplate, types: ValueTypes): CallPattern {
  const wantedValue = (value: unknown): Wanted => (value === ANY ? ANY : digestWith(value, types));
  checkCallFields(template, "a template");
  checkFields(template);
  const { name, module, version, fingerprint, arguments: args = {}, metadata = {} } = template;
  if (typeof name === "symbol")
    throw new TypeError("The name of a template must be a string, got a symbol; leave it out to match every name.");
  return {
    name,
    module: checkSymbol(module, "module"),
    version: checkSymbol(versionText(version), "version"),
    fingerprint: checkSymbol(fingerprint, "fingerprint"),
    result: Object.hasOwn(template, "result") ? withErrorPath(wantedValue, template.result, "result") : undefined,
    arguments: Object.entries(args).map(([key, value]) => [key, withErrorPath(wantedValue, value, "arguments", key)]),
    subjects: Object.keys(metadata),
    metadata: Object.entries(metadata).flatMap(([subject, values]) =>
      Object.entries(values).map(
        ([key, value]) => [subject, key, withErrorPath(wantedMetadata, value, "metadata", subject, key)] as const,
      ),
    ),
  };
}

/** Returns the part of a value at a path; `undefined` for one that cannot be read. */
function partAt(value: unknown, path: readonly PropertyKey[]): unknown {
  try {
    return path.reduce<unknown>((part, key) => (part as Readonly<Record<PropertyKey, unknown>>)[key], value);
  } catch {
    return undefined;
  }
}

const FIELDS: ReadonlySet<string> = new Set<keyof CallTemplate>([
  "name",
  "module",
  "version",
  "fingerprint",
  "arguments",
  "result",
  "metadata",
  "where",
]);

/** Refuses unknown fields: they would be ignored, and every call would match. */
function checkFields(template: CallTemplate): void {
  for (const field of Object.keys(template)) {
    if (!FIELDS.has(field)) {
      throw new TypeError(
        `A template of calls has no field ${JSON.stringify(field)}; its fields are ${[...FIELDS].join(", ")}.`,
      );
    }
  }
}

/** Tells whether a call matches a pattern. SQL media do the same in SQL. */
export function matchesPattern(pattern: CallPattern, call: CallData): boolean {
  const metadata = call.metadata ?? {};
  return (
    (pattern.name === undefined || pattern.name === call.name) &&
    isWanted(pattern.module, call.module) &&
    isWanted(pattern.version, call.version) &&
    isWanted(pattern.fingerprint, call.fingerprint) &&
    isWanted(pattern.result, call.result) &&
    pattern.arguments.every(([name, value]) => isWanted(value, own(call.arguments, name))) &&
    pattern.subjects.every((subject) => Object.hasOwn(metadata, subject)) &&
    pattern.metadata.every(([subject, name, value]) => isWanted(value, own(own(metadata, subject) ?? {}, name)))
  );
}

function isWanted(value: Wanted | undefined, actual: string | undefined): boolean {
  if (value === undefined) return true;
  return value === ANY ? actual !== undefined : actual === value;
}

function own<T>(values: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

/** Metadata values are stored in the record itself, so a template cannot give them by reference. */
function wantedMetadata(value: unknown): Wanted {
  return value === ANY ? ANY : digestMetadata(value);
}

function checkSymbol(value: string | typeof ANY | undefined, field: string): Wanted | undefined {
  if (typeof value !== "symbol" || value === ANY) return value;
  throw new TypeError(`The ${field} of a template must be a string or ANY, got ${given(value)}.`);
}
