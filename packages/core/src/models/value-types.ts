import { given } from "../errors/given.ts";
import { TypeNotRegisteredError } from "../errors/type-errors.ts";
import { checkName } from "./check-name.ts";

/** Custom type of values: converts its instances to data and back. */
export interface ValueType<T> {
  /** Tells whether a value is of this type. Called only for objects that cannot be stored without a type. */
  is(value: unknown): value is T;
  /** Converts an instance to plain data, which may contain instances of registered types. */
  encode(value: T): unknown;
  /** Makes a new instance from the data. */
  decode(data: unknown): T;
  /** Returns a digest of 64 hexadecimal characters, equal for equal instances. By default, the encoded data is digested. */
  digest?(value: T): string;
}

/** Value type with its name. */
export interface NamedType {
  readonly name: string;
  readonly type: ValueType<unknown>;
}

/** Value types of a registry. */
export class ValueTypes {
  readonly #types = new Map<string, NamedType>();

  /** Number of types. */
  get size(): number {
    return this.#types.size;
  }

  /** Registers a type. @throws {TypeError} for an invalid type, or for the name of another type. */
  register<T>(name: string, type: ValueType<T>): void {
    checkName(name, "The name of a type");
    for (const member of ["is", "encode", "decode"] as const) {
      if (typeof type?.[member] !== "function") throw new TypeError(`Type '${name}' must have a function '${member}'.`);
    }
    if (type.digest !== undefined && typeof type.digest !== "function") {
      throw new TypeError(`'digest' of type '${name}' must be a function, got ${given(type.digest)}.`);
    }
    const known = this.#types.get(name)?.type;
    if (known && sourceOf(known) !== sourceOf(type)) {
      throw new TypeError(`Another type is already registered as '${name}'. Choose another name.`);
    }
    // After a module was evaluated again, its new classes are the ones in use.
    this.#types.set(name, { name, type: type as ValueType<unknown> });
  }

  /** Finds the type of an object, if any. */
  find(value: object): NamedType | undefined {
    for (const named of this.#types.values()) if (named.type.is(value)) return named;
    return undefined;
  }

  /** Returns a type by its name. @throws {TypeNotRegisteredError} `TYPE_NOT_REGISTERED`. */
  get(name: string): NamedType {
    const named = this.#types.get(name);
    if (named) return named;
    throw new TypeNotRegisteredError(name);
  }
}

function sourceOf<T>({ is, encode, decode, digest }: ValueType<T>): string {
  return [is, encode, decode, digest].map(String).join();
}
