import { resolve } from "node:path";
import { pagesLater } from "@results-manager/core/internal";
import {
  type Awaitable,
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
import type { FileRecords, RecordsOptions } from "./file-records.ts";
import { type OpenedFolder, openFolder } from "./layout/open-folder.ts";
import type { KernelLocks } from "./locks/kernel-locks.ts";
import { LARGE_READ } from "./reading/large-read.ts";
import type { RecordFormats } from "./reading/record-format.ts";

/** Stores each record in its own file. Any number of processes may use the folder at once. */
export class FileStorage extends StorageBase {
  readonly supports: StorageSupports;
  readonly #folder: OpenedFolder;
  readonly #options: RecordsOptions;
  readonly #formats: RecordFormats | undefined;
  #records: FileRecords | undefined;
  #loading: Promise<FileRecords> | undefined;

  /**
   * Opens the store in a folder, given by its path or its `file:` URL. The first access removes temp files of dead processes, unless the store
   * is read-only.
   *
   * @param formats forms of the records of spaces that a further codec writes.
   * @throws {StoreNotFoundError} `STORE_NOT_FOUND` when there is no folder, with `createIfMissing: false` or `readOnly: true`.
   * @throws {StoreTooNewError} `STORE_TOO_NEW` when a newer release has made the store.
   * @throws {StorageError} when the folder cannot be made, or is a file.
   * @throws {TypeError} for invalid options.
   */
  constructor(folder: string | URL, options: FileOptions & StorageOptions = {}, formats?: RecordFormats) {
    const { baseDir, durability, readOnly, createIfMissing } = parseFileOptions(folder, options);
    super(options);
    this.#folder = openFolder(resolve(baseDir), { createIfMissing, readOnly });
    this.#options = { durability, readOnly };
    this.#formats = formats;
    this.supports = {
      retains: true,
      persistent: true,
      crossProcess: true,
      batchSize: 512,
      readsTogether: LARGE_READ,
      confirms: durability === "full" && !readOnly,
    };
  }

  protected override readRecords(space: Space, keys: readonly string[]): Awaitable<Outcome<FoundRecord>[]> {
    return this.#use((records) => records.read(space, keys));
  }

  protected override hasRecords(space: Space, keys: readonly string[], now: number): Awaitable<Outcome<boolean>[]> {
    return this.#use((records) => records.has(space, keys, now));
  }

  protected override writeRecords(
    space: Space,
    writes: readonly RecordWrite[],
    now: number,
  ): Awaitable<Outcome<WriteOutcome>[]> {
    return this.#use((records) => records.write(space, writes, now));
  }

  protected override compareAndSwap(
    space: Space,
    changes: readonly RecordChange[],
    now: number,
  ): Awaitable<Outcome<ChangeOutcome>[]> {
    return this.#use((records) => records.change(space, changes, now));
  }

  protected override confirmRecords(space: Space, keys: readonly string[]): Awaitable<Outcome<undefined>[]> {
    return this.#use((records) => records.confirm(space, keys));
  }

  protected override noteUses(space: Space, keys: readonly string[], now: number): Awaitable<void> {
    return this.#use((records) => records.noteUses(space, keys, now));
  }

  protected override listUses(space: Space): AsyncGenerator<readonly RecordUsage[], void, undefined> {
    return pagesLater(async () => (await this.#load()).listUses(space));
  }

  protected override removeRecords(
    space: Space,
    removals: readonly RecordRemoval[],
    now: number,
  ): Awaitable<Outcome<boolean>[]> {
    return this.#use((records) => records.remove(space, removals, now));
  }

  protected override scanKeys(space: Space, range: ScanRange, now: number): AsyncIterable<readonly string[]> {
    const scan = (records: FileRecords) => records.scan(space, range, now);
    return this.#records ? scan(this.#records) : pagesLater(async () => scan(await this.#load()));
  }

  override async watchKeys(space: Space, watch: KeyWatch): Promise<void> {
    await (space === "results" ? (await this.#load()).watch(watch) : super.watchKeys(space, watch));
  }

  protected override async *removeRange(
    space: Space,
    range: RemovalRange,
    now: number,
  ): AsyncGenerator<number, void, undefined> {
    const records = await this.#load();
    if (!range.expired) records.beginClearing(space, range.prefix);
    for await (const removed of super.removeRange(space, range, now)) yield removed;
  }

  protected override isOwn(space: Space, key: string): boolean {
    return (this.#records as FileRecords).isOwn(space, key);
  }

  /**
   * Writes the bytes of a record to come into a temp file, behind a user block that is free for its text; see `FramedContent.staged`. Returns the
   * path, and `undefined` for a store that is read-only or closed. The file is the caller's until a write has taken it.
   */
  protected async stage(bytes: readonly Uint8Array[]): Promise<string | undefined> {
    if (this.#options.readOnly || this.isStorageClosed) return undefined;
    const records = await this.#load();
    return this.isStorageClosed ? undefined : records.stage(bytes);
  }

  /** Kernel locks of this store, for mixins that add locking. */
  openLocks(): Awaitable<KernelLocks> {
    return this.#use(({ locks }) => locks);
  }

  override get sessions(): SessionWitness | undefined {
    return this.#records?.sessions;
  }

  override async releaseSpace(isThorough: boolean): Promise<number> {
    if (!isThorough) return 0;
    if (this.#options.readOnly) throw readOnlyError(this.place);
    const records = await this.#load();
    return this.runAlone(() => records.compact());
  }

  protected override async closeStorage(): Promise<void> {
    await this.#loading?.then(
      (records) => records.close(),
      () => {}, // The access that it was loaded for has failed.
    );
  }

  override get place(): string {
    return this.#folder.baseDir;
  }

  /** Path of the file of a record; that of the store before the first access to it. */
  override locate(space: Space, key: string): string {
    return this.#records?.locate(space, key) ?? this.place;
  }

  #use<T>(task: (records: FileRecords) => Awaitable<T>): Awaitable<T> {
    return this.#records ? task(this.#records) : this.#load().then(task);
  }

  /** Loaded on first use: many a program imports this package and uses another medium. */
  #load(): Promise<FileRecords> {
    this.#loading ??= this.#open().catch((error: unknown) => {
      this.#loading = undefined; // The next access tries again.
      throw error;
    });
    return this.#loading;
  }

  async #open(): Promise<FileRecords> {
    const { FileRecords } = await import("./file-records.ts");
    this.#records = new FileRecords(this.#folder, this.#options, this.#formats);
    return this.#records;
  }
}
