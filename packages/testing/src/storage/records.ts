import type {
  ChangeOutcome,
  RecordContent,
  RecordData,
  RecordRemoval,
  RecordWrite,
  Revision,
  ScanRange,
  Space,
  StorageBackend,
} from "@results-manager/core/storage";
import { assert } from "vitest";
import { collect } from "../collect.ts";

/** Creation time of the records of the cases. */
export const CREATED = "2026-01-01T00:00:00.000Z";

/** Makes the content of a record. */
export function contentOf(data: RecordData, fields: Partial<RecordContent> = {}): RecordContent {
  return {
    modelName: "Any",
    namespace: "default",
    version: 1,
    data,
    createdAt: CREATED,
    updatedAt: CREATED,
    ...fields,
  };
}

/** Makes a write of one record, unconditional by default. */
export function writeOf(
  key: string,
  data: RecordData,
  condition: RecordWrite["condition"] = "any",
  fields: Partial<RecordContent> = {},
): RecordWrite {
  return { key, condition, content: contentOf(data, fields) };
}

/** Makes a removal of one record, unconditional by default. */
export function removalOf(key: string, condition: RecordRemoval["condition"] = "any"): RecordRemoval {
  return { key, condition };
}

/** Returns the data of records; `undefined` for a key that has none. Fails for a damaged record. */
export function dataOf(found: readonly ChangeOutcome[]): (RecordData | undefined)[] {
  return found.map((record) => {
    if (record !== undefined && !("data" in record)) assert.fail(`the record is damaged: ${record.corrupt}`);
    return record?.data;
  });
}

/** Change that adds one to the number of a record; a record that does not exist counts as 0. */
export function increment(found: ChangeOutcome): RecordContent {
  const [before = 0] = dataOf([found]);
  return contentOf((before as number) + 1);
}

/** Reads the revision of an existing record of the space `results`. */
export async function revisionOf(storage: StorageBackend, key: string): Promise<Revision> {
  const [found] = await storage.read("results", [key]);
  assert(found !== undefined, `'${key}' has no record`);
  return found.revision;
}

/** Lists the keys of a range. */
export async function keysOf(storage: StorageBackend, space: Space, range?: ScanRange): Promise<string[]> {
  return (await collect(storage.scan(space, range))).flat();
}
