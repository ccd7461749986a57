import { AsyncLocalStorage } from "node:async_hooks";
import { type OperationIntent, StorageBase } from "@results-manager/core";
import { uniqueNumber } from "./unique-number.ts";

/** Runs a task as part of an operation. */
type Scope = <T>(task: () => T) => T;

interface Held {
  readonly scope: Scope;
  readonly leave: () => void;
  /** Resolves when its locks are free again. */
  readonly left: Promise<unknown>;
}

/** Operations whose work is done in the other thread: their locks are held until it says that they are over. */
export class HeldOperations {
  readonly #storage: StorageBase;
  readonly #held = new Map<number, Held>();

  constructor(storage: StorageBase) {
    this.#storage = storage;
  }

  /** Waits for the locks of an operation, and returns its number. */
  enter(keys: readonly string[], intent: OperationIntent): Promise<number> {
    return new Promise((resolve, reject) => {
      const task = (): Promise<void> =>
        new Promise((leave) => {
          const operation = uniqueNumber();
          this.#held.set(operation, { scope: AsyncLocalStorage.snapshot() as Scope, leave, left });
          resolve(operation);
        });
      const left: Promise<unknown> = Promise.resolve().then(() =>
        StorageBase.operate(this.#storage, keys, intent, task),
      );
      left.catch(reject);
    });
  }

  /** Runs a task as part of an operation, if any: locks let through whoever holds them. */
  inScopeOf<T>(operation: number | undefined, task: () => T): T {
    const held = operation === undefined ? undefined : this.#held.get(operation);
    return held ? held.scope(task) : task();
  }

  /** Ends an operation; one of an earlier worker is none. */
  async leave(operation: number): Promise<void> {
    const held = this.#held.get(operation);
    this.#held.delete(operation);
    held?.leave();
    await held?.left;
  }
}
