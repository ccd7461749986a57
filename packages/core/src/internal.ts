// Entry for the packages of this repository, without any promise: it may change with every release. Programs import from `.`, media from
// `./storage`.

export { cachePartsOf } from "./cache/cache-face.ts";
export { checkKey, checkPrefix, checkTags } from "./cache/cache-key.ts";
export type { CacheParts } from "./cache/cache-parts.ts";
export { computedEntry, entriesOf, entryOf, entryValue, isMisfit, modelIn, timesFor } from "./cache/entry.ts";
export { parseBounds } from "./cache/eviction/bounds.ts";
export { checkDelta } from "./cache/increment.ts";
export { CACHE_BOUNDS, CACHE_SET_OPTIONS } from "./cache/option-names.ts";
export { parseComputation } from "./cache/parse-computation.ts";
export { checkedCallData, digestsOfData } from "./calls/call-record.ts";
export { keyOfCall } from "./calls/encode-call.ts";
export { CallMaker } from "./calls/memoize/call-maker.ts";
export { isKept } from "./calls/memoize/is-kept.ts";
export { checkMemoizeOptions, type FunctionOptions } from "./calls/memoize/memoize-options.ts";
export { isPlaceable, isReplaced, planMoves } from "./calls/transform/plan-moves.ts";
export { withErrorPath } from "./calls/with-error-path.ts";
export { parseTime } from "./codec/built-ins.ts";
export { decodeValue } from "./codec/decode-value.ts";
export { type EncodedValue, encodeValue } from "./codec/encode-value.ts";
export { parsePythonJson } from "./codec/parse-python-json.ts";
export { snapshot } from "./codec/plain/snapshot.ts";
export { isTypeTags } from "./codec/type-tags.ts";
export { handOver } from "./digest/received-bytes.ts";
export { given } from "./errors/given.ts";
export { nativeModuleError } from "./errors/native-module-error.ts";
export { leadingToCaller, leaveStack, withCallerStack } from "./errors/with-caller-stack.ts";
export { parsePath } from "./fields/parse-path.ts";
export { LEASE_WAIT_CHANNEL } from "./leases/compute-once.ts";
export { Lease } from "./leases/lease.ts";
export type { LeaseSpace } from "./leases/lease-record.ts";
export { PruneTimer } from "./leases/prune-timer.ts";
export { SingleFlight } from "./leases/single-flight.ts";
export { findScript, type ScriptPlace } from "./loading/find-script.ts";
export { requireDependency } from "./loading/installed-package.ts";
export { registeredSchemes } from "./loading/registered-schemes.ts";
export { lockMixin } from "./locking/lock-mixin.ts";
export type { Acquire, LockOptions, Release } from "./locking/lock-options.ts";
export { MutexTable } from "./locking/mutex-table.ts";
export { checkModel } from "./models/check-model.ts";
export { checkOptions, type OptionNames, pickOptions } from "./options/check-options.ts";
export { checkDurability } from "./options/durability.ts";
export { pathOfUrl } from "./options/path-of-url.ts";
export { ReadSize } from "./records/read-size.ts";
export { computeRecord } from "./results/compute-record.ts";
export { computedContent, computedTarget } from "./results/computed-content.ts";
export { CopyTally, checkTarget, countKeys } from "./results/copy-records.ts";
export { importWrite, importWrites, settleImport } from "./results/export-import.ts";
export { exportResults } from "./results/export-results.ts";
export { type IdRange, scanIds } from "./results/lookup/scan-ids.ts";
export { migrateRecords, upgradeResult } from "./results/migrate-records.ts";
export {
  COMPUTE_OPTIONS,
  COPY_OPTIONS,
  EXPORT_OPTIONS,
  GET_OPTIONS,
  IMPORT_OPTIONS,
  SET_OPTIONS,
  UPDATE_OPTIONS,
} from "./results/option-names.ts";
export { idRange, parsePrefix, parseRange } from "./results/parse-range.ts";
export { PendingSet } from "./results/pending-set.ts";
export { ownResult, readResult } from "./results/read-result.ts";
export { RecordFailures } from "./results/record-failures.ts";
export { partsOfResults } from "./results/results-face.ts";
export { checkSchemas } from "./results/schemas/check-schemas.ts";
export type { ModelNotes } from "./results/schemas/model-notes.ts";
export { checkBehavior } from "./results/set-behavior.ts";
export { updateRecord } from "./results/update-record.ts";
export { pagesLater } from "./scheduling/pages-later.ts";
export { isUpdating, refuseOwnUpdate, runUserWork } from "./scheduling/user-work.ts";
export { byKey, type ChangeGroup, placeOutcomes } from "./storage/algorithms/apply-changes.ts";
export { compareAndSwap } from "./storage/algorithms/compare-and-swap.ts";
export type { CallMove, FoundCall, PeekedCall, RecordIndex } from "./storage/record-index.ts";
export type { CallPattern, Wanted } from "./storage/record-pattern.ts";
export type { StorageAccess } from "./storage/storage-access.ts";
export { checkStorageOptions, STORAGE_OPTIONS } from "./storage/storage-options.ts";
export { isoTime, realTime } from "./time/real-time.ts";
export { checkPair, listOf } from "./typed-records/list-of.ts";
export type { RecordContext } from "./typed-records/record-context.ts";
export { digestWith } from "./values/digest.ts";
export { digestOfAlias } from "./values/value-aliases.ts";
