// What decides how a face behaves, for faces that stand outside this package. It changes with the faces; programs and media need the
// other entry point.

export { withCallerStack } from "./errors/with-caller-stack.ts";
export { Lease } from "./leases/lease.ts";
export { checkModel } from "./models/check-model.ts";
export { computeResult, type ResultComputation } from "./results/compute-result.ts";
export { type ComputedTarget, computedTarget } from "./results/computed-content.ts";
export { type CopyTarget, copyRecords, countKeys } from "./results/copy-records.ts";
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
export { runSteps } from "./steps/run-steps.ts";
export { runStepsNow } from "./steps/run-steps-now.ts";
export type { Delay, StepStorage } from "./steps/step-storage.ts";
export { type Pending, type Steps, settled } from "./steps/steps.ts";
export { checkPair, listOf } from "./typed-records/list-of.ts";
