import * as types from "node:util/types";
import { NotRoundTrippableError } from "../errors/result-errors.ts";
import { bytesFault, isBytes } from "./bytes.ts";
import { ValueRef } from "./value-ref.ts";

const PROTOTYPE_NAMES: ReadonlyMap<unknown, string> = new Map(
  [Map, Set, Date, ArrayBuffer, DataView, Uint8Array].map((type): [unknown, string] => [type.prototype, type.name]),
);

/** Creates the error for an object that cannot be stored. */
export function notData(value: object, path: readonly PropertyKey[]): NotRoundTrippableError {
  return new NotRoundTrippableError([...path], refusalReason(value));
}

/** Creates the error for a property that throws when read: a getter, or a trap of a proxy. */
export function unreadable(path: readonly PropertyKey[], cause: unknown): NotRoundTrippableError {
  const message = cause instanceof Error ? cause.message : typeof cause;
  return new NotRoundTrippableError([...path], `it throws when it is read (${message})`, undefined, cause);
}

function refusalReason(value: object): string {
  if (value instanceof ValueRef)
    return "only the store can compute the digest of a value with references; save() returns it";
  if (types.isProxy(value)) return "a Proxy cannot be stored; pass its target";
  const fault = isBytes(value) ? bytesFault(value) : undefined;
  if (fault !== undefined) return fault;
  const prototypeName = PROTOTYPE_NAMES.get(Object.getPrototypeOf(value));
  if (prototypeName !== undefined) return `an object that only has the prototype of ${prototypeName} cannot be stored`;
  const name: unknown = value.constructor?.name;
  const known = typeof name === "string" && name !== "" ? name : "a class";
  return `an instance of ${known} cannot be stored; give the model an 'encode'`;
}
