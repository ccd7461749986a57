import type { StorageAccess } from "../../storage/storage-access.ts";
import type { CopyTarget } from "../copy-records.ts";
import type { ResultRecord } from "../result-record.ts";
import { CopiedSchemas } from "./copied-schemas.ts";
import { listSchemas } from "./list-schemas.ts";

/** Makes a target that gets each schema of a store with the first records of its model, within an accepted call. */
export async function withSchemas(
  access: StorageAccess,
  target: CopyTarget<ResultRecord>,
): Promise<CopyTarget<ResultRecord>> {
  // For one that cannot be read, the target infers its own.
  const schemas = new CopiedSchemas(await listSchemas(access, () => {}));
  return {
    importRecords: (records, options) => target.importRecords(records, schemas.addTo(options, records)),
  };
}
