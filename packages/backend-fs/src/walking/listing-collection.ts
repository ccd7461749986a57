import type { Dirent } from "node:fs";
import { type Awaitable, compareCodePoints } from "@results-manager/core/storage";
import type { FolderLocks } from "../locks/folder-locks.ts";
import { isContinued, isLiteral, isOrdinary, MAX_NAME_BYTES, type NameStyle, segmentOf } from "../naming/file-names.ts";
import { isSegment } from "../naming/is-segment.ts";
import { isPythonName, isPythonRecord } from "../naming/python-names.ts";
import { statWithoutFollowing } from "../reading/odd-file.ts";
import { kindOf } from "./entry-kind.ts";
import { CERTIFICATE } from "./no-expiry.ts";
import { eachOnce, sortNames } from "./sort-names.ts";

/** A folder on disk with records of an id, and the way its names are decoded. */
export interface FolderPart {
  readonly path: string;
  /** `own` names are encoded by this library; `python` names are the unencoded ids of the Python library. */
  readonly names: "own" | "both" | "python";
}

/** Options for listing the folders of a space. */
export interface ListingOptions {
  readonly style: NameStyle;
  readonly locks: FolderLocks;
  /** Follow links, which may lead out of the store; only among results, where users place them. */
  readonly followsLinks: boolean;
  /** Names encode ids: those that no call accepts are left out. */
  readonly areIds: boolean;
}

/** Entries of this library in a folder. */
export interface FolderListing {
  /** Segments of records, and segments of folders followed by `/`, in the order of their ids, without duplicates. */
  readonly entries: readonly string[];
  /** Folders with records that have no certificate against expiry. */
  readonly uncertified: readonly string[];
  /** The folders among the entries that are links. */
  readonly links: ReadonlySet<string>;
  /** Time when the listing began. */
  readonly start: number;
}

const DOT = 0x2e;
/** Minimum length of a name that can exceed the maximum bytes of a segment. */
const LONG_NAME = 66;
/** Replacement for malformed UTF-8 in a name; such a file cannot be opened by its name. */
const REPLACED = "\ufffd";

const NO_LINKS: ReadonlySet<string> = new Set();

/** A folder in which a segment continues that is too long for one name. */
interface Continuation {
  readonly part: FolderPart;
  /** Names of the segment up to here. */
  readonly outer: readonly string[];
}

/** Collects the entries of a listing. */
export class ListingCollection {
  readonly options: ListingOptions;
  readonly #start: number;
  readonly #entries: string[] = [];
  #links: Set<string> | undefined;
  // Nearly all listings are of one folder: arrays are made and searched faster than sets.
  readonly #withRecords: string[] = [];
  readonly #certified: string[] = [];
  readonly #more: Continuation[] = [];
  /** Every name equals its segment, so that the built-in sort, which is several times faster, gives the right order. */
  #literal = true;
  /** The entries are in order as they are, since Node sorts the names of a folder: to see that takes less time than to sort them again. */
  #isSorted = true;

  /** @param start the current time, in milliseconds since the epoch. */
  constructor(options: ListingOptions, start: number) {
    this.options = options;
    this.#start = start;
  }

  get hasMore(): boolean {
    return this.#more.length > 0;
  }

  takeMore(): Continuation | undefined {
    return this.#more.shift();
  }

