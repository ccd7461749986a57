import type { BlockingResults } from "./blocking-results.ts";
import type { BackendRecipe } from "./recipe/backend-recipe.ts";
import type { FileStoreDescription, StoreDescription } from "./recipe/open-request.ts";
import {
  type OpenStoreOptions,
  type ParsedOptions,
  parseOptions,
  type ResultsManagerOptions,
} from "./results-manager-options.ts";
import { openStore } from "./store/open-store.ts";
import type { OpenedBackend } from "./store/opened-backend.ts";
import { WorkerStore } from "./store/worker-store.ts";
import { StoreResults } from "./store-results.ts";

// The face's overloads infer from the model; the class implements them for any model, which no signature of its own can say.
const Results = StoreResults as unknown as new (store: () => WorkerStore) => BlockingResults;

/**
 * The blocking twin of `AsyncResultsManager`: same methods, same semantics, plain values instead of promises.
 *
 * The store is worked on in another thread, and this one waits. Models, and every function that is given, stay in this one; one that is
 * asynchronous, a schema too, is a `TypeError`. Each method does and throws what `AsyncResultsBackend` says, and `SYNC_BRIDGE_FAILED`
 * ({@link SyncBridgeError}) when the worker dies or takes longer than `timeoutMs`.
 *
 * @example
 * ```js
 * const { ResultsManager } = require("@results-manager/sync");
 * const results = new ResultsManager("./data");
 * results.set("runs/7/loss", { value: 0.3 }, { model: Loss });
 * ```
 */
export class ResultsManager extends Results {
  readonly #options: ParsedOptions;
  #store: WorkerStore;

  /**
   * Opens a store: the path of a folder, a URL as `openResults` takes it, a folder with options, or any backend.
   *
   * @throws {TypeError} for what describes no store; {@link RangeError} for a `timeoutMs` out of range.
   * @throws what opening the store throws: `STORE_NOT_FOUND`, `STORAGE_FAILED`.
   */
  constructor(store: string | URL, options?: OpenStoreOptions);
  constructor(store: FileStoreDescription & ResultsManagerOptions);
  constructor(store: { readonly backend: BackendRecipe } & ResultsManagerOptions);
  constructor(store: StoreDescription);
  constructor(store: StoreDescription, options?: OpenStoreOptions) {
    super(() => this.#store);
    if (typeof store !== "object" || store === null || store instanceof URL) {
      this.#options = parseOptions(options === undefined ? {} : options);
      this.#store = openStore(store, this.#options);
    } else {
      if (options !== undefined) throw new TypeError("A store that is described by an object has its options there.");
      this.#options = parseOptions(store);
      this.#store = openStore(this.#options.rest, { ...this.#options, rest: {} });
    }
  }

  /**
   * Where results are kept. It may be reassigned, by a description or by what another manager has here; the old one is not closed.
   *
   * @throws as the constructor; then the old one stays.
   */
  get backend(): OpenedBackend {
    return this.#store;
  }

  set backend(store: OpenedBackend | StoreDescription) {
    this.#store = store instanceof WorkerStore ? store : openStore(store, { ...this.#options, rest: {} });
  }
}
