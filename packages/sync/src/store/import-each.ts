import type { ResultRecord, SetBehavior } from "@results-manager/core";
import { importWrite, type RecordFailures, refuseOwnUpdate, settleImport } from "@results-manager/core/internal";
import type { WorkerStore } from "./worker-store.ts";

/** Stores records independently of each other; failures are collected. */
export function importEach(
  store: WorkerStore,
  records: readonly ResultRecord[],
  behavior: SetBehavior,
  failures: RecordFailures,
): boolean[] {
  const writes = records.map((record) => importWrite(record, behavior, failures));
  for (const write of writes) if (write) refuseOwnUpdate(store, write.key);
  const outcomes = store.writeEach(
    "results",
    writes.filter((write) => write !== undefined),
  );
  let next = 0;
  return writes.map((write) => {
    if (!write) return false;
    const outcome = outcomes[next++];
    try {
      if (outcome === undefined || outcome instanceof Error) throw outcome;
      return settleImport(store, behavior, [write], [outcome])[0] as boolean;
    } catch (error) {
      failures.note(error);
      return false;
    }
  });
}
