import type { FoundRecord, RecordContent } from "../records/record.ts";
import type { Space } from "../records/space.ts";
import type { StorageBackend } from "../records/storage-backend.ts";
import type { Clock } from "../time/clock.ts";
import { isoTime } from "../time/real-time.ts";
import { type ProcessIdentity, processIdentity } from "./process-identity.ts";

/** Spaces of leases: results, cache and calls have one each, so that computations of equal keys can be nested. */
export type LeaseSpace = Extract<Space, "leases" | "cache_leases" | "call_leases">;

/** Process and open store that hold a lease. */
export interface Holder extends ProcessIdentity {
  /** Name of the open store that took the lease, if the medium has a witness. */
  readonly session: string | undefined;
}

/** Tells whether a holder is this process. */
export function isOwnProcess({ kernel, host, pid, started }: Holder): boolean {
  const own = processIdentity();
  return kernel === own.kernel && host === own.host && pid === own.pid && started === own.started;
}

/** Makes the record of a lease of this process. @param beats Number of renewals. */
export function leaseContent({ sessions }: StorageBackend, clock: Clock, beats: number): RecordContent {
  const time = isoTime(clock.now());
  const session = sessions?.name;
  return {
    modelName: "lease",
    namespace: "results-manager",
    version: 1,
    data: { ...processIdentity(), ...(session === undefined ? {} : { session }), beats },
    createdAt: time,
    updatedAt: time,
  };
}

/** Returns the holder of a lease; `undefined` for a missing or damaged record. */
export function holderOf(found: FoundRecord): Holder | undefined {
  if (!found || found.corrupt !== undefined) return undefined;
  const { kernel, host, pid, started, session } = found.data as Partial<Record<keyof Holder, unknown>>;
  if (typeof host !== "string" || typeof pid !== "number" || typeof started !== "string") return undefined;
  return {
    kernel: typeof kernel === "string" ? kernel : "",
    host,
    pid,
    started,
    session: typeof session === "string" ? session : undefined,
  };
}
