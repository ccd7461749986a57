import { inspect } from "node:util";

/** Function of a schema library, of which the parts that matter are elsewhere. */
interface Node {
  readonly _zod?: { readonly def?: unknown; readonly check?: unknown };
  readonly _def?: unknown;
  readonly inner?: unknown;
  readonly type?: unknown;
}

/**
 * Finds the first difference between two schemas, or two functions, that may be made by evaluating one module twice. Functions are equal if
 * their source text is, since their variables cannot be seen.
 *
 * @returns text such as `entries.age.type: 'number' was registered, 'string' is given`, or `undefined` for equal ones.
 */
export function schemaDifference(known: unknown, given: unknown): string | undefined {
  return compare(known, given, "", new Map());
}

function compare(known: unknown, given: unknown, path: string, seen: Map<unknown, unknown>): string | undefined {
  if (Object.is(known, given) || (seen.has(known) && seen.get(known) === given)) return undefined;
  if (!isObject(known) || !isObject(given)) return difference(known, given, path);
  if (sourceOf(known) !== sourceOf(given)) return difference(known, given, path);
  seen.set(known, given);
  const [a, b] = [partsOf(known), partsOf(given)];
  for (const name of new Set([...a.keys(), ...b.keys()])) {
    const found = compare(a.get(name), b.get(name), path === "" ? name : `${path}.${name}`, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Text that equal objects have in common: the name of their class, and the source of a function, a pattern or a time. */
function sourceOf(object: object): string {
  const name: unknown = Object.getPrototypeOf(object)?.constructor?.name;
  // The text of a time has no milliseconds.
  if (object instanceof Date) return `${String(name)} ${object.getTime()}`;
  const isText = (typeof object === "function" && !isArkType(object)) || object instanceof RegExp;
  return `${String(name)} ${isText ? String(object) : ""}`;
}

/** Parts of an object by name. Of a schema, they are those of its definition: the object itself also has caches, which fill up with use. */
function partsOf(object: object): Map<string, unknown> {
  const { _zod, _def } = object as Node;
  if (object instanceof Map || object instanceof Set) return new Map([...object].map((item, i) => [String(i), item]));
  if (isObject(_zod)) return new Map([...entriesOf(_zod.def), ["check", _zod.check]]);
  if (isObject(_def)) return entriesOf(_def);
  return isArkType(object) ? entriesOf((object as Node).inner) : entriesOf(object);
}

function entriesOf(object: unknown): Map<string, unknown> {
  if (!isObject(object)) return new Map();
  return new Map(Object.keys(object).flatMap((name) => (name === "~standard" ? [] : [[name, read(object, name)]])));
}

/** Reads a property. Getters of recursive schemas may fail, equally for equal schemas. */
function read(object: object, name: string): unknown {
  try {
    return (object as Readonly<Record<string, unknown>>)[name];
  } catch (error) {
    return String(error);
  }
}

/** Schemas of ArkType are functions, generated from their `inner` definition. */
function isArkType(object: object): boolean {
  return typeof object === "function" && isObject((object as Node).inner) && "innerHash" in object;
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function difference(known: unknown, given: unknown, path: string): string {
  const place = path === "" ? "" : `at ${path}: `;
  const [before, now] = [show(known), show(given)];
  if (before === now) return `${place}${now} was passed, another one is registered`;
  return `${place}${before} is registered, ${now} was passed`;
}

function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (isObject(value) && !(value instanceof RegExp || value instanceof Date)) return kindOf(value);
  const text = inspect(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Says in few words what an object or a function is: a schema by its type, anything else by its class. */
function kindOf(object: object): string {
  const { _zod, type } = object as Node;
  const kind: unknown = isObject(_zod) ? (_zod.def as { readonly type?: unknown } | undefined)?.type : type;
  if (typeof kind === "string") return `a schema '${kind}'`;
  if (isArkType(object)) return "a schema";
  if (typeof object === "function") return "a function";
  return Array.isArray(object) ? `a list of ${object.length}` : "an object";
}
