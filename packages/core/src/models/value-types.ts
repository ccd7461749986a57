import { TypeNotRegisteredError } from "../errors/type-errors.ts";
import { checkName } from "./check-name.ts";

/** A type of values beyond those that are stored anyway: how its instances become data, and are made of it again. */
export interface ValueType<T> {
  /** Tells whether a value is of this type. Only objects are asked about that could not be stored otherwise. */
  is(value: unknown): value is T;
  /** What an instance is made of again: plain data, or instances of registered types. */
  encode(value: T): unknown;
  /** Makes an instance that shares nothing with others. */
  decode(data: unknown): T;
  /** A digest of 64 hexadecimal characters, equal for equal instances; that of the encoded data unless given. */
  digest?(value: T): string;
}

/** A type by its name. */
export interface NamedType {
  readonly name: string;
  readonly type: ValueType<unknown>;
}

/** The types that a registry knows. */
export class ValueTypes {
  readonly #types = new Map<string, NamedType>();

  /** How many there are. */
  get size(): number {
    return this.#types.size;
  }

  /** @throws {TypeError} for what is no type, and for a name that another type has. */
  register<T>(name: string, type: ValueType<T>): void {
    checkName(name, "The name of a type");
    for (const member of ["is", "encode", "decode"] as const) {
      if (typeof type?.[member] !== "function") throw new TypeError(`Type '${name}' must have a function '${member}'.`);
    }
    if (type.digest !== undefined && typeof type.digest !== "function") {
      throw new TypeError(`'digest' of type '${name}' must be a function, got ${typeof type.digest}.`);
    }
    const known = this.#types.get(name)?.type;
    if (known && textOf(known) !== textOf(type)) {
      throw new TypeError(`Another type is registered as '${name}' already. Choose another name.`);
    }
    // Of a module that was evaluated again, the new classes are those in use.
    this.#types.set(name, { name, type: type as ValueType<unknown> });
  }

  /** The type that an object is of, if any. */
  find(value: object): NamedType | undefined {
    for (const named of this.#types.values()) if (named.type.is(value)) return named;
    return undefined;
  }

  /** @throws {TypeNotRegisteredError} `TYPE_NOT_REGISTERED`. */
  get(name: string): NamedType {
    const named = this.#types.get(name);
    if (named) return named;
    throw new TypeNotRegisteredError(name);
  }
}

function textOf<T>({ is, encode, decode, digest }: ValueType<T>): string {
  return [is, encode, decode, digest].map(String).join();
}