  add(part: FolderPart, outer: readonly string[], entries: readonly Dirent[], from: number, to: number): void {
    const { style } = this.options;
    const isOwn = part.names !== "python" && outer.length === 0;
    let hasRecords = false;
    for (let i = from; i < to; i++) {
      const entry = entries[i] as Dirent;
      const { name } = entry;
      // The fast path, for nearly all entries: a record with a literal name.
      if (isOwn && name.length < LONG_NAME && entry.isFile() && isOrdinary(name, style)) {
        this.#push(name.slice(0, -style.ending.length));
        hasRecords = true;
        continue;
      }
      if (this.#addOther(part, outer, entry)) hasRecords = true;
    }
    if (hasRecords && !this.#withRecords.includes(part.path)) this.#withRecords.push(part.path);
  }

  /** Adds an entry of any kind; tells whether it is a record. */
  #addOther(part: FolderPart, outer: readonly string[], entry: Dirent): boolean {
    const { followsLinks, style } = this.options;
    const { name } = entry;
    const isHidden = name.charCodeAt(0) === DOT;
    if (isHidden) {
      if (name === CERTIFICATE) this.#certified.push(part.path);
      if (part.names === "own") return false;
    }
    const kind = entry.isFile() ? "file" : kindOf(part.path, entry, followsLinks);
    if (kind === undefined) return false;
    const mayBeLiteral = part.names !== "python" && outer.length === 0 && !isHidden && name.length < LONG_NAME;
    if (kind !== "file") {
      const isLink = kind === "linked folder";
      if (mayBeLiteral && isLiteral(name, "folder", style)) this.#addLiteral(`${name}/`, isLink);
      else this.#addFolder(part, outer, name, isLink);
      return false;
    }
    if (!name.endsWith(style.ending)) return false;
    const base = name.slice(0, -style.ending.length);
    if (!mayBeLiteral || !isLiteral(base, "record", style)) return this.#addRecord(part, outer, base);
    this.#addLiteral(base, false); // A file that is not regular may have a literal name.
    return true;
  }

  finish(): Awaitable<FolderListing> {
    if (this.#isSorted && this.#literal) return this.#listing(this.#entries);
    const sorted = sortNames(this.#entries, this.#literal ? undefined : compareCodePoints);
    return sorted instanceof Promise ? sorted.then((entries) => this.#listing(entries)) : this.#listing(sorted);
  }

  #listing(entries: string[]): FolderListing {
    const uncertified: string[] = [];
    for (const path of this.#withRecords) if (!this.#certified.includes(path)) uncertified.push(path);
    // A name is unique in a folder; an id may have two names, this library's and Python's.
    return {
      entries: this.#literal ? entries : eachOnce(entries),
      uncertified,
      links: this.#links ?? NO_LINKS,
      start: this.#start,
    };
  }

  #push(entry: string): void {
    if (entry < (this.#entries.at(-1) ?? "")) this.#isSorted = false;
    this.#entries.push(entry);
  }

  #addLiteral(entry: string, isLink: boolean): void {
    this.#push(entry);
    if (isLink) this.#addLink(entry);
  }

  #addLink(entry: string): void {
    this.#links ??= new Set();
    this.#links.add(entry);
  }

  #addRecord(part: FolderPart, outer: readonly string[], base: string): boolean {
    const { style } = this.options;
    const own = part.names === "python" ? undefined : segmentOf([...outer, base], "record", style);
    const path = `${part.path}/${base}${style.ending}`;
    if (own === undefined && !(part.names !== "own" && outer.length === 0 && isPythonRecord(path))) return false;
    return this.#addEncoded(own ?? base, base, path);
  }

  #addFolder(part: FolderPart, outer: readonly string[], name: string, isLink: boolean): void {
    const { style } = this.options;
    const path = `${part.path}/${name}`;
    // Only long segments continue; a short name that ends with the marker is Python's.
    const goesOn = part.names === "own" || Buffer.byteLength(name) > MAX_NAME_BYTES / 2;
    if (part.names !== "python" && isContinued(name) && goesOn) {
      this.#more.push({ part: { path, names: "own" }, outer: [...outer, name] });
      return;
    }
    const own = part.names === "python" ? undefined : segmentOf([...outer, name], "folder", style);
    if (own === undefined && !(part.names !== "own" && outer.length === 0 && isPythonName(name))) return;
    if (this.#addEncoded(`${own ?? name}/`, name, path) && isLink) this.#addLink(`${own ?? name}/`);
  }

  #addEncoded(entry: string, name: string, path: string): boolean {
    const segment = entry.endsWith("/") ? entry.slice(0, -1) : entry;
    if (this.options.areIds && !isSegment(segment)) return false;
    if (name.includes(REPLACED) && statWithoutFollowing(path) === undefined) return false;
    this.#literal = false;
    this.#push(entry);
    return true;
  }
}
