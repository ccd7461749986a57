import { resolve } from "node:path";
import {
  type ChangeOutcome,
  type FoundRecord,
  type KeyWatch,
  type Outcome,
  type RecordChange,
  type RecordRemoval,
  type RecordUsage,
  type RecordWrite,
  type RemovalRange,
  type ScanRange,
  type SessionWitness,
  type Space,
  StorageBase,
  type StorageOptions,
  type StorageSupports,
  type WriteOutcome,
} from "@results-manager/core/storage";
import { readOnlyError } from "./errors/read-only-error.ts";
import { type FileOptions, parseFileOptions } from "./file-options.ts";
import { Layout } from "./layout/layout.ts";
import { FileSessions } from "./locks/file-sessions.ts";
import { FolderLocks } from "./locks/folder-locks.ts";
import { KernelLocks } from "./locks/kernel-locks.ts";
import { sweepSessions, TempSession } from "./locks/temp-session.ts";
import { looksLikeRecord } from "./reading/envelope.ts";
import { readBeginning } from "./reading/read-file.ts";
import type { RecordFormats } from "./reading/record-format.ts";
import { LARGE_READ, RecordReader } from "./record-reader.ts";
import { walk } from "./walking/folder-walk.ts";
import { InnerLinks } from "./walking/inner-links.ts";
import { watchFolders } from "./watching/watch-folders.ts";
import { listAccessTimes, setAccessTimes } from "./writing/access-times.ts";
import { changeRecords } from "./writing/change-records.ts";
import { compactFolder } from "./writing/compact-folder.ts";
import { DurableRecords } from "./writing/durable-records.ts";
import { removeFiles } from "./writing/record-remover.ts";
import type { StoreContext } from "./writing/store-context.ts";
import { WriteBatch } from "./writing/write-batch.ts";
import { writeDurably } from "./writing/write-durably.ts";
import { writeRecords } from "./writing/write-records.ts";

/** Stores each record in its own file. Any number of processes may use the folder at once. */
export class FileStorage extends StorageBase {
  readonly supports: StorageSupports;
  /** Kernel locks of this store, for mixins that add locking. */
  readonly locks: KernelLocks;
  readonly #layout: Layout;
  readonly #session: TempSession;
  readonly #sessions: FileSessions | undefined;
  readonly #context: StoreContext;
  readonly #reader: RecordReader;
  readonly #readOnly: boolean;
  /** Links below the folder that is being cleared; one clearing runs at a time. */
  #innerLinks: InnerLinks | undefined;

