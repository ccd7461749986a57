import { isResultsError } from "../errors/is-results-error.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { fromContent } from "./read-rules.ts";
import { toContent } from "./write-rules.ts";

/** What is wrong with one record says nothing of the others; a full disk does. */
const OF_ONE_RECORD = ["UPGRADE_FAILED", "VALIDATION_FAILED", "NOT_ROUND_TRIPPABLE", "CORRUPT_RECORD"] as const;

/**
 * Rewrites what an older version of its model wrote, each record atomically; returns how many.
 *
 * @throws what the first record threw that could not be upgraded, once all others are.
 */
export async function migrateRecords(storage: StorageBase, prefix: string | undefined): Promise<number> {
  let migrated = 0;
  const failures: unknown[] = [];
  for await (const keys of storage.scan("results", { prefix })) {
    for (const key of keys) {
      try {
        if (await migrateRecord(storage, key)) migrated++;
      } catch (error) {
        if (!OF_ONE_RECORD.some((code) => isResultsError(error, code))) throw error;
        failures.push(error);
      }
    }
  }
  if (failures.length > 0) throw failures[0];
  return migrated;
}

async function migrateRecord(storage: StorageBase, key: string): Promise<boolean> {
  for (;;) {
    const [found] = await storage.read("results", [key]);
    if (!found || found.corrupt !== undefined) return false;
    const { namespace, expiresAt, revision } = found;
    const model = storage.registry.findModel(found.modelName, namespace);
    if (!model || found.version >= model.version) return false;
    const value = await fromContent(found, model, { id: key, locate: () => storage.locate("results", key) });
    const now = storage.clock.now();
    const content = await toContent({ id: key, model, namespace, value, isOutput: true, now, expiresAt });
    const [outcome] = await storage.write("results", [{ key, condition: { unchanged: revision }, content }]);
    if (outcome?.written) return true;
  }
}
