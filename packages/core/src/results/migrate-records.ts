import { chain } from "../models/validate.ts";
import type { RecordContent, StoredRecord } from "../records/record.ts";
import type { StorageBackend } from "../records/storage-backend.ts";
import type { Awaitable } from "../scheduling/group-commit.ts";
import { fromContent } from "../typed-records/decode-record.ts";
import { toContent } from "../typed-records/encode-record.ts";
import type { RecordContext } from "../typed-records/record-context.ts";
import { readContext } from "./read-result.ts";

/** Functions of a migration. */
export interface Migration {
  /** Returns the upgraded record; `undefined` if the record is not older than its model. */
  readonly upgrade: (key: string, found: StoredRecord) => Awaitable<RecordContent | undefined>;
  /** Collects the error of one record. @throws any other error. */
  readonly noteFailure: (error: unknown) => Awaitable<void>;
}

/** Upgrades the records that an older version of their model wrote, each atomically; returns their number. */
export async function migrateRecords(
  storage: StorageBackend,
  prefix: string | undefined,
  { upgrade, noteFailure }: Migration,
): Promise<number> {
  let migrated = 0;
  for await (const keys of storage.scan("results", { prefix })) {
    for (const key of keys) {
      try {
        if (await migrateRecord(storage, key, upgrade)) migrated++;
      } catch (error) {
        await noteFailure(error);
      }
    }
  }
  return migrated;
}

async function migrateRecord(storage: StorageBackend, key: string, upgrade: Migration["upgrade"]): Promise<boolean> {
  for (;;) {
    const [found] = await storage.read("results", [key]);
    if (!found || found.corrupt !== undefined) return false;
    const content = await upgrade(key, found);
    if (!content) return false;
    const write = { key, condition: { unchanged: found.revision }, content };
    const [outcome] = await storage.write("results", [write]);
    if (outcome?.written) return true;
  }
}

/** Upgrades a record to the version of its model; returns `undefined` if it is not older. @throws as `fromContent` and `toContent`. */
export function upgradeResult(
  storage: RecordContext,
  key: string,
  found: RecordContent,
): Awaitable<RecordContent> | undefined {
  const { namespace, expiresAt } = found;
  const model = storage.registry.findModel(found.modelName, namespace);
  if (!model || found.version >= model.version) return undefined;
  return chain(fromContent(found, model, readContext(storage, key)), (value) =>
    toContent({ id: key, model, namespace, value, isOutput: true, now: storage.clock.now(), expiresAt }),
  );
}
