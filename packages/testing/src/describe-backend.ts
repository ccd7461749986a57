import { describe } from "vitest";
import { asyncContextCases } from "./cases/async-context.ts";
import { batchCases } from "./cases/batches.ts";
import { callOrderCases } from "./cases/call-order.ts";
import { callerStackCases } from "./cases/caller-stack.ts";
import { clearCases } from "./cases/clear.ts";
import { closeCases } from "./cases/close.ts";
import { closeMidwayCases } from "./cases/close-midway.ts";
import { computeCases } from "./cases/compute.ts";
import { computeWaiterCases } from "./cases/compute-waiters.ts";
import { copiedValueCases } from "./cases/copied-values.ts";
import { copyToCases } from "./cases/copy-to.ts";
import { corruptRecordCases } from "./cases/corrupt-records.ts";
import { damagedCopyCases } from "./cases/damaged-copies.ts";
import { deleteCases } from "./cases/delete.ts";
import { encodeCases } from "./cases/encode.ts";
import { expiryCases } from "./cases/expiry.ts";
import { exportCases } from "./cases/export-import.ts";
import { failingSchemaCases } from "./cases/failing-schemas.ts";
import { fakedTimeCases } from "./cases/faked-time.ts";
import { idFormCases } from "./cases/id-forms.ts";
import { idNeighbourCases } from "./cases/id-neighbours.ts";
import { idRefusalCases } from "./cases/id-refusals.ts";
import { idsCases } from "./cases/ids.ts";
import { instanceCases } from "./cases/instances.ts";
import { linearizabilityCases } from "./cases/linearizability.ts";
import { listingCases } from "./cases/listing.ts";
import { migrateCases } from "./cases/migrate.ts";
import { modelCases } from "./cases/models.ts";
import { namespaceReadCases } from "./cases/namespaces-read.ts";
import { namespaceWriteCases } from "./cases/namespaces-write.ts";
import { ownWorkCases } from "./cases/own-work.ts";
import { persistenceCases } from "./cases/persistence.ts";
import { pruneCases } from "./cases/prune.ts";
import { realmCases } from "./cases/realms.ts";
import { recordInfoCases } from "./cases/record-info.ts";
import { refusedValueCases } from "./cases/refused-values.ts";
import { responsivenessCases } from "./cases/responsiveness.ts";
import { richValueCases } from "./cases/rich-values.ts";
import { setBehaviorCases } from "./cases/set-behaviors.ts";
import { setDifferenceCases } from "./cases/set-differences.ts";
import { sharingCases } from "./cases/sharing.ts";
import { ttlArgumentCases } from "./cases/ttl-arguments.ts";
import { unknownOptionCases } from "./cases/unknown-options.ts";
import { updateCases } from "./cases/update.ts";
import { upgradeCases } from "./cases/upgrade.ts";
import { watchCases } from "./cases/watch.ts";
import { type OpenedStore, withStore } from "./opened-store.ts";
import { idTreeProperties } from "./properties/id-trees.ts";
import { interleavingProperties } from "./properties/interleavings.ts";
import { operationProperties } from "./properties/operations.ts";
import { valueProperties } from "./properties/values.ts";
import type { BackendUnderTest } from "./store-under-test.ts";
import { Suite } from "./suite.ts";

const GROUPS: readonly (readonly [title: string, register: (suite: Suite) => void])[] = [
  ["id forms", idFormCases],
  ["refused ids", idRefusalCases],
  ["similar ids", idNeighbourCases],
  ["listIds", listingCases],
  ["ids", idsCases],
  ["set: behaviours", setBehaviorCases],
  ["set: differences", setDifferenceCases],
  ["rich values", richValueCases],
  ["values of other realms", realmCases],
  ["refused values", refusedValueCases],
  ["encode and round trips", encodeCases],
  ["encode of instances", instanceCases],
  ["schemas that fail", failingSchemaCases],
  ["values are copies", copiedValueCases],
  ["models", modelCases],
  ["namespaces of writes", namespaceWriteCases],
  ["namespaces of reads", namespaceReadCases],
  ["info", recordInfoCases],
  ["delete", deleteCases],
  ["clear", clearCases],
  ["setMany, getMany, deleteMany", batchCases],
  ["update", updateCases],
  ["getOrCompute", computeCases],
  ["getOrCompute: waiters", computeWaiterCases],
  ["functions that request their own result", ownWorkCases],
  ["ttlSeconds: arguments", ttlArgumentCases],
  ["ttlSeconds: expiry", expiryCases],
  ["unknown options", unknownOptionCases],
  ["prune", pruneCases],
  ["upgrade", upgradeCases],
  ["migrate", migrateCases],
  ["copyTo", copyToCases],
  ["copyTo over bad records", damagedCopyCases],
  ["exportRecords, importRecords", exportCases],
  ["watch", watchCases],
  ["corrupt records", corruptRecordCases],
  ["stacks of errors", callerStackCases],
  ["close", closeCases],
  ["close midway", closeMidwayCases],
  ["persistence", persistenceCases],
  ["several backends on one store", sharingCases],
  ["call order", callOrderCases],
  ["responsiveness", responsivenessCases],
  ["faked time", fakedTimeCases],
  ["async context", asyncContextCases],
  ["property: id trees", idTreeProperties],
  ["property: values", valueProperties],
  ["property: sequences of operations", operationProperties],
  ["property: interleavings", interleavingProperties],
  ["linearizability", linearizabilityCases],
];

/**
 * Tests with vitest that a backend keeps every guarantee of `AsyncResultsBackend`.
 *
 * Abilities that are lacking are declared in `lacks`, each with the reason; the cases that need one are reported as skipped.
 *
 * @example
 * ```ts
 * describeBackend({
 *   name: "MemoryBackend",
 *   open: async (context) => {
 *     const backend = new MemoryBackend(context);
 *     return { backend, dispose: () => backend.close() };
 *   },
 *   lacks: { persistence: "memory ends with the process" },
 * });
 * ```
 */
export function describeBackend(subject: BackendUnderTest): void {
  describe(subject.name, () => {
    const suite = new Suite<OpenedStore>(subject.lacks, (body) => withStore(subject, body));
    for (const [title, register] of GROUPS) describe(title, () => register(suite));
  });
}
