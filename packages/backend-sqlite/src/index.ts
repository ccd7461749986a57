export type { SqliteOptions } from "./driver/sqlite-options.ts";
export { SqliteBackend } from "./sqlite-backend.ts";
export { SqliteCache } from "./sqlite-cache.ts";
export { SqliteCalls } from "./sqlite-calls.ts";
export { SqliteStorage } from "./sqlite-storage.ts";
export { SqliteValues } from "./sqlite-values.ts";
