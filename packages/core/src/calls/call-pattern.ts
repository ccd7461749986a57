import type { ValueTypes } from "../models/value-types.ts";
import { digestWith } from "../values/digest.ts";
import { ANY, type CallTemplate } from "./call.ts";
import type { CallData } from "./call-record.ts";
import { checkCallFields } from "./check-call.ts";
import { digestOfSaid } from "./digest-of-said.ts";
import { versionText } from "./version-text.ts";
import { withErrorPath } from "./with-error-path.ts";

/** What is asked of one thing: that it is this, or with {@link ANY} that there is one. */
export type Wanted = string | typeof ANY;

/** A template in the form in which calls are stored: values are digests. Media that find calls by themselves get this. */
export interface CallPattern {
  readonly name?: string | undefined;
  readonly module?: Wanted | undefined;
  readonly version?: Wanted | undefined;
  readonly fingerprint?: Wanted | undefined;
  readonly result?: Wanted | undefined;
  readonly arguments: readonly (readonly [name: string, value: Wanted])[];
  /** Subjects that there are. */
  readonly subjects: readonly string[];
  readonly metadata: readonly (readonly [subject: string, name: string, value: Wanted])[];
}

/**
 * Works out the pattern of a template.
 *
 * @throws {TypeError} for what is no template; {@link NotRoundTrippableError} for values that nothing stored could equal.
 */
export function parseTemplate(template: CallTemplate, types: ValueTypes): CallPattern {
  const wanted = (value: unknown): Wanted => (value === ANY ? ANY : digestWith(value, types));
  checkCallFields(template, "a template");
  checkFields(template);
  const { name, module, version, fingerprint, arguments: args = {}, metadata = {} } = template;
  if (typeof name === "symbol") throw new TypeError("Every call has a name: leave it out of the template.");
  return {
    name,
    module: checkSymbol(module, "module"),
    version: checkSymbol(versionText(version), "version"),
    fingerprint: checkSymbol(fingerprint, "fingerprint"),
    result: Object.hasOwn(template, "result") ? withErrorPath(wanted, template.result, "result") : undefined,
    arguments: Object.entries(args).map(([key, value]) => [key, withErrorPath(wanted, value, "arguments", key)]),
    subjects: Object.keys(metadata),
    metadata: Object.entries(metadata).flatMap(([subject, said]) =>
      Object.entries(said).map(
        ([key, value]) => [subject, key, withErrorPath(wantedOf, value, "metadata", subject, key)] as const,
      ),
    ),
  };
}

const FIELDS: ReadonlySet<string> = new Set<keyof CallTemplate>([
  "name",
  "module",
  "version",
  "fingerprint",
  "arguments",
  "result",
  "metadata",
]);

/** A field that nothing knows would make no difference, and every call would be found. */
function checkFields(template: CallTemplate): void {
  for (const field of Object.keys(template)) {
    if (!FIELDS.has(field)) {
      throw new TypeError(`A template of calls may have ${[...FIELDS].join(", ")}; got ${JSON.stringify(field)}.`);
    }
  }
}

/** Tells whether a call is what a pattern asks for: what SQL does where there is SQL. */
export function matchesPattern(pattern: CallPattern, call: CallData): boolean {
  const said = call.metadata ?? {};
  return (
    (pattern.name === undefined || pattern.name === call.name) &&
    isWanted(pattern.module, call.module) &&
    isWanted(pattern.version, call.version) &&
    isWanted(pattern.fingerprint, call.fingerprint) &&
    isWanted(pattern.result, call.result) &&
    pattern.arguments.every(([name, value]) => isWanted(value, own(call.arguments, name))) &&
    pattern.subjects.every((subject) => Object.hasOwn(said, subject)) &&
    pattern.metadata.every(([subject, name, value]) => isWanted(value, own(own(said, subject) ?? {}, name)))
  );
}

function isWanted(value: Wanted | undefined, actual: string | undefined): boolean {
  if (value === undefined) return true;
  return value === ANY ? actual !== undefined : actual === value;
}

function own<T>(values: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

/** What is said of a call is never given by its digest. */
function wantedOf(said: unknown): Wanted {
  return said === ANY ? ANY : digestOfSaid(said);
}

function checkSymbol(value: string | typeof ANY | undefined, field: string): Wanted | undefined {
  if (typeof value !== "symbol" || value === ANY) return value;
  throw new TypeError(`The ${field} of a template must be text or ANY, got ${String(value)}.`);
}
