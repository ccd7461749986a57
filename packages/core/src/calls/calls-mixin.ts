import type { Constructor } from "../storage/constructor.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import type { ValueStorage } from "../values/value-storage.ts";
import type { Call, CallTemplate, StoredCall } from "./call.ts";
import type { CallContext, CallStorage, ComputeCallOptions, SaveCallOptions } from "./call-storage.ts";
import { CallsFace } from "./calls-face.ts";

/** Adds {@link CallStorage} to a medium. */
export function CallsMixin<TBase extends Constructor<StorageBase>>(Base: TBase): TBase & Constructor<CallStorage> {
  // Abstract only for the compiler: the base class implements the abstract members of StorageBase.
  abstract class Calls extends Base implements CallStorage {
    readonly #calls = new CallsFace(this.storageAccess());

    get values(): ValueStorage {
      return this.#calls.values;
    }

    key(call: Call): string {
      return this.#calls.key(call);
    }

    save(call: Call, options?: SaveCallOptions): Promise<string> {
      return this.#calls.save(call, options);
    }

    load(key: string): Promise<StoredCall> {
      return this.#calls.load(key);
    }

    query(template?: CallTemplate): AsyncIterable<StoredCall> {
      return this.#calls.query(template);
    }

    transform(change?: (call: StoredCall) => Call | Promise<Call>): Promise<number> {
      return this.#calls.transform(change);
    }

    getOrCompute(
      call: Call,
      compute: (context: CallContext) => unknown,
      options?: ComputeCallOptions,
    ): Promise<unknown> {
      return this.#calls.getOrCompute(call, compute, options);
    }

    prune(): Promise<number> {
      return this.#calls.prune();
    }

    compact(): Promise<number> {
      return this.#calls.compact();
    }

    gc(roots?: Iterable<string>): Promise<number> {
      return this.#calls.gc(roots);
    }

    expand(short: string): Promise<string> {
      return this.#calls.expand(short);
    }

    shrink(full: string): Promise<string> {
      return this.#calls.shrink(full);
    }

    contains(key: string): Promise<boolean> {
      return this.#calls.contains(key);
    }

    evict(key: string): Promise<boolean> {
      return this.#calls.evict(key);
    }

    list(): Promise<string[]> {
      return this.#calls.list();
    }

    keys(): AsyncIterable<string> {
      return this.#calls.keys();
    }
  }
  return Calls as unknown as TBase & Constructor<CallStorage>;
}
