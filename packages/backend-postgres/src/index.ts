export type { PgClient, PgPool, PgQuery, PgResult, ValueParser } from "./driver/native.ts";
export type { PostgresOptions } from "./driver/postgres-options.ts";
export { PostgresBackend } from "./postgres-backend.ts";
export { PostgresCache } from "./postgres-cache.ts";
export { PostgresCalls } from "./postgres-calls.ts";
export { PostgresStorage } from "./postgres-storage.ts";
export { PostgresValues } from "./postgres-values.ts";
