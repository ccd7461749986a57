import { withCallerStack } from "../errors/with-caller-stack.ts";
import type { Model } from "../models/model.ts";
import type { RecordContent } from "../records/record.ts";
import { mapCooperatively } from "../scheduling/event-loop.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import type { CacheEntries } from "./cache-entries.ts";

/** Reads the values of many keys, synchronously where the medium can: `undefined` for those that are absent. */
export async function readValues(
  access: StorageAccess,
  entries: CacheEntries,
  keys: readonly string[],
  model: Model | undefined,
): Promise<readonly unknown[]> {
  const records = entries.readNow(keys);
  const decode = (entry: RecordContent | undefined, i: number): unknown =>
    entries.valueOf(keys[i] as string, entry, model, records !== undefined);
  try {
    if (!records) return await mapCooperatively(await access.accept(() => entries.readMany(keys)), decode);
    const values = keys.map((key, i) => decode(entries.find(records, key), i));
    return model ? await Promise.all(values) : values;
  } catch (error) {
    throw withCallerStack(error); // The frames of decoding would leave no room for the caller's.
  }
}
