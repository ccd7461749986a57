// Circular import: an access is made by its storage, and asks it.
import { given } from "../errors/given.ts";
import { BackendClosedError, type ClosedStore } from "../errors/storage-errors.ts";
import { withCallerStack } from "../errors/with-caller-stack.ts";
import type { Space } from "../records/space.ts";
import type { SyncRecords } from "../records/usage.ts";
import type { Input, Kind, PendingItem, Result } from "../scheduling/batch.ts";
import { yieldToEventLoop } from "../scheduling/event-loop.ts";
import { findPurpose } from "../scheduling/user-work.ts";
import type { CallGate } from "./call-gate.ts";
import { INTENTS, keyOf, type OperationIntent, type OperationOptions } from "./operation.ts";
import type { StorageBase } from "./storage-base.ts";

/** Number of asynchronous functions through which a face may return the promise of `accept`. */
const RETURN_DEPTH = 3;

/** Kind of a face. */
type FaceKind = NonNullable<ClosedStore["face"]>;

/**
 * Access of one face to its storage. Several faces may use one storage: each closes for itself, and the last one closes the storage.
 */
export class StorageAccess {
  readonly storage: StorageBase;
  /** Kind of the face. */
  readonly face: FaceKind;
  readonly #gate: CallGate;

  /** @param gate Gate of the face, if another access of the same face has made it. */
  protected constructor(storage: StorageBase, face: FaceKind, gate: CallGate) {
    this.storage = storage;
    this.face = face;
    this.#gate = gate;
  }

  /**
   * Returns an access to a storage; an access is returned itself, so that several faces can be closed as one.
   *
   * @throws {TypeError} for a target that is no storage.
   */
  static to(target: StorageAccess | StorageBase, face: FaceKind): StorageAccess {
    if (target instanceof StorageAccess) return target;
    checkStorage(target);
    return new StorageAccess(target, face, target.openGate());
  }

  /** Gate of an access, for an access that extends it. */
  protected static gateOf(access: StorageAccess): CallGate {
    return access.#gate;
  }

  /**
   * Queues an operation on one record. It need not be counted as a call in progress: closing waits for all queued items.
   *
   * @throws {BackendClosedError} `BACKEND_CLOSED`.
   */
  ask<K extends Kind>(kind: K, space: Space, item: Input<K>): PendingItem<K> {
    if (this.#gate.isClosing) this.assertAccepting();
    return this.storage.ask(kind, space, item, this.#gate);
  }

  /**
   * Carries out an operation on many records.
   *
   * @throws {BackendClosedError} `BACKEND_CLOSED`; the error of the first item that failed.
   */
  askAll<K extends Kind>(kind: K, space: Space, items: readonly Input<K>[]): Promise<Result<K>[]> {
    return this.operate(items.map(keyOf), INTENTS[kind], () => this.storage.askAll(kind, space, items));
  }

  /** Runs a part of an accepted call under the locks of the storage; see `StorageBase.operation`. */
  together<T>(
    keys: readonly string[],
    intent: OperationIntent,
    task: () => Promise<T>,
    options?: OperationOptions,
  ): Promise<T> {
    return this.storage.operation(keys, intent, task, options);
  }

  /**
   * Carries out a call that accesses the storage under its locks.
   *
   * @throws {BackendClosedError} `BACKEND_CLOSED`.
   */
  operate<T>(
    keys: readonly string[],
    intent: OperationIntent,
    task: () => Promise<T>,
    options?: OperationOptions,
  ): Promise<T> {
    return this.accept(() => this.storage.operation(keys, intent, task, options));
  }

  /** Returns the records of a space for synchronous access; `undefined` while the medium cannot be accessed synchronously. */
  readNow(space: Space): SyncRecords | undefined {
    return this.#gate.isClosing ? undefined : this.storage.syncRecords(space);
  }

  /** True if no operation is queued, so that the index of the medium can be read synchronously. */
  get isIdle(): boolean {
    return !this.#gate.isClosing && this.storage.canBypassQueue;
  }

  /**
   * Carries out a call that accesses the storage several times. Closing waits for the last access.
   *
   * @throws {BackendClosedError} `BACKEND_CLOSED`.
   */
  async accept<T>(task: () => Promise<T>): Promise<T> {
    if (this.#gate.isClosing) this.assertAccepting();
    this.#gate.enter();
    try {
      return await task();
    } catch (error) {
      // If the task fails immediately, the callers that return this promise have not begun to await it: their stack would be missing.
      for (let i = 0; i < RETURN_DEPTH; i++) await undefined;
      throw withCallerStack(error);
    } finally {
      this.#gate.leave();
    }
  }

  /** Signal that is aborted when the face begins to close, for calls that would go on without an end. */
  get closing(): AbortSignal {
    return this.#gate.closing;
  }

  /** Runs a part of an accepted call that may outlast it. Closing waits for it too. */
  track<T>(task: () => Promise<T>): Promise<T> {
    return this.#gate.track(task);
  }

  /** Yields the pages of a listing. Closing waits for each requested page; once the face is closed, the next one is refused. */
  async *listing<T>(pages: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
    this.assertAccepting();
    const iterator = pages[Symbol.asyncIterator]();
    try {
      for (;;) {
        if (this.#gate.isClosed) throw this.#closed();
        const next = await this.track(() => iterator.next());
        if (next.done) return;
        yield next.value;
      }
    } catch (error) {
      throw withCallerStack(error);
    } finally {
      await this.track(async () => iterator.return?.());
    }
  }

  /**
   * Refuses calls after `close()`, except those from functions that an accepted call runs: they are part of that call.
   *
   * @throws {BackendClosedError} `BACKEND_CLOSED`.
   */
  assertAccepting(): void {
    if (!this.#gate.isClosing) return;
    const { storage } = this;
    if (this.#gate.isClosed || !findPurpose((purpose) => purpose.storage === storage)) throw this.#closed();
  }

  #closed(): BackendClosedError {
    return new BackendClosedError({ face: this.face, place: this.storage.place });
  }

  /**
   * Waits for the calls in progress, then refuses all further ones. The last face that closes also closes the storage.
   *
   * @param end Last work of the face, after its calls.
   */
  close(end?: () => Promise<void>): Promise<void> {
    const { storage } = this;
    return this.#gate.close(async () => {
      if (end) {
        await this.#settle();
        await end();
      }
      if (storage.closeGate()) return storage.close();
      await this.#settle();
    });
  }

  /** Waits for the calls in progress. */
  async #settle(): Promise<void> {
    do {
      await this.#gate.idle();
      await this.storage.reached();
      await yieldToEventLoop(); // Callers whose operations are done continue first, and may start new ones.
    } while (this.#gate.isActive);
  }
}

function checkStorage(target: unknown): asserts target is StorageBase {
  if (typeof (target as Partial<StorageBase> | null | undefined)?.openGate === "function") return;
  const hasStorage = typeof target === "object" && target !== null && "storage" in target;
  const got = hasStorage ? "an object with a storage: pass its property 'storage'" : given(target);
  throw new TypeError(`A face needs a storage, such as new MemoryStorage(), got ${got}.`);
}
