// Entry for the packages of this repository, without any promise: it may change with every release. Programs import from `.`, media from
// `./storage`.

export { parseBounds } from "./cache/eviction/bounds.ts";
export type { CallPattern, Wanted } from "./calls/call-pattern.ts";
export { isPlaceable, isReplaced, planMoves } from "./calls/transform/plan-moves.ts";
export { parseTime } from "./codec/built-ins.ts";
export { type EncodedValue, encodeValue } from "./codec/encode-value.ts";
export { parsePythonJson } from "./codec/parse-python-json.ts";
export { isTypeTags } from "./codec/type-tags.ts";
export { withCallerStack } from "./errors/with-caller-stack.ts";
export { Lease } from "./leases/lease.ts";
export { lockMixin } from "./locking/lock-mixin.ts";
export type { Acquire, LockOptions, Release } from "./locking/lock-options.ts";
export { MutexTable } from "./locking/mutex-table.ts";
export { checkModel } from "./models/check-model.ts";
export { computeResult } from "./results/compute-result.ts";
export { computedTarget } from "./results/computed-content.ts";
export { copyRecords, countKeys } from "./results/copy-records.ts";
export { importWrite, importWrites, settleImport } from "./results/export-import.ts";
export { ExportPage } from "./results/export-page.ts";
export { migrateRecords } from "./results/migrate-records.ts";
export { parsePrefix, parseRange } from "./results/parse-range.ts";
export { PendingSet } from "./results/pending-set.ts";
export { ownResult, readResult } from "./results/read-result.ts";
export { RecordFailures } from "./results/record-failures.ts";
export { checkBehavior } from "./results/set-behavior.ts";
export { updateResult } from "./results/update-result.ts";
export { refuseOwnUpdate, runUserWork } from "./scheduling/user-work.ts";
export { runStepsNow } from "./steps/run-steps-now.ts";
export type { StepStorage } from "./steps/step-storage.ts";
export { settled } from "./steps/steps.ts";
export { byKey, changeByKey, placeOutcomes } from "./storage/algorithms/apply-changes.ts";
export type { OperationIntent } from "./storage/operation.ts";
export type { CallMove, FoundCall, PeekedCall, RecordIndex } from "./storage/record-index.ts";
export { isoTime } from "./time/clock.ts";
export { realTime } from "./time/real-time.ts";
export { checkPair, listOf } from "./typed-records/list-of.ts";
