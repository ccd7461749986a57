import { checkOptions } from "../options/check-options.ts";
import type { Constructor } from "../storage/constructor.ts";
import type { OperationIntent, OperationOptions } from "../storage/operation.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { type Acquire, checkTimeout, DEFAULT_LOCK_TIMEOUT_MS, type LockOptions } from "./lock-options.ts";
import { ReentrantLocks } from "./reentrant-locks.ts";

/** Strategy of a lock mixin. */
export interface LockStrategy<S extends StorageBase> {
  /** Makes the function that acquires locks; called once per store. */
  readonly open: (storage: S) => Acquire;
  /** Locks that an operation on these keys takes. */
  readonly locksOf: (keys: readonly string[]) => readonly string[];
}

/**
 * Runs the `operation` hook of a storage under locks; the basis of every lock mixin.
 *
 * @throws {RangeError} when `timeoutMs` is not a number of milliseconds from 0.
 */
export function lockMixin<S extends StorageBase, TBase extends Constructor<S>>(
  Base: TBase,
  { open, locksOf }: LockStrategy<S>,
  options: LockOptions,
): TBase {
  checkOptions(options, { timeoutMs: true, intents: true }, "a lock mixin");
  const timeoutMs = checkTimeout(options.timeoutMs ?? DEFAULT_LOCK_TIMEOUT_MS);
  const locks = (intent: OperationIntent): boolean => options.intents?.includes(intent) ?? true;
  // Abstract only for the compiler: the base class implements the abstract members of StorageBase.
  abstract class Locked extends (Base as Constructor<StorageBase>) {
    readonly #locks = new ReentrantLocks(open(this as StorageBase as S));

    protected override wraps(intent: OperationIntent): boolean {
      return locks(intent) || super.wraps(intent);
    }

    override operation<T>(
      keys: readonly string[],
      intent: OperationIntent,
      task: () => Promise<T>,
      operationOptions?: OperationOptions,
    ): Promise<T> {
      const names = locks(intent) ? locksOf(keys) : [];
      if (names.length === 0) return super.operation(keys, intent, task, operationOptions);
      const inner = (): Promise<T> => super.operation(keys, intent, task, operationOptions);
      return this.track(() => this.#locks.run(names, inner, { timeoutMs, signal: operationOptions?.signal }));
    }
  }
  return Locked as unknown as TBase;
}
