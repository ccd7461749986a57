export type { AsyncCacheBackend } from "./cache/async-cache-backend.ts";
export { CacheFace } from "./cache/cache-face.ts";
export { MAX_KEY_BYTES } from "./cache/cache-key.ts";
export type {
  CacheBounds,
  CacheComputation,
  CacheCompute,
  CacheComputeOptions,
  CacheEntriesOptions,
  CacheEntry,
  CacheGetOptions,
  CacheRange,
  CacheSetOptions,
  CacheStats,
  CopyCacheOptions,
  FailedCacheEntry,
  ListedCacheEntry,
} from "./cache/cache-options.ts";
export type { CacheRecord } from "./cache/cache-record.ts";
export type { Call, CallMetadata, CallTemplate, StoredCall } from "./calls/call.ts";
export type { CallContext, CallStorage, ComputeCallOptions, SaveCallOptions } from "./calls/call-storage.ts";
export { CallsFace } from "./calls/calls-face.ts";
export type { CallDifference, MissExplanation } from "./calls/memoize/explain-miss.ts";
export { type Memoized, memoize } from "./calls/memoize/memoize.ts";
export type { MemoizeOptions } from "./calls/memoize/memoize-options.ts";
export { ref, ValueRef } from "./codec/value-ref.ts";
export { InvalidKeyError, NotAnIntegerError } from "./errors/cache-errors.ts";
export { ComputeCycleError, UpdateCycleError } from "./errors/cycle-errors.ts";
export { deserializeError } from "./errors/deserialize-error.ts";
export type { Difference } from "./errors/difference.ts";
export { AmbiguousDigestError, DigestNotFoundError, InvalidDigestError } from "./errors/digest-errors.ts";
export { RESULTS_ERROR_CODES, type ResultsErrorCode } from "./errors/error-codes.ts";
export { InvalidIdError } from "./errors/id-errors.ts";
export { isResultsError } from "./errors/is-results-error.ts";
export {
  ModelConflictError,
  ModelFailedError,
  ModelNotRegisteredError,
  ModelTooOldError,
  ModelUnknownError,
  NamespaceAmbiguousError,
  UpgradeFailedError,
} from "./errors/model-errors.ts";
export {
  CorruptRecordError,
  NotRoundTrippableError,
  ResultDiffersError,
  ResultExistsError,
  ResultNotFoundError,
  ValidationError,
} from "./errors/result-errors.ts";
export { ResultsError, type ResultsErrorDetails } from "./errors/results-error.ts";
export { type SerializedError, serializeError } from "./errors/serialize-error.ts";
export {
  BackendClosedError,
  LockTimeoutError,
  StorageError,
  StoreNotFoundError,
  StoreTooNewError,
  ValueTooLargeError,
} from "./errors/storage-errors.ts";
export { TypeNotRegisteredError } from "./errors/type-errors.ts";
export type { At, Path } from "./fields/path.ts";
export { MAX_ID_BYTES, MAX_SEGMENT_BYTES, parseId, type ResultId } from "./ids/result-id.ts";
export { segment, splitId } from "./ids/segment.ts";
export { MemoryBackend } from "./memory/memory-backend.ts";
export { MemoryCache } from "./memory/memory-cache.ts";
export { MemoryCalls } from "./memory/memory-calls.ts";
export { MemoryValues } from "./memory/memory-values.ts";
export {
  clearRegistry,
  findModelInAllNamespaces,
  findModelNamespace,
  getModel,
  getModelsInNamespace,
  getNamespaces,
} from "./models/default-registry.ts";
export { defineModel } from "./models/define-model.ts";
export type { JsonSchema } from "./models/json-schema/json-schema.ts";
export type { ModelDefinition } from "./models/make-model.ts";
export type {
  Model,
  ModelData,
  ModelEncode,
  ModelInput,
  ModelOutput,
  ModelRef,
  ModelUpgrades,
  Parsed,
  ParsedByModel,
} from "./models/model.ts";
export type { IndexPaths, ModelIndex } from "./models/model-index.ts";
export { DEFAULT_NAMESPACE, defaultRegistry, ModelRegistry, type RegisterOptions } from "./models/model-registry.ts";
export { type RegisterModelOptions, registerModel } from "./models/register-model.ts";
export type { ValueType } from "./models/value-types.ts";
export type { Durability } from "./options/durability.ts";
export { type FieldPath, field } from "./query/field.ts";
export type { Filter, Where } from "./query/types/where.ts";
export type { ModelStats, RecordCounts, ResultsStats, StoreStats } from "./records/store-stats.ts";
export type { AsyncResultsBackend } from "./results/async-results-backend.ts";
export { AsyncResultsManager, type AsyncResultsManagerOptions } from "./results/async-results-manager.ts";
export type {
  ComputeAllOptions,
  ComputeAllSummary,
  ComputeProgress,
  FailedItem,
  ItemOutcome,
} from "./results/compute-all/compute-all-options.ts";
export type { CopyOptions, CopyProgress, CopySummary } from "./results/copy-records.ts";
export type { ExportOptions, ImportOptions } from "./results/export-import.ts";
export type { AsyncResultsLookup } from "./results/lookup/async-results-lookup.ts";
export type {
  ChildInfo,
  ChildrenOptions,
  EntriesOptions,
  FailedEntry,
  GetManyOptions,
  InspectedResult,
  ListedChild,
  ListedEntry,
  ReadItem,
  ReadOutcome,
  ResultEntry,
} from "./results/lookup/entry-options.ts";
export type {
  AggregateOptions,
  AggregateRow,
  FindOptions,
  FoundResult,
  FoundValue,
  QueryExplanation,
  QueryOptions,
  Selected,
} from "./results/lookup/lookup-options.ts";
export type { OnRecordError } from "./results/record-failures.ts";
export type { ResultRecord } from "./results/result-record.ts";
export { ResultsFace } from "./results/results-face.ts";
export type {
  ComputeContext,
  ComputeOptions,
  GetOptions,
  IdsOptions,
  ResultEntries,
  ResultInfo,
  SetOptions,
  UpdateOptions,
} from "./results/results-options.ts";
export type { DescribedModel, StoredSchema } from "./results/schemas/stored-schema.ts";
export { SetBehavior } from "./results/set-behavior.ts";
export type { ResultChange, WatchOptions } from "./results/watching/watch-options.ts";
export { ANY } from "./storage/record-pattern.ts";
export { type Clock, systemClock } from "./time/clock.ts";
export type {
  CopyRecordsOptions,
  ExportRecordsOptions,
  ImportRecordsOptions,
  KeyedRecord,
} from "./transfer/keyed-record.ts";
export { digest } from "./values/digest.ts";
export type { DigestKeys } from "./values/digest-keys.ts";
export { type RegisterTypeOptions, registerType } from "./values/register-type.ts";
export type { ValueRecord } from "./values/transfer-values.ts";
export type { GcOptions, LoadOptions, ValueStorage } from "./values/value-storage.ts";
export { ValuesFace } from "./values/values-face.ts";
export { VoidBackend } from "./void/void-backend.ts";
export { VoidCache } from "./void/void-cache.ts";
export { VoidCalls } from "./void/void-calls.ts";
export { VoidValues } from "./void/void-values.ts";
