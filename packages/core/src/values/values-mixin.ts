import type { Constructor } from "../storage/constructor.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import type { LoadOptions, ValueStorage } from "./value-storage.ts";
import { ValuesFace } from "./values-face.ts";

/** Adds {@link ValueStorage} to a medium. */
export function ValuesMixin<TBase extends Constructor<StorageBase>>(Base: TBase): TBase & Constructor<ValueStorage> {
  // Abstract only for the compiler: the base class implements the abstract members of StorageBase.
  abstract class Values extends Base implements ValueStorage {
    readonly #values = new ValuesFace(this.storageAccess());

    digest(value: unknown): string {
      return this.#values.digest(value);
    }

    save(value: unknown, key?: string): Promise<string> {
      return this.#values.save(value, key);
    }

    load(key: string, options?: LoadOptions): Promise<unknown> {
      return this.#values.load(key, options);
    }

    compact(): Promise<number> {
      return this.#values.compact();
    }

    gc(roots?: Iterable<string>): Promise<number> {
      return this.#values.gc(roots);
    }

    expand(short: string): Promise<string> {
      return this.#values.expand(short);
    }

    shrink(full: string): Promise<string> {
      return this.#values.shrink(full);
    }

    contains(key: string): Promise<boolean> {
      return this.#values.contains(key);
    }

    evict(key: string): Promise<boolean> {
      return this.#values.evict(key);
    }

    list(): Promise<string[]> {
      return this.#values.list();
    }

    keys(): AsyncIterable<string> {
      return this.#values.keys();
    }

    countReuses(): Promise<Map<string, number>> {
      return this.#values.countReuses();
    }

    aliases(): AsyncIterable<readonly [alias: string, digest: string]> {
      return this.#values.aliases();
    }
  }
  return Values as unknown as TBase & Constructor<ValueStorage>;
}
