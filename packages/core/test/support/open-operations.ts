import { deferred } from "@results-manager/testing";
import type { OperationIntent, OperationOptions } from "../../src/storage/operation.ts";
import { type Constructor, MemoryStorage, type StorageBase } from "../../src/storage.ts";

/** A storage whose `operation` hook can be called from outside. */
export interface OpenOperations {
  run<T>(
    keys: readonly string[],
    task: () => Promise<T>,
    options?: OperationOptions & { readonly intent?: OperationIntent },
  ): Promise<T>;
}

/** Lets a test call the `operation` hook of a lock stack over memory. */
export function openOperations(lock: (Base: Constructor<StorageBase>) => Constructor<StorageBase>): OpenOperations {
  abstract class Opened extends lock(MemoryStorage) {
    run<T>(
      keys: readonly string[],
      task: () => Promise<T>,
      options: OperationOptions & { readonly intent?: OperationIntent } = {},
    ): Promise<T> {
      return this.operation(keys, options.intent ?? "write", task, options);
    }
  }
  // Abstract to the compiler alone: MemoryStorage implements everything.
  const Concrete = Opened as unknown as Constructor<OpenOperations>;
  return new Concrete();
}

/** An operation that has begun, and ends when it is told to. */
export interface HeldOperation {
  /** Ends the operation, and resolves when it has. */
  readonly end: () => Promise<string>;
}

/** Begins an operation, and resolves when it holds its keys: on a busy machine, it waits for a time slice before. */
export async function hold(
  storage: OpenOperations,
  keys: readonly string[],
  options?: OperationOptions & { readonly intent?: OperationIntent },
): Promise<HeldOperation> {
  const begun = deferred();
  const ended = deferred<string>();
  const task = (): Promise<string> => {
    begun.resolve();
    return ended.promise;
  };
  const operation = storage.run(keys, task, options);
  await begun.promise;
  return {
    end: () => {
      ended.resolve("done");
      return operation;
    },
  };
}

/** Tells how many tasks ran at once at most. */
export class Gauge {
  #running = 0;
  most = 0;

  /** A task that takes a few turns. */
  readonly task = async (): Promise<void> => {
    this.most = Math.max(this.most, ++this.#running);
    await new Promise((resolve) => setTimeout(resolve, 2));
    this.#running--;
  };
}
