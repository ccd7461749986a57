export { SyncBridgeError } from "./bridge/sync-bridge-error.ts";
export { CacheManager } from "./cache-manager.ts";
export type { BackendRecipe } from "./recipe/backend-recipe.ts";
export type { FileStoreDescription, StoreDescription } from "./recipe/open-request.ts";
export { ResultsManager } from "./results-manager.ts";
export type { BlockingCache } from "./store/blocking-cache.ts";
export type { BlockingResults } from "./store/blocking-results.ts";
export type { OpenStoreOptions, ResultsManagerOptions } from "./store/manager-options.ts";
export type { OpenedBackend } from "./store/opened-backend.ts";
