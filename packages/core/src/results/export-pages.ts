import type { StorageAccess } from "../storage/storage-access.ts";
import { intact } from "../typed-records/decode-record.ts";
import { readRange } from "./lookup/read-range.ts";
import type { IdRange } from "./lookup/scan-ids.ts";
import { readContext } from "./read-result.ts";
import type { RecordFailures } from "./record-failures.ts";
import type { ResultRecord } from "./result-record.ts";

/** Approximate size at which a page is full, in bytes. */
const MAX_BYTES = 2 ** 22;
const MAX_RECORDS = 1024;

/** Source of an export. */
export interface ExportSource {
  readonly access: StorageAccess;
  readonly range: IdRange;
  readonly failures: RecordFailures;
  readonly signal?: AbortSignal | undefined;
}

/** Yields the stored records of a range in pages; adds the errors of unreadable records to `failures`. */
export async function* exportPages(source: ExportSource): AsyncGenerator<readonly ResultRecord[], void, undefined> {
  const { access, range, failures, signal } = source;
  let page: ResultRecord[] = [];
  let size = 0;
  for await (const { ids, found, bytes } of readRange(access, range, signal)) {
    size += bytes;
    for (const [i, record] of found.entries()) {
      if (!record) continue;
      const id = ids[i] as string;
      try {
        if (record instanceof Error) throw record;
        const { revision: _revision, corrupt: _corrupt, ...content } = intact(record, readContext(access.storage, id));
        page.push({ id, ...content });
      } catch (error) {
        failures.note(error);
      }
    }
    if (size < MAX_BYTES && page.length < MAX_RECORDS) continue;
    yield page;
    page = [];
    size = 0;
  }
  if (page.length > 0) yield page;
}
