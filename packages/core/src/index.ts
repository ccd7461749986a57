export type {
  AsyncCacheBackend,
  CacheBounds,
  CacheComputeOptions,
  CacheGetOptions,
  CacheSetOptions,
  CacheStats,
} from "./cache/async-cache-backend.ts";
export { MAX_KEY_BYTES } from "./cache/cache-key.ts";
export { CacheMixin } from "./cache/cache-mixin.ts";
export { ANY, type Call, type CallMetadata, type CallTemplate, type StoredCall } from "./calls/call.ts";
export type { CallPattern, Wanted } from "./calls/call-pattern.ts";
export type { CallContext, CallStorage, ComputeCallOptions, SaveCallOptions } from "./calls/call-storage.ts";
export { CallsMixin } from "./calls/calls-mixin.ts";
export type { CallDifference, MissExplanation } from "./calls/memoize/explain-miss.ts";
export { type Memoized, memoize } from "./calls/memoize/memoize.ts";
export type { MemoizeOptions } from "./calls/memoize/memoize-options.ts";
export { isPlaceable, isReplaced, type PlannedMoves, planMoves } from "./calls/transform/plan-moves.ts";
export { parseTime } from "./codec/built-ins.ts";
export { decodeValue } from "./codec/decode-value.ts";
export { type EncodedValue, encodeValue } from "./codec/encode-value.ts";
export type { JsonValue } from "./codec/json-value.ts";
export { parsePythonJson } from "./codec/parse-python-json.ts";
export { isTypeTags, type TypeTags } from "./codec/type-tags.ts";
export { ref, ValueRef } from "./codec/value-ref.ts";
export { InvalidKeyError, NotAnIntegerError } from "./errors/cache-errors.ts";
export { ComputeCycleError, UpdateCycleError } from "./errors/cycle-errors.ts";
export { deserializeError } from "./errors/deserialize-error.ts";
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
export { compareCodePoints, sortByCodePoint } from "./ids/compare-code-points.ts";
export { matchesPrefix } from "./ids/matches-prefix.ts";
export { MAX_ID_BYTES, MAX_SEGMENT_BYTES, parseId, type ResultId } from "./ids/result-id.ts";
export { segment, splitId } from "./ids/segment.ts";
export { type LockStrategy, lockMixin } from "./locking/lock-mixin.ts";
export {
  type Acquire,
  type AcquireOptions,
  DEFAULT_LOCK_TIMEOUT_MS,
  type LockOptions,
  type Release,
} from "./locking/lock-options.ts";
export { MutexTable } from "./locking/mutex-table.ts";
export { PerKeyLockMixin } from "./locking/per-key-lock-mixin.ts";
export { SerializingMixin } from "./locking/serializing-mixin.ts";
export { MemoryBackend } from "./memory/memory-backend.ts";
export { MemoryCache } from "./memory/memory-cache.ts";
export { MemoryCalls } from "./memory/memory-calls.ts";
export { MemoryStorage } from "./memory/memory-storage.ts";
export { MemoryValues } from "./memory/memory-values.ts";
export {
  clearRegistry,
  findModelInAllNamespaces,
  findModelNamespace,
  getModel,
  getModelsInNamespace,
  getNamespaces,
} from "./models/default-registry.ts";
export type { ModelDefinition } from "./models/define-model.ts";
export type { Model, ModelEncode, ModelInput, ModelOutput, ModelUpgrades } from "./models/model.ts";
export { DEFAULT_NAMESPACE, defaultRegistry, ModelRegistry, type RegisterOptions } from "./models/model-registry.ts";
export { type RegisterModelOptions, registerModel } from "./models/register-model.ts";
export type { ValueType } from "./models/value-types.ts";
export { isExpired, unlessExpired } from "./records/expiry.ts";
export { allowsRemoval, allowsWrite } from "./records/preconditions.ts";
export type {
  CorruptRecord,
  FoundRecord,
  RecordContent,
  RecordData,
  Revision,
  StoredRecord,
} from "./records/record.ts";
export type { SessionWitness } from "./records/session-witness.ts";
export {
  type CacheSpace,
  type ChangeOutcome,
  type DigestSpace,
  type LazyWrite,
  type PartWrite,
  type RecordChange,
  type RecordParts,
  type RecordRemoval,
  type RecordWrite,
  type ScanRange,
  type Space,
  type StorageBackend,
  type StorageSupports,
  takesAnyText,
  takesDigests,
  takesLeases,
  type WriteCondition,
  type WriteOutcome,
} from "./records/storage-backend.ts";
export { bytesOf, type RecordUsage, type SpaceBounds, type SyncRecords } from "./records/usage.ts";
export type {
  AsyncResultsBackend,
  ComputeContext,
  ComputeOptions,
  GetOptions,
  IdsOptions,
  ResultInfo,
  SetOptions,
  UpdateOptions,
} from "./results/async-results-backend.ts";
export { AsyncResultsManager, type AsyncResultsManagerOptions } from "./results/async-results-manager.ts";
export type { CopyOptions, CopyProgress, CopySummary } from "./results/copy-records.ts";
export type { ExportOptions, ImportOptions } from "./results/export-import.ts";
export type { OnRecordError } from "./results/record-failures.ts";
export type { ResultRecord } from "./results/result-record.ts";
export { ResultsMixin } from "./results/results-mixin.ts";
export { SetBehavior } from "./results/set-behavior.ts";
export type { Outcome } from "./scheduling/batch.ts";
export { shouldYield, waitForTimeSlice, yieldToEventLoop } from "./scheduling/event-loop.ts";
export type { Awaitable, Transactions } from "./scheduling/group-commit.ts";
export {
  type AppliedChanges,
  applyChanges,
  byKey,
  changeByKey,
  placeOutcomes,
} from "./storage/algorithms/apply-changes.ts";
export type { Constructor } from "./storage/constructor.ts";
export type { StorageOptions } from "./storage/medium-hooks.ts";
export type { CallMove, FoundCall, PeekedCall, RecordIndex } from "./storage/record-index.ts";
export {
  type OperationIntent,
  type OperationOptions,
  StorageBase,
} from "./storage/storage-base.ts";
export { type Clock, isoTime, systemClock } from "./time/clock.ts";
export { type RealTime, realTime } from "./time/real-time.ts";
export { type Difference, firstDifference } from "./typed-records/first-difference.ts";
export { DestructuringMixin, type DestructuringOptions } from "./values/destructuring-mixin.ts";
export { digest } from "./values/digest.ts";
export type { DigestKeys } from "./values/digest-keys.ts";
export { type RegisterTypeOptions, registerType } from "./values/register-type.ts";
export type { LoadOptions, ValueStorage } from "./values/value-storage.ts";
export { ValuesMixin } from "./values/values-mixin.ts";
export { VoidBackend } from "./void/void-backend.ts";
export { VoidCache } from "./void/void-cache.ts";
export { VoidCalls } from "./void/void-calls.ts";
export { VoidStorage } from "./void/void-storage.ts";
export { VoidValues } from "./void/void-values.ts";
