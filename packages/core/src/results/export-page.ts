import { ReadSize } from "../records/read-size.ts";
import type { FoundRecord } from "../records/record.ts";
import type { Awaitable } from "../scheduling/group-commit.ts";
import type { StepStorage } from "../steps/step-storage.ts";
import { type Steps, settled } from "../steps/steps.ts";
import { intact } from "../typed-records/decode-record.ts";
import { readContext } from "./read-result.ts";
import type { RecordFailures } from "./record-failures.ts";
import type { ResultRecord } from "./result-record.ts";

/** Approximate size at which a page is full, in bytes. */
const MAX_BYTES = 2 ** 22;
const MAX_RECORDS = 1024;

/** Source of an export. */
export interface ExportSource {
  readonly storage: StepStorage;
  readonly read: (keys: readonly string[]) => Awaitable<readonly FoundRecord[]>;
  readonly failures: RecordFailures;
}

/** Page of exported records, filled by reads of bounded size. */
export class ExportPage {
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
  *add(keys: readonly string[]): Steps<void> {
    const { storage, read, failures } = this.#source;
    let found: readonly FoundRecord[];
    try {
      found = yield* settled(read(keys), "The store");
    } catch (error) {
      if (keys.length === 1) return failures.note(error);
      // One unreadable record fails the whole read: read them one by one.
      for (const key of keys) yield* this.add([key]);
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
