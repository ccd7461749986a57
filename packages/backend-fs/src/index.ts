export { CallFile } from "./file-calls.ts";
export { CrossProcessLockMixin } from "./locks/cross-process-lock-mixin.ts";
export { FileBackend } from "./file-backend.ts";
export { FileCache } from "./file-cache.ts";
export type { Durability, FileOptions } from "./file-options.ts";
export { FileStorage } from "./file-storage.ts";
export { ValueFile } from "./file-values.ts";
