import * as types from "node:util/types";

const ISO = /^(?:\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The intrinsic `Date` of JavaScript, even if a test has replaced the global one before this module was loaded. */
const RealDate = intrinsicDate();
const { parse } = RealDate;
const { getTime, getUTCDate } = RealDate.prototype;
const { forEach } = Map.prototype;
const { slice } = Array.prototype as unknown[];
const { values } = Set.prototype;

/**
 * Tells whether a value is a date of this realm or another, or of a replaced `Date`, as fake timers install it, but not of a subclass. A
 * replacement has a property `now` of its own, while a subclass inherits it.
 */
export function isDate(value: object): value is Date {
  return types.isDate(value) && isDatePrototype(Object.getPrototypeOf(value) as object | null);
}

/** Tells whether a value is a Map of this realm or another, but not of a subclass. */
export function isMap(value: object): value is Map<unknown, unknown> {
  return types.isMap(value) && isIntrinsic(Object.getPrototypeOf(value) as object | null, Map.prototype, "set");
}

/** Tells whether a value is a Set of this realm or another, but not of a subclass. */
export function isSet(value: object): value is Set<unknown> {
  return types.isSet(value) && isIntrinsic(Object.getPrototypeOf(value) as object | null, Set.prototype, "add");
}

/**
 * Tells whether a prototype is the intrinsic one of a type, in this realm or another.
 *
 * @param own Prototype of this realm.
 * @param member Own property of the prototype, which the prototype of a subclass does not have.
 * @param levels Number of levels below `Object.prototype`.
 */
export function isIntrinsic(prototype: object | null, own: object, member: string, levels = 1): boolean {
  if (prototype === own) return true;
  if (prototype === null || !Object.hasOwn(prototype, member)) return false;
  let above: object | null = prototype;
  for (let level = 0; level < levels && above; level++) above = Object.getPrototypeOf(above) as object | null;
  return above !== null && Object.getPrototypeOf(above) === null;
}

/** Returns milliseconds since the Unix epoch, even if the date or its prototype has been modified. */
export function timeOf(date: Date): number {
  return getTime.call(date);
}

/** Returns the milliseconds since the Unix epoch of a time as text; `NaN` for invalid text. */
export function parseTime(text: string): number {
  return parse(text);
}

/** Formats a time in ISO 8601. @throws {RangeError} for an invalid time. */
export function isoTextOf(time: number): string {
  return new RealDate(time).toISOString();
}

/** Parses the text that {@link isoTextOf} writes; returns `undefined` for any other text, and for a nonexistent day or hour. */
export function dateFromIso(text: string): Date | undefined {
  if (!ISO.test(text)) return undefined;
  const date = dateOf(parse(text));
  // JavaScript parses the 30th of February as the 2nd of March, and 24:00 as the next day.
  return getUTCDate.call(date) === Number(text.slice(-16, -14)) ? date : undefined;
}

/**
 * Creates a date from milliseconds since the Unix epoch. If the global `Date` is replaced and the replacement works correctly, it is used:
 * the date is then an instance of both.
 */
export function dateOf(time: number): Date {
  const Current = globalThis.Date;
  if (Current === RealDate) return new RealDate(time);
  try {
    const created: unknown = new Current(time);
    if (typeof created === "object" && created !== null && isDate(created) && Object.is(timeOf(created), time))
      return created;
  } catch {
    // The replacement cannot create dates.
  }
  return new RealDate(time);
}

/** Returns the entries of a Map, even if the Map or its prototype has been modified. */
export function entriesOf(map: Map<unknown, unknown>): (readonly [unknown, unknown])[] {
  const entries: (readonly [unknown, unknown])[] = [];
  forEach.call(map, (value, key) => entries.push([key, value]));
  return entries;
}

/** Copies an array with its holes; the array's own method would create an array of its realm. */
export function copyItems(items: readonly unknown[]): unknown[] {
  return slice.call(items);
}

/** Copies a Map, with a function for keys and values. */
export function copyMap(map: Map<unknown, unknown>, copy: (item: unknown) => unknown): Map<unknown, unknown> {
  const result = new Map<unknown, unknown>();
  forEach.call(map, (value, key) => result.set(copy(key), copy(value)));
  return result;
}

/** Returns the items of a Set, even if the Set or its prototype has been modified. */
export function itemsOf(set: Set<unknown>): unknown[] {
  return [...(values.call(set) as SetIterator<unknown>)];
}

function isDatePrototype(prototype: object | null): boolean {
  if (isIntrinsic(prototype, RealDate.prototype, "toISOString")) return true;
  if (prototype === null) return false;
  const candidate: unknown = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  const isReplacement = typeof candidate === "function" && Object.hasOwn(candidate, "now");
  return isReplacement && isDatePrototype(Object.getPrototypeOf(prototype) as object | null);
}

function intrinsicDate(): DateConstructor {
  let prototype = Date.prototype as object;
  for (;;) {
    const above = Object.getPrototypeOf(prototype) as object | null;
    if (above === null || Object.getPrototypeOf(above) === null)
      return (prototype as Date).constructor as DateConstructor;
    prototype = above;
  }
}
