import type { Space } from "@results-manager/core";

/** A backend that is open in the worker, as a manager has it: it can be given to another manager, and closed. */
export interface OpenedBackend extends Disposable {
  /** Says where the medium holds a record, for messages: a file, a row. */
  locate(space: Space, key: string): string;
  /** Waits for what was accepted, then refuses everything. Closing again is a no-op. */
  close(): void;
}
