import { compareCodePoints } from "../../ids/compare-code-points.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import { readPages } from "../lookup/read-range.ts";
import { writeNotes } from "./model-notes.ts";
import { readSchema, SCHEMAS, type StoredSchema } from "./stored-schema.ts";

/**
 * Lists the models that a store describes, by name, version and namespace, within an accepted call; makes nothing.
 *
 * @param onDamaged Called with the error of a description that cannot be read. It is thrown by default.
 */
export async function listSchemas(
  access: StorageAccess,
  onDamaged: (error: unknown) => void = throwIt,
): Promise<StoredSchema[]> {
  const { storage } = access;
  await writeNotes(storage);
  const schemas: StoredSchema[] = [];
  if (!(await storage.holds(SCHEMAS))) return schemas;
  for await (const { ids, found } of readPages(access, SCHEMAS, storage.scan(SCHEMAS))) {
    for (const [i, record] of found.entries()) {
      try {
        if (record instanceof Error) throw record;
        if (record) schemas.push(readSchema(storage, ids[i] as string, record));
      } catch (error) {
        onDamaged(error);
      }
    }
  }
  return schemas.sort(
    (a, b) => compareCodePoints(a.name, b.name) || a.version - b.version || compareCodePoints(a.namespace, b.namespace),
  );
}

function throwIt(error: unknown): never {
  throw error;
}
