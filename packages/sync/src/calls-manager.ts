import type { Call, ModelRegistry } from "@results-manager/core";
import {
  checkOptions,
  decodeValue,
  digestWith,
  type EncodedValue,
  encodeValue,
  keyOfCall,
  snapshot,
  withErrorPath,
} from "@results-manager/core/internal";
import type { CallsProtocol, WireCall } from "./protocol/calls-protocol.ts";
import type { BackendRecipe } from "./recipe/backend-recipe.ts";
import { type FileStoreDescription, openRequest, type StoreDescription } from "./recipe/open-request.ts";
import { runSync } from "./store/expect-sync.ts";
import { describedStore, type OpenStoreOptions, type ResultsManagerOptions } from "./store/manager-options.ts";
import { StoreConnection } from "./store/store-connection.ts";

/** Options for computing a call. */
export interface ComputeSyncOptions {
  /** Seconds until the call expires, a positive finite number. Default: never. */
  readonly ttlSeconds?: number | undefined;
}

/**
 * Blocking storage of calls, for {@link memoize}.
 *
 * The calls are stored in another thread, and this thread waits, as with `ResultsManager`. Arguments and results are sent there, so they must
 * be plain data: instances of registered types and references to stored values are refused.
 *
 * @example
 * ```js
 * const { CallsManager, memoize } = require("@results-manager/sync");
 * const calls = new CallsManager("./data");
 * const countTokens = memoize(count, { calls, parameters: ["text"] });
 * ```
 */
export class CallsManager implements Disposable {
  readonly #store: StoreConnection<CallsProtocol>;
  readonly #registry: ModelRegistry;

  /**
   * Opens a storage of calls: the path of a folder, a URL as `openCalls` takes it, a folder with options, or any storage by a recipe.
   *
   * @throws {TypeError} for an invalid description of a store; {@link RangeError} for a `timeoutMs` out of range.
   * @throws errors of opening the store: `STORE_NOT_FOUND`, `STORAGE_FAILED`.
   */
  constructor(store: string | URL, options?: OpenStoreOptions);
  constructor(store: FileStoreDescription & ResultsManagerOptions);
  constructor(store: { readonly backend: BackendRecipe } & ResultsManagerOptions);
  constructor(store: StoreDescription);
  constructor(store: StoreDescription, options?: OpenStoreOptions) {
    const { description, registry, clock, timeoutMs, rest } = describedStore(store, options);
    this.#store = new StoreConnection({ request: openRequest("calls", description, rest), clock, timeoutMs });
    this.#registry = registry;
  }

  /** Returns the key of a call; see `CallStorage.key`. */
  key(call: Call): string {
    return keyOfCall(call, this.#registry.types);
  }

  /** Returns the digest of a value; see `digest`. */
  digest(value: unknown): string {
    return digestWith(value, this.#registry.types);
  }

  /**
   * Returns the result of a stored call, or calls `compute` and stores its result with the call: once, however many threads and processes
   * ask for it.
   *
   * @param compute Gets copies of the arguments as they were at the call.
   * @throws {TypeError} for an asynchronous `compute`, and as `CallStorage.getOrCompute`.
   */
  getOrCompute(
    call: Call,
    compute: (args: Readonly<Record<string, unknown>>) => unknown,
    options: ComputeSyncOptions = {},
  ): unknown {
    return this.#call(this.getOrCompute, (store) => {
      checkOptions(options, { ttlSeconds: true }, "getOrCompute");
      const key = this.key(call);
      const args = withErrorPath(snapshot, call.arguments, "arguments") as Call["arguments"];
      let computed: EncodedValue | undefined;
      const computeValue = (): EncodedValue => {
        computed ??= withErrorPath(
          encodeValue,
          runSync("The function that computes the value", () => compute(args)),
          "result",
        );
        return computed;
      };
      const callee = { functions: { computeValue }, thrown: [] };
      const request: [WireCall, number | undefined] = [wireCall({ ...call, arguments: args }), options.ttlSeconds];
      const { data, types } = store.askWith(callee, "getOrCompute", request, ["call_leases", key]);
      return decodeValue(data, types);
    });
  }

  /** Tells whether a call is stored, with the same fingerprint if it has one. */
  contains(call: Call): boolean {
    return this.#call(this.contains, (store) => store.ask("isKept", wireCall(call)));
  }

  /** Removes the call of a key, and tells whether it was stored. */
  evict(key: string): boolean {
    return this.#call(this.evict, (store) => store.ask("evict", String(key)));
  }

  /** Removes expired calls, and returns their number. */
  prune(): number {
    return this.#call(this.prune, (store) => store.ask("prune"));
  }

  /** Returns the space of removed calls and values to the system, and the number of bytes freed. */
  compact(): number {
    return this.#call(this.compact, (store) => store.ask("compact"));
  }

  /** Removes values that no call refers to, and returns their number; see `CallStorage.gc`. */
  gc(): number {
    return this.#call(this.gc, (store) => store.ask("gc"));
  }

  /** Closes the storage; later calls are refused. Closing again is a no-op. A script that ends need not close it. */
  close(): void {
    this.#store.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #call<T>(method: (...args: never[]) => unknown, task: (store: StoreConnection<CallsProtocol>) => T): T {
    return this.#store.runCall(method, () => task(this.#store));
  }
}

function wireCall({ name, module, version, fingerprint, arguments: args }: Call): WireCall {
  return { name, module, version, fingerprint, arguments: withErrorPath(encodeValue, args, "arguments") };
}
