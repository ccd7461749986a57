import type { Space } from "@results-manager/core/storage";

/** A backend that is open in the worker. It can be assigned to another manager, and closed. */
export interface OpenedBackend extends Disposable {
  /** Describes the location of a record for messages: a file, a row. */
  locate(space: Space, key: string): string;
  /** Waits for accepted operations, then refuses further calls. Closing again is a no-op. */
  close(): void;
}
