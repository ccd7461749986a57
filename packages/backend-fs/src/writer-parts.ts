import type { DurableRecords } from "./durable-records.ts";
import type { FolderLocks } from "./folder-locks.ts";
import type { KernelLocks } from "./kernel-locks.ts";
import type { Layout } from "./layout.ts";
import type { Session } from "./session.ts";

/** What those who change files work with. */
export interface WriterParts {
  readonly layout: Layout;
  readonly session: Session;
  readonly locks: KernelLocks;
  readonly folders: FolderLocks;
  readonly durable: DurableRecords;
}
