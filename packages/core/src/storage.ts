// Entry for authors of media: base classes, the storage primitive, functions that decide its conditions and ranges, and the mixins that
// make a backend of a storage.

export type { JsonValue } from "./codec/json-value.ts";
export type { TypeTags } from "./codec/type-tags.ts";
export { StorageError } from "./errors/storage-errors.ts";
export { compareCodePoints, sortByCodePoint } from "./ids/compare-code-points.ts";
export { matchesPrefix } from "./ids/matches-prefix.ts";
export { prefixUpperBound } from "./ids/prefix-upper-bound.ts";
export { PerKeyLockMixin } from "./locking/per-key-lock-mixin.ts";
export { SerializingMixin } from "./locking/serializing-mixin.ts";
export { MemoryStorage } from "./memory/memory-storage.ts";
export type { Narrowing, StoredInterval, StoredRank, StoredTest } from "./query/narrowing.ts";
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
export { type Space, takesAnyText, takesDigests, takesLeases } from "./records/space.ts";
export type {
  ChangeOutcome,
  ChangeRecord,
  RecordChange,
  RecordRemoval,
  RecordWrite,
  RemovalRange,
  ScanRange,
  StorageBackend,
  StorageSupports,
  WriteCondition,
  WriteOutcome,
} from "./records/storage-backend.ts";
export type { RecordUsage } from "./records/usage.ts";
export type { Outcome } from "./scheduling/batch.ts";
export { shouldYield, waitForTimeSlice, yieldToEventLoop } from "./scheduling/event-loop.ts";
export type { Awaitable, Transactions } from "./scheduling/group-commit.ts";
export { applyChanges } from "./storage/algorithms/apply-changes.ts";
export type { Constructor } from "./storage/constructor.ts";
export type { KeyWatch } from "./storage/key-watch.ts";
export type { CandidatePage, IndexedModel, Lookup, LookupPlan } from "./storage/lookup-plan.ts";
export { makeFolders } from "./storage/make-folders.ts";
export { StorageBase } from "./storage/storage-base.ts";
export type { StorageOptions } from "./storage/storage-options.ts";
export type { TextChange } from "./storage/text-draft.ts";
export { TextStorage } from "./storage/text-storage.ts";
export { pause } from "./time/pause.ts";
export { DestructuringMixin } from "./values/destructuring-mixin.ts";
