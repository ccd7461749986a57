import type { StorageBase } from "../storage/storage-base.ts";
import { fromContent } from "./read-rules.ts";
import { toContent } from "./write-rules.ts";

/** Rewrites what an older version of its model wrote, each record atomically; returns how many. */
export async function migrateRecords(storage: StorageBase, prefix: string | undefined): Promise<number> {
  let migrated = 0;
  for await (const keys of storage.scan("results", { prefix })) {
    for (const key of keys) if (await migrateRecord(storage, key)) migrated++;
  }
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
