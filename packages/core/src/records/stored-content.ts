import type { RecordContent } from "./record.ts";

/** Copies the content of a record. Its fields are named, since a medium may compute its revision when it is read. */
export function storedContent(record: RecordContent): RecordContent {
  const { modelName, namespace, version, data, types, createdAt, updatedAt, expiresAt } = record;
  return { modelName, namespace, version, data, types, createdAt, updatedAt, expiresAt };
}
