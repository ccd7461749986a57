import { type FaceName, isResultsError, MemoryBackend, Store } from "results-manager";
import { type StoreRules, storeRecords, type TransferRecord } from "./face-records.ts";

/** Stores records of a face, and tells for each whether it was written. */
export type ImportTarget = (
  face: FaceName,
  records: readonly TransferRecord[],
  rules: StoreRules,
) => Promise<boolean[]>;

/** Makes the target of an import that stores what it reads. */
export function targetOf(store: Store): ImportTarget {
  return (face, records, rules) => storeRecords(store, face, records, rules);
}

/**
 * Makes the target of an import that stores nothing: each page goes to memory, beside the results that are there already.
 *
 * @param store Store that would be written, if there is one.
 */
export function rehearsalOf(store: Store | undefined): ImportTarget {
  return async (face, records, rules) => {
    await using memory = new Store(new MemoryBackend());
    const isKnown = await presentIn(store, memory, face, records);
    const isExcused = new Set<string>();
    const onError = (key: string, error: Error): void => {
      // The values that calls refer to may be in other pages.
      if (face === "calls" && isResultsError(error, "DIGEST_NOT_FOUND")) isExcused.add(key);
      else rules.onError(key, error);
    };
    const stored = await storeRecords(memory, face, records, { ...rules, onError });
    return stored.map((isStored, i) => (isStored && !isKnown[i]) || isExcused.has(records[i]?.key ?? ""));
  };
}

/** Copies the results that a page would meet. Of values, tells which are there. */
async function presentIn(
  store: Store | undefined,
  memory: Store,
  face: FaceName,
  records: readonly TransferRecord[],
): Promise<readonly boolean[]> {
  if (store && face === "results") await Promise.all(records.map(({ id = "" }) => copyResult(store, memory, id)));
  if (!store || face !== "values") return records.map(() => false);
  return Promise.all(records.map(({ key = "" }) => store.values.contains(key).catch(() => false)));
}

async function copyResult(store: Store, memory: Store, id: string): Promise<void> {
  try {
    for await (const [found] of store.results.exportRecords(id, { limit: 1, onError: "skip" }))
      if (found?.id === id) await memory.results.importRecords([found]);
  } catch (error) {
    if (!isResultsError(error, "INVALID_ID") && !isResultsError(error, "RESULT_EXISTS")) throw error; // The import tells.
  }
}
