import { ResultsError } from "@results-manager/core";

const AFTER_A_FAILURE = "Whether the call took effect is not known; the next one starts a fresh worker.";

/**
 * `SYNC_BRIDGE_FAILED`: the worker that does the work died, or did not answer in time. Whether the call took effect is not known. The
 * next call starts a fresh worker and opens the store again.
 *
 * All managers of a thread share the worker. Those of a store that kept its records in the worker's memory are told with their next call,
 * too, which does nothing then; the others notice nothing.
 */
export class SyncBridgeError extends ResultsError {
  constructor(reason: string, cause?: unknown, consequence: string = AFTER_A_FAILURE) {
    super("SYNC_BRIDGE_FAILED", `${reason} ${consequence}`, { cause });
  }
}
