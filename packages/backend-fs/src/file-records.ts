import type { Durability } from "@results-manager/core";
import type {
  ChangeOutcome,
  FoundRecord,
  KeyWatch,
  Outcome,
  RecordChange,
  RecordRemoval,
  RecordUsage,
  RecordWrite,
  ScanRange,
  Space,
  WriteOutcome,
} from "@results-manager/core/storage";
import { readOnlyError } from "./errors/read-only-error.ts";
import { Layout } from "./layout/layout.ts";
import type { OpenedFolder } from "./layout/open-folder.ts";
import { FileSessions } from "./locks/file-sessions.ts";
import { FolderLocks } from "./locks/folder-locks.ts";
import { KernelLocks } from "./locks/kernel-locks.ts";
import { sweepSessions, TempSession } from "./locks/temp-session.ts";
import { looksLikeRecord } from "./reading/envelope.ts";
import { readBeginning } from "./reading/read-file.ts";
import type { RecordFormats } from "./reading/record-format.ts";
import { RecordReader } from "./record-reader.ts";
import { walk } from "./walking/folder-walk.ts";
import { InnerLinks } from "./walking/inner-links.ts";
import { watchFolders } from "./watching/watch-folders.ts";
import { listAccessTimes, setAccessTimes } from "./writing/access-times.ts";
import { changeRecords } from "./writing/change-records.ts";
import { compactFolder } from "./writing/compact-folder.ts";
import { DurableRecords } from "./writing/durable-records.ts";
import { removeFiles } from "./writing/record-remover.ts";
import type { StoreContext } from "./writing/store-context.ts";
import { stageTemp } from "./writing/temp-files.ts";
import { WriteBatch } from "./writing/write-batch.ts";
import { writeDurably } from "./writing/write-durably.ts";
import { writeRecords } from "./writing/write-records.ts";

/** Options of an open store of files. */
export interface RecordsOptions {
  readonly durability: Durability;
  readonly readOnly: boolean;
}

/** Records in the files of an open folder: what the hooks of the medium do. */
export class FileRecords {
  /** Kernel locks of this store, for mixins that add locking. */
  readonly locks: KernelLocks;
  /** Witness of the open stores; `undefined` for one that writes nothing. */
  readonly sessions: FileSessions | undefined;
  readonly #context: StoreContext;
  readonly #reader: RecordReader;
  readonly #isReadOnly: boolean;
  /** Links below the folder that is being cleared; one clearing runs at a time. */
  #innerLinks: InnerLinks | undefined;

  /** Removes the temp files of dead processes, unless the store is read-only. @throws {StorageError} when that fails. */
  constructor(folder: OpenedFolder, { durability, readOnly }: RecordsOptions, formats?: RecordFormats) {
    const layout = new Layout(folder, { readOnly }, formats);
    this.locks = new KernelLocks(layout);
    const session = new TempSession(layout, this.locks);
    this.sessions = readOnly ? undefined : new FileSessions(layout, session, this.locks);
    this.#isReadOnly = readOnly;
    this.#reader = new RecordReader(layout, readOnly);
    const durable = new DurableRecords(layout, durability);
    this.#context = { layout, session, locks: this.locks, folders: new FolderLocks(layout, this.locks), durable };
    if (!readOnly) sweepSessions(layout, this.locks);
  }

  read(space: Space, keys: readonly string[]): Promise<Outcome<FoundRecord>[]> {
    return this.#reader.read(space, keys);
  }

  has(space: Space, keys: readonly string[], now: number): Outcome<boolean>[] {
    return this.#reader.has(space, keys, now);
  }

  write(space: Space, writes: readonly RecordWrite[], now: number): Promise<Outcome<WriteOutcome>[]> {
    if (this.#isReadOnly) return this.#refuse(space, writes);
    const batch = new WriteBatch(this.#context, space, now);
    return this.#context.durable.syncs(space) ? writeDurably(batch, writes) : writeRecords(batch, writes);
  }

  change(space: Space, changes: readonly RecordChange[], now: number): Promise<Outcome<ChangeOutcome>[]> {
    if (this.#isReadOnly) return this.#refuse(space, changes);
    return changeRecords(new WriteBatch(this.#context, space, now), changes, this.#context.durable.syncs(space));
  }

  confirm(space: Space, keys: readonly string[]): Promise<Outcome<undefined>[]> {
    return this.#context.durable.confirm(space, keys);
  }

  async noteUses(space: Space, keys: readonly string[], now: number): Promise<void> {
    if (!this.#isReadOnly) await setAccessTimes(this.#context.layout, space, keys, now);
  }

  listUses(space: Space): AsyncGenerator<readonly RecordUsage[], void, undefined> {
    return listAccessTimes(this.#context, space);
  }

  remove(space: Space, removals: readonly RecordRemoval[], now: number): Promise<Outcome<boolean>[]> {
    if (this.#isReadOnly) return this.#refuse(space, removals);
    return removeFiles(this.#context, removals, { space, now, durable: this.#context.durable.syncs(space) });
  }

  scan(space: Space, range: ScanRange, now: number): AsyncGenerator<readonly string[], void, undefined> {
    return walk(this.#context, space, range, now);
  }

  watch(watch: KeyWatch): Promise<void> {
    return watchFolders(this.#context, watch);
  }

  /** Prepares {@link FileRecords.isOwn} for the clearing of a prefix. */
  beginClearing(space: Space, prefix: string | undefined): void {
    const paths = this.#context.layout.pathsOf(space);
    this.#innerLinks = new InnerLinks(prefix === undefined ? paths.root : paths.folderOf(prefix));
  }

  /** Tells whether clearing may remove a file: it is a record, and not behind a link. */
  isOwn(space: Space, key: string): boolean {
    const file = this.locate(space, key);
    if (this.#innerLinks?.leadTo(file)) return false;
    try {
      const beginning = readBeginning(file);
      return typeof beginning === "string" ? looksLikeRecord(beginning) : false;
    } catch {
      return true; // Removing it reports why it cannot be read.
    }
  }

  compact(): Promise<number> {
    return compactFolder(this.#context);
  }

  /** Writes the bytes of a record to come into a temp file; returns its path. */
  stage(bytes: readonly Uint8Array[]): Promise<string> {
    const { layout, session } = this.#context;
    return stageTemp(session, layout.reserved, bytes);
  }

  /** Path of the file of a record. */
  locate(space: Space, key: string): string {
    return this.#context.layout.pathsOf(space).fileOf(key);
  }

  async close(): Promise<void> {
    await this.#reader.close();
    this.#context.session.close();
    this.locks.close();
  }

  async #refuse(space: Space, changes: readonly { readonly key: string }[]): Promise<Error[]> {
    return changes.map(({ key }) => readOnlyError(this.locate(space, key), key));
  }
}
