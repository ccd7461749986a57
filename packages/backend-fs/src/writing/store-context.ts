import type { Layout } from "../layout/layout.ts";
import type { FolderLocks } from "../locks/folder-locks.ts";
import type { KernelLocks } from "../locks/kernel-locks.ts";
import type { Session } from "../locks/temp-session.ts";
import type { DurableRecords } from "./durable-records.ts";

/** What those who change files work with. */
export interface StoreContext {
  readonly layout: Layout;
  readonly session: Session;
  readonly locks: KernelLocks;
  readonly folders: FolderLocks;
  readonly durable: DurableRecords;
}
