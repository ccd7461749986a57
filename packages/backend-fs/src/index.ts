export { CrossProcessLockMixin } from "./cross-process-lock-mixin.ts";
export { FileBackend } from "./file-backend.ts";
export { FileCache } from "./file-cache.ts";
export { FileCalls } from "./file-calls.ts";
export type { FileOptions } from "./file-options.ts";
export { FileStorage } from "./file-storage.ts";
export { FileValues } from "./file-values.ts";
export type { RecordEnding, RecordFormat, RecordFormats } from "./reading/record-format.ts";
