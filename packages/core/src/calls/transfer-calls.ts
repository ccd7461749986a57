import { parseDigest } from "../ids/digest-text.ts";
import { isExpired } from "../records/expiry.ts";
import { storedContent } from "../records/stored-content.ts";
import { type CopyTarget, checkTarget } from "../results/copy-records.ts";
import type { RecordFailures } from "../results/record-failures.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import type { KeyedRecord } from "../transfer/keyed-record.ts";
import { Transfer } from "../transfer/transfer.ts";
import type { StoredValues } from "../values/stored-values.ts";
import { type ValueRecord, valueTransfer } from "../values/transfer-values.ts";
import { checkedCallData, digestsOfData } from "./call-record.ts";

/** Transfers of calls and of the values that they refer to. */
export interface CallTransfers {
  readonly calls: Transfer<KeyedRecord>;
  /** Copies all values within an accepted call. */
  copyValues(target: CopyTarget<ValueRecord>, failures: RecordFailures, signal?: AbortSignal): Promise<unknown>;
}

/** Exports and imports of calls, whose values must be stored before them. */
export function callTransfers(access: StorageAccess, values: StoredValues): CallTransfers {
  return {
    calls: callTransfer(access, values),
    copyValues: (target, failures, signal) => {
      checkTarget(target);
      return valueTransfer(access, values).copyWithin(target, {}, failures, { signal });
    },
  };
}

function callTransfer(access: StorageAccess, values: StoredValues): Transfer<KeyedRecord> {
  const { storage } = access;
  return new Transfer<KeyedRecord>(access, {
    space: "calls",
    advice: "Evict it, and save it again.",
    form(key, record) {
      checkedCallData(storage, key, record);
      return { key, ...storedContent(record) };
    },
    check: ({ key }) => void parseDigest(key),
    async store({ key: text, ...content }) {
      const key = parseDigest(text);
      if (isExpired(content.expiresAt, storage.clock.now())) return false;
      const references = digestsOfData(checkedCallData(storage, key, { ...content, revision: key }));
      const save = async (isAgain: boolean): Promise<void> => {
        await values.assertStored(references);
        await storage.write("calls", [{ key, condition: isAgain ? "absent" : "any", content }]);
      };
      await access.together([key], "write", () => values.garbage.guard(save));
      return true;
    },
  });
}
