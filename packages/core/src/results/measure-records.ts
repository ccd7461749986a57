import { compareCodePoints } from "../ids/compare-code-points.ts";
import type { RecordContent } from "../records/record.ts";
import type { Space } from "../records/space.ts";
import type { ScanRange } from "../records/storage-backend.ts";
import type { ModelStats, ResultsStats, StoreStats } from "../records/store-stats.ts";
import { bytesOf } from "../records/usage.ts";
import { shouldYield, yieldToEventLoop } from "../scheduling/event-loop.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { countKeys } from "./copy-records.ts";
import { readPages } from "./lookup/read-range.ts";

/** Counts the records of a space, within an accepted call. */
export function measureRecords(access: StorageAccess, space: Space): Promise<StoreStats> {
  return measure(access, space, {}, () => {});
}

/** Counts the results below a prefix, also by model, within an accepted call. */
export async function measureResults(access: StorageAccess, prefix: string | undefined): Promise<ResultsStats> {
  const models = new Map<string, ModelStats>();
  const note = ({ modelName: model, namespace, version }: RecordContent, bytes: number): void => {
    const key = JSON.stringify([namespace, model, version]);
    const known = models.get(key) ?? { model, namespace, version, records: 0, bytes: 0 };
    models.set(key, { ...known, records: known.records + 1, bytes: known.bytes + bytes });
  };
  const stats = await measure(access, "results", { prefix }, note);
  return { ...stats, models: [...models.values()].sort(compareModels) };
}

async function measure(
  access: StorageAccess,
  space: Space,
  range: ScanRange,
  note: (content: RecordContent, bytes: number) => void,
): Promise<StoreStats> {
  const { storage } = access;
  let [records, bytes, damaged] = [0, 0, 0];
  for await (const { ids, found } of readPages(access, space, storage.scan(space, range))) {
    for (const [i, record] of found.entries()) {
      if (!record) continue; // Removed meanwhile.
      records++;
      if (record instanceof Error || record.corrupt !== undefined) damaged++;
      else {
        const own = bytesOf(ids[i] as string, record);
        bytes += own;
        note(record, own);
      }
      if (shouldYield()) await yieldToEventLoop();
    }
  }
  const expired = await countKeys(storage.scan(space, { ...range, expired: true }));
  return { records, bytes, damaged, expired };
}

function compareModels(a: ModelStats, b: ModelStats): number {
  return compareCodePoints(a.namespace, b.namespace) || compareCodePoints(a.model, b.model) || a.version - b.version;
}
