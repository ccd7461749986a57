import { parseId, type ResultId } from "../ids/result-id.ts";
import { refuseOwnUpdate } from "../scheduling/user-work.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { listOf } from "../typed-records/list-of.ts";

const SPACE = "results";

/** Implements `AsyncResultsBackend.delete`. Not an asynchronous function: thousands of calls may wait. */
export function removeResult(access: StorageAccess, id: ResultId): Promise<boolean> {
  try {
    const key = parseId(id);
    refuseOwnUpdate(access.storage, key);
    return access.ask("remove", SPACE, { key, condition: "any" }).whenResult();
  } catch (error) {
    return Promise.reject(error);
  }
}

/** Implements `AsyncResultsBackend.deleteMany`. */
export async function removeResults(access: StorageAccess, ids: Iterable<ResultId>): Promise<number> {
  const keys = listOf(ids, "ids", parseId);
  refuseOwnUpdate(access.storage, keys);
  const removals = keys.map((key) => ({ key, condition: "any" }) as const);
  return (await access.askAll("remove", SPACE, removals)).filter(Boolean).length;
}
