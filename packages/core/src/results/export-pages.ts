import { ReadSize } from "../records/read-size.ts";
import type { FoundRecord } from "../records/record.ts";
import type { ScanRange } from "../records/storage-backend.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { intact } from "../typed-records/decode-record.ts";
import { readContext } from "./read-result.ts";
import type { RecordFailures } from "./record-failures.ts";
import type { ResultRecord } from "./result-record.ts";

/** Approximate size at which a page is full, in bytes. */
const MAX_BYTES = 2 ** 22;
const MAX_RECORDS = 1024;

const SPACE = "results";

/** Source of an export. */
export interface ExportSource {
  readonly access: StorageAccess;
  readonly range: Pick<ScanRange, "prefix" | "after">;
  readonly failures: RecordFailures;
  readonly signal?: AbortSignal | undefined;
}

/** Yields the stored records of a range in pages; adds the errors of unreadable records to `failures`. */
export async function* exportPages(source: ExportSource): AsyncGenerator<readonly ResultRecord[], void, undefined> {
  const page = new ExportPage(source);
  for await (const keys of source.access.storage.scan(SPACE, source.range)) {
    for (let at = 0; at < keys.length; ) {
      source.signal?.throwIfAborted();
      const next = keys.slice(at, at + page.readSize);
      at += next.length;
      await page.add(next);
      if (page.isFull) yield page.take();
    }
  }
  const rest = page.take();
  if (rest.length > 0) yield rest;
}

/** Page of exported records, filled by reads of bounded size. */
class ExportPage {
  readonly #source: ExportSource;
  readonly #size = new ReadSize();
  #records: ResultRecord[] = [];
  #bytes = 0;

  constructor(source: ExportSource) {
    this.#source = source;
  }

  /** Number of keys to pass to the next {@link add}. */
  get readSize(): number {
    return this.#size.next;
  }

  get isFull(): boolean {
    return this.#bytes >= MAX_BYTES || this.#records.length >= MAX_RECORDS;
  }

  /** Reads records and adds them to the page; adds the errors of unreadable records to `failures`. */
  async add(keys: readonly string[]): Promise<void> {
    const { access, failures } = this.#source;
    const { storage } = access;
    let found: readonly FoundRecord[];
    try {
      found = await access.together(keys, "read", () => storage.read(SPACE, keys));
    } catch (error) {
      if (keys.length === 1) return failures.note(error);
      // One unreadable record fails the whole read: read them one by one.
      for (const key of keys) await this.add([key]);
      return;
    }
    this.#bytes += this.#size.note(keys, found);
    for (const [i, record] of found.entries()) {
      if (!record) continue;
      const id = keys[i] as string;
      try {
        const { revision: _revision, corrupt: _corrupt, ...content } = intact(record, readContext(storage, id));
        this.#records.push({ id, ...content });
      } catch (error) {
        failures.note(error);
      }
    }
  }

  /** Returns the records and starts the next page. */
  take(): readonly ResultRecord[] {
    const records = this.#records;
    this.#records = [];
    this.#bytes = 0;
    return records;
  }
}
