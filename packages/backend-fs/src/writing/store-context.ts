import type { Layout } from "../layout/layout.ts";
import type { FolderLocks } from "../locks/folder-locks.ts";
import type { KernelLocks } from "../locks/kernel-locks.ts";
import type { TempSession } from "../locks/temp-session.ts";
import type { DurableRecords } from "./durable-records.ts";

/** Parts of a store that operations on files need. */
export interface StoreContext {
  readonly layout: Layout;
  readonly session: TempSession;
  readonly locks: KernelLocks;
  readonly folders: FolderLocks;
  readonly durable: DurableRecords;
}