  /**
   * Opens the store in a folder, given by its path or its `file:` URL, and removes temp files of dead processes unless it is read-only.
   *
   * @param formats forms of the records of spaces that a further codec writes.
   * @throws {StoreNotFoundError} `STORE_NOT_FOUND` when there is no folder, with `createIfMissing: false` or `readOnly: true`.
   * @throws {StoreTooNewError} `STORE_TOO_NEW` when a newer release has made the store.
   * @throws {StorageError} when the folder cannot be made, or is a file.
   * @throws {TypeError} for invalid options.
   */
  constructor(folder: string | URL, options: FileOptions & StorageOptions = {}, formats?: RecordFormats) {
    const { baseDir, durability, readOnly, ...parsed } = parseFileOptions(folder, options);
    super(options);
    this.#layout = new Layout(resolve(baseDir), { readOnly, ...parsed }, formats);
    this.locks = new KernelLocks(this.#layout);
    this.#session = new TempSession(this.#layout, this.locks);
    this.#sessions = readOnly ? undefined : new FileSessions(this.#layout, this.#session, this.locks);
    this.#reader = new RecordReader(this.#layout, readOnly);
    this.#context = {
      layout: this.#layout,
      session: this.#session,
      locks: this.locks,
      folders: new FolderLocks(this.#layout, this.locks),
      durable: new DurableRecords(this.#layout, durability),
    };
    this.supports = {
      retains: true,
      persistent: true,
      crossProcess: true,
      batchSize: 512,
      readsTogether: LARGE_READ,
      confirms: durability === "full" && !readOnly,
    };
    this.#readOnly = readOnly;
    if (!readOnly) sweepSessions(this.#layout, this.locks);
  }

  protected override readRecords(space: Space, keys: readonly string[]): Promise<Outcome<FoundRecord>[]> {
    return this.#reader.read(space, keys);
  }

  protected override hasRecords(space: Space, keys: readonly string[], now: number): Outcome<boolean>[] {
    return this.#reader.has(space, keys, now);
  }

  protected override writeRecords(
    space: Space,
    writes: readonly RecordWrite[],
    now: number,
  ): Promise<Outcome<WriteOutcome>[]> {
    if (this.#readOnly) return this.#refuse(space, writes);
    const batch = new WriteBatch(this.#context, space, now);
    return this.#context.durable.syncs(space) ? writeDurably(batch, writes) : writeRecords(batch, writes);
  }

  protected override compareAndSwap(
    space: Space,
    changes: readonly RecordChange[],
    now: number,
  ): Promise<Outcome<ChangeOutcome>[]> {
    if (this.#readOnly) return this.#refuse(space, changes);
    return changeRecords(new WriteBatch(this.#context, space, now), changes, this.#context.durable.syncs(space));
  }

  protected override confirmRecords(space: Space, keys: readonly string[]): Promise<Outcome<undefined>[]> {
    return this.#context.durable.confirm(space, keys);
  }

  protected override async noteUses(space: Space, keys: readonly string[], now: number): Promise<void> {
    if (!this.#readOnly) await setAccessTimes(this.#layout, space, keys, now);
  }

  protected override listUses(space: Space): AsyncGenerator<readonly RecordUsage[], void, undefined> {
    return listAccessTimes(this.#context, space);
  }

  protected override removeRecords(
    space: Space,
    removals: readonly RecordRemoval[],
    now: number,
  ): Promise<Outcome<boolean>[]> {
    if (this.#readOnly) return this.#refuse(space, removals);
    return removeFiles(this.#context, removals, { space, now, durable: this.#context.durable.syncs(space) });
  }

  protected override scanKeys(space: Space, range: ScanRange, now: number): AsyncIterable<readonly string[]> {
    return walk(this.#context, space, range, now);
  }

  override watchKeys(space: Space, watch: KeyWatch): Promise<void> {
    return space === "results" ? watchFolders(this.#context, watch) : super.watchKeys(space, watch);
  }

  protected override async *removeRange(
    space: Space,
    range: RemovalRange,
    now: number,
  ): AsyncGenerator<number, void, undefined> {
    const { prefix } = range;
    const paths = this.#layout.pathsOf(space);
    const top = prefix === undefined ? paths.root : paths.folderOf(prefix);
    if (!range.expired) this.#innerLinks = new InnerLinks(top);
    for await (const removed of super.removeRange(space, range, now)) yield removed;
  }

  protected override isOwn(space: Space, key: string): boolean {
    const file = this.#layout.pathsOf(space).fileOf(key);
    if (this.#innerLinks?.leadTo(file)) return false;
    try {
      const beginning = readBeginning(file);
      return typeof beginning === "string" ? looksLikeRecord(beginning) : false;
    } catch {
      return true; // Removing it reports why it cannot be read.
    }
  }

  override get sessions(): SessionWitness | undefined {
    return this.#sessions;
  }

  override async releaseSpace(isThorough: boolean): Promise<number> {
    if (!isThorough) return 0;
    if (this.#readOnly) throw readOnlyError(this.place);
    return this.runAlone(() => compactFolder(this.#context));
  }

  protected override async closeStorage(): Promise<void> {
    await this.#reader.close();
    this.#session.close();
    this.locks.close();
  }

  override get place(): string {
    return this.#layout.baseDir;
  }

  override locate(space: Space, key: string): string {
    return this.#layout.pathsOf(space).fileOf(key);
  }

  async #refuse(space: Space, changes: readonly { readonly key: string }[]): Promise<Error[]> {
    return changes.map(({ key }) => readOnlyError(this.locate(space, key), key));
  }
}
