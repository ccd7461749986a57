import { types } from "node:util";

const ISO = /^(?:\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The `Date` of JavaScript itself, even where a test has put another one in its place before this module was loaded. */
const RealDate = intrinsicDate();
const { parse } = RealDate;
const { getTime, getUTCDate } = RealDate.prototype;
const { forEach } = Map.prototype;
const { slice } = Array.prototype as unknown[];
const { values } = Set.prototype;

/**
 * Tells whether a value is a date and not of a class of its own: of this realm or another, or made by a `Date` that stands in for the
 * real one, as fake timers have it. Such a class has a clock, `now`, of its own; a subclass of a program inherits it.
 */
export function isDate(value: object): value is Date {
  return types.isDate(value) && isDatePrototype(Object.getPrototypeOf(value) as object | null);
}

/** Tells whether a value is a Map, of this realm or another, and not of a subclass. */
export function isMap(value: object): value is Map<unknown, unknown> {
  return types.isMap(value) && isIntrinsic(Object.getPrototypeOf(value) as object | null, Map.prototype, "set");
}

/** Tells whether a value is a Set, of this realm or another, and not of a subclass. */
export function isSet(value: object): value is Set<unknown> {
  return types.isSet(value) && isIntrinsic(Object.getPrototypeOf(value) as object | null, Set.prototype, "add");
}

/**
 * Tells whether a prototype is the one that JavaScript has for a type, in this realm or another.
 *
 * @param own that of this realm.
 * @param member a property that it has, and a subclass's prototype has not.
 * @param levels how far below `Object.prototype` it lies.
 */
export function isIntrinsic(prototype: object | null, own: object, member: string, levels = 1): boolean {
  if (prototype === own) return true;
  if (prototype === null || !Object.hasOwn(prototype, member)) return false;
  let above: object | null = prototype;
  for (let level = 0; level < levels && above; level++) above = Object.getPrototypeOf(above) as object | null;
  return above !== null && Object.getPrototypeOf(above) === null;
}

/** Milliseconds since the Unix epoch, whatever has been put on the date or its prototype. */
export function timeOf(date: Date): number {
  return getTime.call(date);
}

/** Milliseconds since the Unix epoch of a time as text; `NaN` for text that is none. */
export function parseTime(text: string): number {
  return parse(text);
}

/** A time in ISO 8601. @throws {RangeError} for an invalid one. */
export function isoTextOf(time: number): string {
  return new RealDate(time).toISOString();
}

/** Makes a date of what {@link isoTextOf} wrote; `undefined` for any other text, and for a day or an hour that is none. */
export function dateFromIso(text: string): Date | undefined {
  if (!ISO.test(text)) return undefined;
  const date = dateOf(parse(text));
  // JavaScript takes the 30th of February for the 2nd of March, and 24 o'clock for the next day.
  return getUTCDate.call(date) === Number(text.slice(-16, -14)) ? date : undefined;
}

/**
 * Makes a date of milliseconds since the Unix epoch. While another `Date` stands in for the real one it makes it, where it does what it
 * should: then the date is an instance of both.
 */
export function dateOf(time: number): Date {
  const Current = globalThis.Date;
  if (Current === RealDate) return new RealDate(time);
  try {
    const made: unknown = new Current(time);
    if (typeof made === "object" && made !== null && isDate(made) && Object.is(timeOf(made), time)) return made;
  } catch {
    // A stand-in that cannot make dates is not asked to.
  }
  return new RealDate(time);
}

/** The entries of a Map, whatever has been put on it or its prototype. */
export function entriesOf(map: Map<unknown, unknown>): (readonly [unknown, unknown])[] {
  const entries: (readonly [unknown, unknown])[] = [];
  forEach.call(map, (value, key) => entries.push([key, value]));
  return entries;
}

/** Copies an array, holes and all: the array's own method would make one of the array's realm. */
export function copyItems(items: readonly unknown[]): unknown[] {
  return slice.call(items);
}

/** Copies a Map, each key and value by a function. */
export function copyMap(map: Map<unknown, unknown>, copy: (item: unknown) => unknown): Map<unknown, unknown> {
  const result = new Map<unknown, unknown>();
  forEach.call(map, (value, key) => result.set(copy(key), copy(value)));
  return result;
}

/** The items of a Set, whatever has been put on it or its prototype. */
export function itemsOf(set: Set<unknown>): unknown[] {
  return [...(values.call(set) as SetIterator<unknown>)];
}

function isDatePrototype(prototype: object | null): boolean {
  if (isIntrinsic(prototype, RealDate.prototype, "toISOString")) return true;
  if (prototype === null) return false;
  const made: unknown = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  const isStandIn = typeof made === "function" && Object.hasOwn(made, "now");
  return isStandIn && isDatePrototype(Object.getPrototypeOf(prototype) as object | null);
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
