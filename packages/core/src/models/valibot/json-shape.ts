import { isJson } from "../../codec/plain/is-json.ts";

/** What a value of a shape is. */
export type ShapeKind = "string" | "number" | "boolean" | "scalar" | "any" | "nullable" | "array" | "record" | "object";

/**
 * What plain JSON must look like for a schema to give it back exactly as it is: the same values, under the same keys, in the same order.
 *
 * One class for all kinds, and no closures but for rare scalars: it is walked for each value that is read or written.
 */
export class JsonShape {
  readonly kind: ShapeKind;
  /** Of an object: its keys in their order. */
  readonly keys: readonly string[];
  /** Of an object: which keys may be missing. */
  readonly isOptional: readonly boolean[];
  /** Of an object: one for each key; of an array, a record, or what may be null: one for all. */
  readonly parts: readonly JsonShape[];
  /** Of a scalar. */
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

/** Tells whether a value is plain JSON of a shape. False only says that the schema must be asked. */
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

function fitsArray(item: JsonShape, value: unknown): boolean {
  if (!Array.isArray(value) || Object.getPrototypeOf(value) !== Array.prototype) return false;
  // Without a call for each: long lists of numbers are common.
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
    // Valibot leaves these out.
    if (key === "__proto__" || key === "prototype" || key === "constructor") return false;
    if (!fits(item, value[key])) return false;
  }
  return true;
}

function fitsObject({ keys, isOptional, parts }: JsonShape, value: unknown): boolean {
  if (!isOwnRecord(value)) return false;
  const { length } = keys;
  let at = 0;
  let last: string | undefined;
  for (const key in value) {
    last = key;
    while (at < length && keys[at] !== key && isOptional[at]) at++;
    if (at === length || keys[at] !== key || !fits(parts[at] as JsonShape, value[key])) return false;
    at++;
  }
  while (at < length && isOptional[at]) at++;
  // What is inherited comes last, and does not count here; to a schema it may.
  return at === length && (last === undefined || Object.hasOwn(value, last));
}

function isOwnRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.getOwnPropertySymbols(value).length === 0
  );
}
