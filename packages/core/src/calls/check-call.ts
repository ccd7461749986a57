import { isPlainObject } from "../codec/plain/is-plain-object.ts";
import { given } from "../errors/given.ts";
import { MAX_ID_BYTES } from "../ids/result-id.ts";
import { versionText } from "./version-text.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this refuses.
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/** Pattern of most names. A match fulfils every rule, so no other check is needed. */
const ORDINARY = /^[\w.-]{1,200}$/;

/** Checks the shape of a call or a template: an object of the known fields, with names that all media can store. */
export function checkCallFields(call: unknown, what: string): void {
  const { name, module, version, fingerprint, arguments: args, metadata } = checkObject(call, "", what);
  checkField(name, "name", what);
  checkField(module, "module", what);
  checkField(versionText(version), "version", what);
  checkField(fingerprint, "fingerprint", what);
  if (args !== undefined) {
    for (const key of Object.keys(checkNamed(args, "the arguments of ", what)))
      checkName(key, "The name of an argument");
  }
  if (metadata === undefined) return;
  for (const [subject, values] of Object.entries(checkNamed(metadata, "the metadata of ", what))) {
    checkName(subject, "The subject of metadata");
    for (const key of Object.keys(checkNamed(values, `the metadata '${subject}' of `, what))) {
      checkName(key, `The name of metadata of '${subject}'`);
    }
  }
}

function checkField(value: unknown, field: string, what: string): void {
  if (value !== undefined && typeof value !== "symbol" && !isOrdinary(value))
    checkName(value, `The ${field} of ${what}`);
}

function isOrdinary(name: unknown): boolean {
  return typeof name === "string" && ORDINARY.test(name);
}

/**
 * Checks a name that is stored and searched for.
 *
 * @throws {TypeError} if it is not a string, is empty, has a control character or a lone surrogate, or takes more than 1,000 bytes.
 */
export function checkName(name: unknown, what: string): string {
  if (isOrdinary(name)) return name as string;
  if (typeof name !== "string") throw new TypeError(`${what} must be a string, got ${given(name)}.`);
  const fits = name !== "" && !CONTROL.test(name) && name.isWellFormed() && Buffer.byteLength(name) <= MAX_ID_BYTES;
  if (fits) return name;
  throw new TypeError(
    `${what} must be text of 1 to ${MAX_ID_BYTES} bytes without control characters, got ${JSON.stringify(name.slice(0, 80))}.`,
  );
}

function checkObject(value: unknown, part: string, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  const kind = value === null ? "null" : Array.isArray(value) ? "an array" : typeof value;
  throw new TypeError(`Expected an object for ${part}${what}, got ${kind}.`);
}

/** Checks an object of values by name. Other objects, such as a Map, would be read as empty. */
function checkNamed(value: unknown, part: string, what: string): Readonly<Record<string, unknown>> {
  const object: object = checkObject(value, part, what);
  if (isPlainObject(object)) return object;
  const name = object.constructor?.name || "a class";
  throw new TypeError(`Expected a plain object for ${part}${what}, got an instance of ${name}.`);
}
