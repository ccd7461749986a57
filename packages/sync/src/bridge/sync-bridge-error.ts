import { ResultsError } from "@results-manager/core";

const AFTER_A_FAILURE = "Whether the call took effect is not known; the next one starts a fresh worker.";

/**
 * `SYNC_BRIDGE_FAILED`: the worker died, or did not answer in time. Whether the call took effect is not known. The next call starts a fresh
 * worker and opens the store again.
 *
 * All managers of a thread share the worker. For a store that kept its records in the worker's memory, the next call also fails with this
 * error, and has no effect; other stores are not affected.
 */
export class SyncBridgeError extends ResultsError {
  constructor(reason: string, cause?: unknown, consequence: string = AFTER_A_FAILURE) {
    super("SYNC_BRIDGE_FAILED", `${reason} ${consequence}`, { cause });
  }
}
