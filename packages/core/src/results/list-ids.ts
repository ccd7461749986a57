import type { ResultId } from "../ids/result-id.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { scanIds } from "./lookup/scan-ids.ts";
import { parsePrefix, parseRange } from "./parse-range.ts";
import type { IdsOptions } from "./results-options.ts";

/** Implements `AsyncResultsBackend.ids`. */
export async function* listIds(
  access: StorageAccess,
  prefix: ResultId | undefined,
  options: IdsOptions = {},
): AsyncGenerator<string, void, undefined> {
  const range = parseRange(prefix, options);
  const { signal } = options;
  signal?.throwIfAborted();
  for await (const page of access.listing(scanIds(access.storage, range))) {
    for (const id of page) {
      yield id;
      signal?.throwIfAborted();
    }
  }
}

/** Implements `AsyncResultsBackend.listIds`. */
export function listAllIds(access: StorageAccess, prefix: ResultId | undefined): Promise<string[]> {
  try {
    const range = { prefix: parsePrefix(prefix) };
    return access.operate([], "read", () => access.storage.listKeys("results", range));
  } catch (error) {
    return Promise.reject(error);
  }
}
