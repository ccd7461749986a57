import { MAX_DEPTH, tooDeep } from "../codec/depth.ts";
import { isPlainArray } from "../codec/plain/is-plain-array.ts";
import { isPlainObject } from "../codec/plain/is-plain-object.ts";
import { snapshot } from "../codec/plain/snapshot.ts";
import { setProperty } from "../codec/set-property.ts";
import { TypedValue } from "../codec/typed-value.ts";
import { CanonicalForm } from "../digest/canonical-form.ts";
import { NotRoundTrippableError } from "../errors/result-errors.ts";
import { parseDigest } from "../ids/digest-text.ts";
import type { NamedType, ValueTypes } from "../models/value-types.ts";

/**
 * Copies a value and replaces instances of registered types by {@link TypedValue}s. Later changes of the original have no effect on the
 * copy.
 *
 * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE` for an instance that its type does not decode to an equal one; and the errors of
 * the type's functions.
 */
export function seal(value: unknown, types: ValueTypes): unknown {
  const copy = snapshot(value);
  if (types.size === 0) return copy;
  const replace = (object: object, path: readonly PropertyKey[]): unknown => {
    const named = types.find(object);
    return named ? sealInstance(object, named, types, path) : object;
  };
  return replaceInstances(copy, replace, []);
}

/** Copies a sealed value and creates its instances. @throws {TypeNotRegisteredError}, and the errors of the type's functions. */
export function unseal(value: unknown, types: ValueTypes): unknown {
  const copy = snapshot(value);
  if (types.size === 0 && !(copy instanceof TypedValue)) return copy;
  return replaceInstances(copy, (object) => (object instanceof TypedValue ? instanceOf(object, types) : object), []);
}

/** Returns the {@link TypedValue} of a stored instance. */
export function storedInstance(name: string, data: unknown, types: ValueTypes): TypedValue {
  const named = types.get(name);
  return new TypedValue(
    name,
    data,
    named.type.digest && ownDigest(named, instanceOf(new TypedValue(name, data, ""), types)),
  );
}

function instanceOf({ name, data }: TypedValue, types: ValueTypes): unknown {
  return types.get(name).type.decode(unseal(data, types));
}

function sealInstance(value: object, named: NamedType, types: ValueTypes, path: readonly PropertyKey[]): TypedValue {
  if (path.length > MAX_DEPTH) throw tooDeep(value);
  const sealed = sealOnce(value, named, types);
  const again = instanceOf(sealed, types);
  const isSame = named.type.is(again) && formOf(sealOnce(again, named, types)) === formOf(sealed);
  if (isSame) return sealed;
  throw new NotRoundTrippableError([...path], `type '${named.name}' does not decode what it encodes to an equal value`);
}

function sealOnce(value: unknown, named: NamedType, types: ValueTypes): TypedValue {
  const data = seal(named.type.encode(value), types);
  return new TypedValue(named.name, data, named.type.digest && ownDigest(named, value));
}

function ownDigest({ type }: NamedType, value: unknown): string | undefined {
  return type.digest && parseDigest(type.digest(value));
}

function formOf(value: TypedValue): string {
  return new CanonicalForm(value).of(value);
}

/** Replaces objects that are not plain data, in place, within a private copy. */
function replaceInstances(
  value: unknown,
  replace: (object: object, path: readonly PropertyKey[]) => unknown,
  path: PropertyKey[],
): unknown {
  if (typeof value !== "object" || value === null) return value;
  const within = (item: unknown, key: PropertyKey): unknown => {
    if (typeof item !== "object" || item === null) return item;
    path.push(key);
    const replaced = replaceInstances(item, replace, path);
    path.pop();
    return replaced;
  };
  if (isPlainArray(value)) {
    for (let i = 0; i < value.length; i++) if (typeof value[i] === "object") value[i] = within(value[i], i);
    return value;
  }
  if (isPlainObject(value)) {
    for (const key of Object.keys(value))
      if (typeof value[key] === "object") setProperty(value, key, within(value[key], key));
    return value;
  }
  if (value instanceof Map && Object.getPrototypeOf(value) === Map.prototype) {
    return new Map([...value].map(([key, item], i) => [within(key, i), within(item, i)]));
  }
  if (value instanceof Set && Object.getPrototypeOf(value) === Set.prototype) {
    return new Set([...value].map((item, i) => within(item, i)));
  }
  return replace(value, path);
}
