import type { StorageAccess } from "../../storage/storage-access.ts";
import type { CopyTarget } from "../copy-records.ts";
import type { ResultRecord } from "../result-record.ts";
import { listSchemas } from "./list-schemas.ts";
import { keyOfSchema } from "./stored-schema.ts";

/** Makes a target that gets each schema of a store with the first records of its model, within an accepted call. */
export async function withSchemas(
  access: StorageAccess,
  target: CopyTarget<ResultRecord>,
): Promise<CopyTarget<ResultRecord>> {
  // For one that cannot be read, the target infers its own.
  const schemas = await listSchemas(access, () => {});
  const left = new Map(schemas.map((schema) => [keyOfSchema(schema), schema]));
  return {
    importRecords: (records, options) => {
      if (left.size === 0) return target.importRecords(records, options);
      const keys = new Set(
        records.map(({ modelName: name, namespace, version }) => keyOfSchema({ name, namespace, version })),
      );
      const own = [...keys].flatMap((key) => left.get(key) ?? []);
      for (const key of keys) left.delete(key);
      return target.importRecords(records, own.length > 0 ? { ...options, schemas: own } : options);
    },
  };
}
