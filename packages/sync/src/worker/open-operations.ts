import { AsyncLocalStorage } from "node:async_hooks";
import type { OperationIntent } from "@results-manager/core/internal";
import { StorageBase } from "@results-manager/core/storage";
import { uniqueNumber } from "./unique-number.ts";

/** Runs a task as part of an operation. */
type Scope = <T>(task: () => T) => T;

interface OpenOperation {
  readonly scope: Scope;
  readonly leave: () => void;
  /** Resolves when its locks have been released. */
  readonly left: Promise<unknown>;
}

/** Operations whose work runs in the other thread; their locks are held until that thread leaves them. */
export class OpenOperations {
  readonly #storage: StorageBase;
  readonly #operations = new Map<number, OpenOperation>();

  constructor(storage: StorageBase) {
    this.#storage = storage;
  }

  /** Waits for the locks of an operation, and returns its number. */
  enter(keys: readonly string[], intent: OperationIntent): Promise<number> {
    return new Promise((resolve, reject) => {
      const task = (): Promise<void> =>
        new Promise((leave) => {
          const operation = uniqueNumber();
          this.#operations.set(operation, { scope: AsyncLocalStorage.snapshot() as Scope, leave, left });
          resolve(operation);
        });
      const left: Promise<unknown> = Promise.resolve().then(() =>
        StorageBase.operate(this.#storage, keys, intent, task),
      );
      left.catch(reject);
    });
  }

  /** Runs a task as part of an operation, if any, so that it may re-enter the operation's locks. */
  inScopeOf<T>(operation: number | undefined, task: () => T): T {
    const held = operation === undefined ? undefined : this.#operations.get(operation);
    return held ? held.scope(task) : task();
  }

  /** Ends an operation; an operation of an earlier worker is ignored. */
  async leave(operation: number): Promise<void> {
    const held = this.#operations.get(operation);
    this.#operations.delete(operation);
    held?.leave();
    await held?.left;
  }
}
