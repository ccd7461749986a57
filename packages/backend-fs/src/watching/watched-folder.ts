import { realTime } from "@results-manager/core/internal";
import { shouldYield, yieldToEventLoop } from "@results-manager/core/storage";
import { isOrdinary } from "../naming/file-names.ts";
import type { FolderPart, ListingOptions } from "../walking/listing-collection.ts";
import { CERTIFICATE } from "../walking/no-expiry.ts";
import { type FileStamp, fileStamp, folderInode, folderStamp } from "./file-stamp.ts";
import { FolderEvents } from "./folder-events.ts";
import { listUnlocked } from "./list-unlocked.ts";

/** Shortest time in milliseconds between two listings of a folder whose events are told. */
const SHORTEST_PAUSE_MS = 200;
/** Such a pause is as many times as long as the listing before it. */
const PAUSE_PER_LISTING = 10;
const NONE: FolderChanges = { records: [], come: [], gone: [], links: new Set() };

/** Changes in a folder since it was looked at before. */
export interface FolderChanges {
  /** Segments of records that were written or removed. */
  readonly records: readonly string[];
  /** Segments, each with `/`, of folders that have come, and of those that are gone. */
  readonly come: readonly string[];
  readonly gone: readonly string[];
  readonly links: ReadonlySet<string>;
}

/**
 * The folders of an id, and the records that were found in them. Events of the system tell at once which files have changed. Listings, which the
 * time of a folder asks for, find what events do not tell.
 */
export class WatchedFolder {
  /** Common beginning of the ids in the folder: empty, or ending in `/`. */
  readonly id: string;
  readonly parts: readonly FolderPart[];
  /** Folders on the way to this one. */
  readonly above: readonly WatchedFolder[];
  /** Paths of all folders of the id, with those in which long names go on. */
  #paths: readonly string[];
  #stamp: string | undefined;
  #records = new Map<string, FileStamp>();
  #folders: ReadonlySet<string> = new Set();
  #events: FolderEvents | undefined;
  /** Time from which on the folder may be listed again. */
  #listAgainAt = 0;

  constructor(id: string, parts: readonly FolderPart[], above: readonly WatchedFolder[]) {
    this.id = id;
    this.parts = parts;
    this.above = above;
    this.#paths = parts.map(({ path }) => path);
  }

  /** Segments of the records that were found. */
  get records(): Iterable<string> {
    return this.#records.keys();
  }

  /**
   * Looks for changes.
   *
   * @param start the current time, or one up to which no stamp is to be doubted.
   * @param fileOf returns the path of the record of a segment.
   * @param isHurried Time is short: a folder whose events are told is not listed yet.
   */
  async look(
    options: ListingOptions,
    start: number,
    fileOf: (segment: string) => string,
    isHurried: boolean,
  ): Promise<FolderChanges> {
    const told = this.#lookAtNamed(options, fileOf, start);
    const isAskedFor = this.#events === undefined || this.#listAgainAt === 0;
    const isWaiting = !isAskedFor && (isHurried || realTime.elapsed() < this.#listAgainAt);
    const stamp = isWaiting ? this.#stamp : folderStamp(this.#paths, start);
    if (isWaiting || (stamp !== undefined && stamp === this.#stamp)) return told;
    const { records, ...changes } = await this.#list(options, fileOf, start, stamp);
    return { ...changes, records: [...told.records, ...records] };
  }

  close(): void {
    this.#events?.close();
    this.#events = undefined;
  }

  /** Looks at the files that the system has named. Other names ask for a listing. */
  #lookAtNamed({ style }: ListingOptions, fileOf: (segment: string) => string, start: number): FolderChanges {
    const names = this.#events?.take();
    if (!names || names.size === 0) return NONE;
    const records: string[] = [];
    for (const name of names) {
      if (name === CERTIFICATE) continue;
      if (!isOrdinary(name, style)) {
        this.#listAgainAt = 0;
        if (name.endsWith(style.ending)) this.#stamp = undefined; // A file that is overwritten in place leaves the times of its folder.
        continue;
      }
      const segment = name.slice(0, -style.ending.length);
      if (this.#note(segment, fileStamp(fileOf(segment), start))) records.push(segment);
    }
    return { ...NONE, records };
  }

  async #list(
    options: ListingOptions,
    fileOf: (segment: string) => string,
    start: number,
    stamp: string | undefined,
  ): Promise<FolderChanges> {
    const startedAt = realTime.elapsed();
    this.#openEvents();
    this.#stamp = stamp;
    const { entries, links, paths } = await listUnlocked(this.parts, options, start);
    this.#paths = paths;
    const folders = new Set<string>();
    const found = new Set<string>();
    const records: string[] = [];
    for (const entry of entries) {
      if (entry.endsWith("/")) folders.add(entry);
      else {
        found.add(entry);
        const file = fileStamp(fileOf(entry), start);
        if (Number.isNaN(file)) this.#stamp = undefined; // It is looked at again.
        if (this.#note(entry, file)) records.push(entry);
      }
      if (shouldYield()) await yieldToEventLoop();
    }
    for (const segment of this.#records.keys()) {
      if (!found.has(segment) && this.#note(segment, undefined)) records.push(segment);
    }
    const come = [...folders].filter((entry) => !this.#folders.has(entry));
    const gone = [...this.#folders].filter((entry) => !folders.has(entry));
    this.#folders = folders;
    const end = realTime.elapsed();
    this.#listAgainAt = end + Math.max(SHORTEST_PAUSE_MS, PAUSE_PER_LISTING * (end - startedAt));
    return { records, come, gone, links };
  }

  /** Remembers the file of a record; tells whether it has changed. */
  #note(segment: string, found: FileStamp): boolean {
    if (this.#records.get(segment) === found) return false;
    if (found === undefined) this.#records.delete(segment);
    else this.#records.set(segment, found);
    return true;
  }

  /** Asks the system for events, again where another folder has taken the place of the one that is watched. */
  #openEvents(): void {
    const [part] = this.parts;
    if (!part || this.parts.length > 1 || part.names === "python") return;
    if (this.#events && this.#events.inode === folderInode(part.path)) return;
    this.close();
    this.#events = FolderEvents.open(part.path);
  }
}
