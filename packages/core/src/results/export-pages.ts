import type { FoundRecord } from "../records/record.ts";
import type { Awaitable } from "../scheduling/group-commit.ts";
import type { RecordBatch } from "./lookup/read-range.ts";
import type { RecordFailures } from "./record-failures.ts";

/** Approximate size at which a page is full, in bytes. */
const MAX_BYTES = 2 ** 22;
const MAX_RECORDS = 1024;

/** Source of an export. */
export interface ExportSource<R> {
  readonly batches: AsyncIterable<RecordBatch>;
  readonly failures: RecordFailures;
  /** Makes the exported form of a record; `undefined` for one that is left out. @throws the error of a record that cannot be read. */
  form(key: string, found: NonNullable<FoundRecord>): Awaitable<R | undefined>;
}

/** Yields records in pages; adds the errors of unreadable records to `failures`. */
export async function* exportPages<R>(source: ExportSource<R>): AsyncGenerator<readonly R[], void, undefined> {
  const { batches, failures } = source;
  let page: R[] = [];
  let size = 0;
  for await (const { ids, found, bytes } of batches) {
    size += bytes;
    for (const [i, record] of found.entries()) {
      if (!record) continue;
      const id = ids[i] as string;
      try {
        if (record instanceof Error) throw record;
        const form = source.form(id, record);
        const made = form instanceof Promise ? await form : form;
        if (made !== undefined) page.push(made);
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
