import { copyItems } from "../../codec/built-ins.ts";
import { MAX_DEPTH } from "../../codec/depth.ts";
import type { JsonValue } from "../../codec/json-value.ts";
import { isJson } from "../../codec/plain/is-json.ts";
import { jsonCopy, NOT_JSON } from "../../codec/plain/json-copy.ts";

/** Kind of a shape. */
export type ShapeKind = "string" | "number" | "boolean" | "scalar" | "any" | "nullable" | "array" | "record" | "object";

/**
 * Shape of the plain JSON that a schema returns unchanged: the same values under the same keys in the same order.
 *
 * One class for all kinds, with closures only for rare scalars, since every value that is read or written is checked against it.
 */
export class JsonShape {
  readonly kind: ShapeKind;
  /** Keys of an object, in order. */
  readonly keys: readonly string[];
  /** Tells for each key of an object whether it may be missing. */
  readonly isOptional: readonly boolean[];
  /** Shapes of the parts: one for each key of an object; one for the items of an array or a record, or for a nullable value. */
  readonly parts: readonly JsonShape[];
  /** Predicate of a scalar. */
  readonly admits: (value: unknown) => boolean;

  constructor(
    kind: ShapeKind,
    {
      keys = [],
      isOptional = [],
      parts = [],
      admits = () => true,
    }: Partial<Pick<JsonShape, "keys" | "isOptional" | "parts" | "admits">> = {},
  ) {
    this.kind = kind;
    this.keys = keys;
    this.isOptional = isOptional;
    this.parts = parts;
    this.admits = admits;
  }
}

/** Tells whether a value is plain JSON of a shape. If false, the schema must be run to know. */
export function fits(shape: JsonShape, value: unknown): boolean {
  switch (shape.kind) {
    case "string":
      return typeof value === "string";
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0);
    case "boolean":
      return typeof value === "boolean";
    case "scalar":
      return (typeof value !== "object" || value === null) && isJson(value) && shape.admits(value);
    case "any":
      return isJson(value);
    case "nullable":
      return value === null || fits(shape.parts[0] as JsonShape, value);
    case "array":
      return fitsArray(shape.parts[0] as JsonShape, value);
    case "record":
      return fitsRecord(shape.parts[0] as JsonShape, value);
    case "object":
      return fitsObject(shape, value);
    default:
      return false;
  }
}

/**
 * Copies plain JSON of a shape in one pass; returns {@link NOT_JSON} for any other value.
 *
 * The copy is checked, not the value, whose properties may be computed when they are read.
 *
 * @throws the error of a property that throws when it is read.
 */
export function copyIfFits(shape: JsonShape, value: unknown, depth = 0): JsonValue | typeof NOT_JSON {
  if (typeof value !== "object" || value === null) return fits(shape, value) ? (value as JsonValue) : NOT_JSON;
  if (depth > MAX_DEPTH) return NOT_JSON;
  switch (shape.kind) {
    case "any":
      return jsonCopy(value, depth);
    case "nullable":
      return copyIfFits(shape.parts[0] as JsonShape, value, depth);
    case "array":
      return copyArrayIfFits(shape.parts[0] as JsonShape, value, depth + 1);
    case "record":
      return copyRecordIfFits(shape.parts[0] as JsonShape, value, depth + 1);
    case "object":
      return copyObjectIfFits(shape, value, depth + 1);
    default:
      return NOT_JSON;
  }
}

function copyArrayIfFits(item: JsonShape, value: object, depth: number): JsonValue | typeof NOT_JSON {
  if (!Array.isArray(value) || Object.getPrototypeOf(value) !== Array.prototype) return NOT_JSON;
  const copy = copyItems(value);
  if (item.kind === "number") return areNumbers(copy) ? (copy as JsonValue) : NOT_JSON;
  for (let i = 0; i < copy.length; i++) {
    const part = copyIfFits(item, copy[i], depth);
    if (part === NOT_JSON) return NOT_JSON;
    copy[i] = part;
  }
  return copy as JsonValue;
}

/** For copies alone: if V8 has seen arrays of structured clones here as well, it gives all arrays their form, which is cloned slowly. */
function areNumbers(copy: readonly unknown[]): boolean {
  for (let i = 0; i < copy.length; i++) if (!Number.isFinite(copy[i]) || Object.is(copy[i], -0)) return false;
  return true;
}

function copyRecordIfFits(item: JsonShape, value: object, depth: number): JsonValue | typeof NOT_JSON {
  if (!isOwnRecord(value)) return NOT_JSON;
  const copy: Record<string, unknown> = { ...value };
  for (const key in copy) {
    if (isDropped(key) || !Object.hasOwn(copy, key)) return NOT_JSON;
    const part = copyIfFits(item, copy[key], depth);
    if (part === NOT_JSON) return NOT_JSON;
    copy[key] = part;
  }
  return copy as JsonValue;
}

function copyObjectIfFits(shape: JsonShape, value: object, depth: number): JsonValue | typeof NOT_JSON {
  if (!isOwnRecord(value)) return NOT_JSON;
  const copy: Record<string, unknown> = { ...value };
  const { keys, isOptional, parts } = shape;
  let at = 0;
  let last: string | undefined;
  for (const key in copy) {
    last = key;
    while (keys[at] !== key && isOptional[at]) at++;
    if (keys[at] !== key) return NOT_JSON;
    const item = copy[key];
    const part = parts[at++] as JsonShape;
    if (typeof item !== "object" || item === null) {
      if (!fits(part, item)) return NOT_JSON;
    } else {
      const nested = Object.hasOwn(copy, key) ? copyIfFits(part, item, depth) : NOT_JSON;
      if (nested === NOT_JSON) return NOT_JSON;
      copy[key] = nested;
    }
  }
  while (isOptional[at]) at++;
  // Inherited keys are iterated last, as for an object that is not copied.
  return at === keys.length && (last === undefined || Object.hasOwn(copy, last)) ? (copy as JsonValue) : NOT_JSON;
}

function fitsArray(item: JsonShape, value: unknown): boolean {
  if (!Array.isArray(value) || Object.getPrototypeOf(value) !== Array.prototype) return false;
  // Inlined, since long arrays of numbers are common.
  if (item.kind === "number") {
    for (let i = 0; i < value.length; i++) if (!Number.isFinite(value[i]) || Object.is(value[i], -0)) return false;
    return true;
  }
  for (let i = 0; i < value.length; i++) if (!fits(item, value[i])) return false;
  return true;
}

function fitsRecord(item: JsonShape, value: unknown): boolean {
  if (!isOwnRecord(value)) return false;
  for (const key in value) {
    if (isDropped(key) || !fits(item, value[key])) return false;
  }
  return true;
}

function fitsObject({ keys, isOptional, parts }: JsonShape, value: unknown): boolean {
  if (!isOwnRecord(value)) return false;
  let at = 0;
  let last: string | undefined;
  for (const key in value) {
    last = key;
    while (keys[at] !== key && isOptional[at]) at++;
    if (keys[at] !== key || !fits(parts[at] as JsonShape, value[key])) return false;
    at++;
  }
  while (isOptional[at]) at++;
  // Inherited keys are iterated last. Valibot would read them, so such a value does not fit.
  return at === keys.length && (last === undefined || Object.hasOwn(value, last));
}

/** Tells whether Valibot drops a key of a record. */
function isDropped(key: string): boolean {
  return key === "__proto__" || key === "prototype" || key === "constructor";
}

function isOwnRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.getOwnPropertySymbols(value).length === 0
  );
}
