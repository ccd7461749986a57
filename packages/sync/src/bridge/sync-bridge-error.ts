import { ResultsError } from "@results-manager/core";

/**
 * `SYNC_BRIDGE_FAILED`: the worker that does the work died, or did not answer in time. Whether the call took effect is not known. The
 * next call starts a fresh worker and opens the store again.
 */
export class SyncBridgeError extends ResultsError {
  constructor(reason: string, cause?: unknown) {
    super(
      "SYNC_BRIDGE_FAILED",
      `${reason} Whether the call took effect is not known; the next one starts a fresh worker.`,
      { cause },
    );
  }
}
