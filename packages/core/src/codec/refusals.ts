import * as types from "node:util/types";
import { NotRoundTrippableError } from "../errors/result-errors.ts";
import { bytesFault, isBytes } from "./bytes.ts";
import { ValueRef } from "./value-ref.ts";

const PROTOTYPE_NAMES: ReadonlyMap<unknown, string> = new Map(
  [Map, Set, Date, ArrayBuffer, DataView, Uint8Array].map((type): [unknown, string] => [type.prototype, type.name]),
);

/** Advice about instances of classes, where a registry of types applies. */
export const REGISTER_TYPE = "teach its class with registerType()";

/** Creates the error for an object that cannot be stored. @param advice Way to store an instance of a class. */
export function notData(value: object, path: readonly PropertyKey[], advice: string): NotRoundTrippableError {
  return new NotRoundTrippableError([...path], refusalReason(value, advice));
}

/** Refuses a promise before a schema sees it: one that accepts anything would pass it on. @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE`. */
export function refusePromise(value: unknown): void {
  if (types.isPromise(value)) throw notData(value as object, [], "");
}

/** Creates the error for a property that throws when read: a getter, or a trap of a proxy. */
export function unreadable(path: readonly PropertyKey[], cause: unknown): NotRoundTrippableError {
  const message = cause instanceof Error ? cause.message : typeof cause;
  return new NotRoundTrippableError([...path], `it throws when it is read (${message})`, undefined, cause);
}

function refusalReason(value: object, advice: string): string {
  if (value instanceof ValueRef)
    return "only the store can compute the digest of a value with references; save() returns it";
  if (types.isPromise(value)) return "a Promise cannot be stored; perhaps an 'await' is missing";
  if (types.isProxy(value)) return "a Proxy cannot be stored; pass its target";
  const fault = isBytes(value) ? bytesFault(value) : undefined;
  if (fault !== undefined) return fault;
  const prototypeName = PROTOTYPE_NAMES.get(Object.getPrototypeOf(value));
  if (prototypeName !== undefined) return `an object that only has the prototype of ${prototypeName} cannot be stored`;
  const name: unknown = value.constructor?.name;
  const known = typeof name === "string" && name !== "" ? name : "a class";
  return `an instance of ${known} cannot be stored; ${advice}`;
}
