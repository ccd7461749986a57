import type { BackendRecipe } from "./recipe/backend-recipe.ts";
import type { FileStoreDescription, StoreDescription } from "./recipe/open-request.ts";
import type { BlockingResults } from "./store/blocking-results.ts";
import {
  describedStore,
  type OpenStoreOptions,
  type ParsedOptions,
  type ResultsManagerOptions,
} from "./store/manager-options.ts";
import { openStore } from "./store/open-store.ts";
import type { OpenedBackend } from "./store/opened-backend.ts";
import { StoreResults } from "./store/store-results.ts";
import { WorkerStore } from "./store/worker-store.ts";

// The overloads of the face infer types from the model; the class implements them for any model, which its own signatures cannot express.
const Results = StoreResults as unknown as new (store: () => WorkerStore) => BlockingResults;

/**
 * Blocking version of `AsyncResultsManager`: same methods, same semantics, plain values instead of promises.
 *
 * The store runs in another thread, and this thread waits. Models and functions stay in this thread; an asynchronous function or schema is
 * a `TypeError`. Each method behaves and throws as documented for `AsyncResultsBackend`, and throws `SYNC_BRIDGE_FAILED`
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
   * @throws {TypeError} for an invalid description of a store; {@link RangeError} for a `timeoutMs` out of range.
   * @throws errors of opening the store: `STORE_NOT_FOUND`, `STORAGE_FAILED`.
   */
  constructor(store: string | URL, options?: OpenStoreOptions);
  constructor(store: FileStoreDescription & ResultsManagerOptions);
  constructor(store: { readonly backend: BackendRecipe } & ResultsManagerOptions);
  constructor(store: StoreDescription);
  constructor(store: StoreDescription, options?: OpenStoreOptions) {
    super(() => this.#store);
    const described = describedStore(store, options);
    this.#options = described;
    this.#store = openStore(described.description, described);
  }

  /**
   * The store of the results. It may be replaced, by a description or by another manager's backend; the old one is not closed.
   *
   * @throws as the constructor; then the old store stays.
   */
  get backend(): OpenedBackend {
    return this.#store;
  }

  set backend(store: OpenedBackend | StoreDescription) {
    this.#store = store instanceof WorkerStore ? store : openStore(store, { ...this.#options, rest: {} });
  }
}
