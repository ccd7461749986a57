import { ReadSize } from "../records/read-size.ts";
import type { FoundRecord } from "../records/record.ts";
import type { Awaitable } from "../scheduling/group-commit.ts";
import type { StepStorage } from "../steps/step-storage.ts";
import { type Steps, settled } from "../steps/steps.ts";
import { intact } from "../typed-records/decode-record.ts";
import { readContext } from "./read-result.ts";
import type { RecordFailures } from "./record-failures.ts";
import type { ResultRecord } from "./result-record.ts";

/** How much a page takes, about: many small records, or a few large ones. */
const MOST_BYTES = 2 ** 22;
const MOST_RECORDS = 1024;

/** Where records are read from. */
export interface ExportSource {
  readonly storage: StepStorage;
  readonly read: (keys: readonly string[]) => Awaitable<readonly FoundRecord[]>;
  readonly failures: RecordFailures;
}

/** A page of exported records, filled by reads of bounded bytes. */
export class ExportPage {
  readonly #source: ExportSource;
  readonly #size = new ReadSize();
  #records: ResultRecord[] = [];
  #bytes = 0;

  constructor(source: ExportSource) {
    this.#source = source;
  }

  /** How many records to add next. */
  get readSize(): number {
    return this.#size.next;
  }

  get isFull(): boolean {
    return this.#bytes >= MOST_BYTES || this.#records.length >= MOST_RECORDS;
  }

  /** Reads records and adds them; those that cannot be read are noted. */
  *add(keys: readonly string[]): Steps<void> {
    const { storage, read, failures } = this.#source;
    let found: readonly FoundRecord[];
    try {
      found = yield* settled(read(keys), "The store");
    } catch (error) {
      if (keys.length === 1) return failures.note(error);
      // One of them fails them all: then each is asked for by itself.
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

  /** Gives the records, and begins the next page. */
  take(): readonly ResultRecord[] {
    const records = this.#records;
    this.#records = [];
    this.#bytes = 0;
    return records;
  }
}
