import { checkOptions } from "../options/check-options.ts";
import type { Space } from "../records/space.ts";
import type {
  ChangeOutcome,
  RecordChange,
  RecordRemoval,
  RecordWrite,
  StorageSupports,
  WriteOutcome,
} from "../records/storage-backend.ts";
import type { Outcome } from "../scheduling/batch.ts";
import { applyChanges } from "../storage/algorithms/apply-changes.ts";
import type { KeyWatch } from "../storage/key-watch.ts";
import { StorageBase } from "../storage/storage-base.ts";
import { STORAGE_OPTIONS, type StorageOptions } from "../storage/storage-options.ts";
import { whenAborted } from "../time/pause.ts";

/** Storage that accepts all writes and stores nothing. */
export class VoidStorage extends StorageBase {
  constructor(options?: StorageOptions) {
    checkOptions(options, STORAGE_OPTIONS, "a void store");
    super(options);
  }

  readonly supports: StorageSupports = {
    retains: false,
    persistent: false,
    crossProcess: false,
    evicts: true,
    batchSize: 256,
  };

  protected override readRecords(_space: Space, keys: readonly string[]): readonly undefined[] {
    return keys.map(() => undefined);
  }

  protected override writeRecords(_space: Space, writes: readonly RecordWrite[]): readonly WriteOutcome[] {
    return writes.map((write) => {
      // No record is stored, so none has the required revision.
      return typeof write.condition === "object"
        ? { written: false, found: undefined }
        : { written: true, revision: write };
    });
  }

  protected override compareAndSwap(
    _space: Space,
    changes: readonly RecordChange[],
  ): readonly Outcome<ChangeOutcome>[] {
    return changes.flatMap((change) => applyChanges(undefined, [change]).outcomes);
  }

  protected override removeRecords(_space: Space, removals: readonly RecordRemoval[]): readonly boolean[] {
    return removals.map(() => false);
  }

  protected override scanKeys(): readonly (readonly string[])[] {
    return [];
  }

  override watchKeys(_space: Space, { signal, report }: KeyWatch): Promise<void> {
    report([]); // Nothing ever changes.
    return whenAborted(signal);
  }
}
