import { computeOnce } from "../leases/compute-once.ts";
import type { FlightContext } from "../leases/single-flight.ts";
import type { RecordContent } from "../records/record.ts";
import type { WriteOutcome } from "../records/storage-backend.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { intact } from "../typed-records/decode-record.ts";
import { readContext } from "./read-result.ts";

const SPACE = "results";

/** Sharing of a computation. */
export interface ComputeSharing {
  /** Flight of the callers in this process. */
  readonly flight: Pick<FlightContext, "signal" | "computing">;
  /** Called instead of waiting for another process; it throws. */
  readonly refuseToWait?: (() => never) | undefined;
  /** The result has just been looked for, and was not stored. */
  readonly isMissing?: boolean | undefined;
}

/** Returns the stored record of a result, or computes and stores it: once for all concurrent processes. */
export async function computeRecord(
  access: StorageAccess,
  key: string,
  compute: () => Promise<RecordContent>,
  { flight: { signal, computing }, refuseToWait, isMissing = false }: ComputeSharing,
): Promise<RecordContent> {
  const { storage } = access;
  const keys = [key];
  const context = readContext(storage, key);
  const find = async (): Promise<RecordContent | undefined> => {
    const [found] = await access.together(keys, "read", () => storage.read(SPACE, keys));
    return found && intact(found, context);
  };
  const known = isMissing ? undefined : await find();
  if (known) return known;
  return computeOnce(storage, key, {
    find,
    signal,
    computing,
    refuseToWait,
    compute: async (stored) => {
      const content = await compute();
      const [outcome] = await access.together(keys, "write", () => {
        const writing = storage.write(SPACE, [{ key, condition: "absent", content }]);
        stored();
        return writing;
      });
      const { written, found } = outcome as WriteOutcome & { readonly found?: undefined };
      // Another caller may have set the result in the meantime: every caller gets the stored record.
      return !written && found ? intact(found, context) : content;
    },
  });
}
