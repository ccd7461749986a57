import { type Dirent, statSync } from "node:fs";
import { type Awaitable, compareCodePoints, parseId, realTime } from "@results-manager/core";
import type { FolderLocks } from "../locks/folder-locks.ts";
import { isContinued, isLiteral, MAX_NAME_BYTES, type NameStyle, segmentOf } from "../naming/file-names.ts";
import { isPythonName, isPythonRecord } from "../naming/python-names.ts";
import { lookAt } from "../reading/odd-file.ts";
import { CERTIFICATE } from "./no-expiry.ts";
import { sortNames } from "./sort-names.ts";

/** A folder on disk that holds records of an id, and how the names in it are to be read. */
export interface FolderPart {
  readonly path: string;
  /** `own` are as this library spells them, `python` as the Python library does, which takes an id as it is. */
  readonly names: "own" | "both" | "python";
}

/** What is needed to list folders of a space. */
export interface ListingOptions {
  readonly style: NameStyle;
  readonly locks: FolderLocks;
  /** Links lead out of the store: they are followed where people put their results. */
  readonly followsLinks: boolean;
  /** Names stand for ids: what no call accepts as one is left out. */
  readonly areIds: boolean;
}

/** What a folder holds of ours. */
export interface FolderListing {
  /** Segments of records, and segments of folders with a `/` behind them, in the order of the ids they lead to, each once. */
  readonly entries: readonly string[];
  /** Folders that hold records of which some may expire. */
  readonly uncertified: readonly string[];
  /** Those of the folders among the entries to which a link leads. */
  readonly links: ReadonlySet<string>;
  /** When the listing began. */
  readonly start: number;
}

const DOT = 0x2e;
/** How long a name is at least that has too many bytes for a segment. */
const LONG_NAME = 66;
const MAX_SEGMENT_BYTES = 200;
/** Stands for bytes in a name that are no UTF-8; such a file cannot be asked for by its name. */
const REPLACED = "\ufffd";

/** A folder in which a segment goes on whose name is too long for one. */
interface Continuation {
  readonly part: FolderPart;
  /** The names of the segment so far. */
  readonly outer: readonly string[];
}

/** A listing in the making. */
export class ListingCollection {
  readonly options: ListingOptions;
  readonly #start = realTime.now();
  readonly #entries: string[] = [];
  readonly #links = new Set<string>();
  readonly #withRecords = new Set<string>();
  readonly #certified = new Set<string>();
  readonly #more: Continuation[] = [];
  /** Every name was its segment, so that the built-in order, several times faster, is the right one. */
  #literal = true;

  constructor(options: ListingOptions) {
    this.options = options;
  }

  get hasMore(): boolean {
    return this.#more.length > 0;
  }

  takeMore(): Continuation | undefined {
    return this.#more.shift();
  }

  add(part: FolderPart, outer: readonly string[], entries: readonly Dirent[], from: number, to: number): void {
    const { followsLinks, style } = this.options;
    const isOwn = part.names !== "python" && outer.length === 0;
    const found = this.#entries;
    let hasRecords = false;
    for (let i = from; i < to; i++) {
      const entry = entries[i] as Dirent;
      const { name } = entry;
      const isFile = entry.isFile();
      const isHidden = name.charCodeAt(0) === DOT;
      const mayBeLiteral = isOwn && !isHidden && name.length < LONG_NAME;
      // Nearly all entries are these, and are asked nothing else.
      if (isFile && mayBeLiteral && name.endsWith(style.ending)) {
        const base = name.slice(0, -style.ending.length);
        if (isLiteral(base, "record", style)) {
          found.push(base);
          hasRecords = true;
          continue;
        }
      }
      if (isHidden) {
        if (name === CERTIFICATE) this.#certified.add(part.path);
        if (part.names === "own") continue;
      }
      const kind = isFile ? "file" : kindOf(part.path, entry, followsLinks);
      if (kind === undefined) continue;
      if (kind !== "file") {
        const isLink = kind === "linked folder";
        if (mayBeLiteral && isLiteral(name, "folder", style)) this.#addLiteral(`${name}/`, isLink);
        else this.#addFolder(part, outer, name, isLink);
      } else if (name.endsWith(style.ending)) {
        const base = name.slice(0, -style.ending.length);
        // What is no plain file may stand under a plain name.
        if (!isFile && mayBeLiteral && isLiteral(base, "record", style)) found.push(base);
        else if (!this.#addRecord(part, outer, base)) continue;
        hasRecords = true;
      }
    }
    if (hasRecords) this.#withRecords.add(part.path);
  }

  finish(): Awaitable<FolderListing> {
    const sorted = sortNames(this.#entries, this.#literal ? undefined : compareCodePoints);
    return sorted instanceof Promise ? sorted.then((entries) => this.#listing(entries)) : this.#listing(sorted);
  }

  #listing(entries: string[]): FolderListing {
    const uncertified: string[] = [];
    for (const path of this.#withRecords) if (!this.#certified.has(path)) uncertified.push(path);
    // One name cannot be there twice; two spellings of an id can.
    return {
      entries: this.#literal ? entries : eachOnce(entries),
      uncertified,
      links: this.#links,
      start: this.#start,
    };
  }

  #addLiteral(entry: string, isLink: boolean): void {
    this.#entries.push(entry);
    if (isLink) this.#links.add(entry);
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
    // Only what is too long for one name goes on; a short one that ends so is Python's.
    const goesOn = part.names === "own" || Buffer.byteLength(name) > MAX_NAME_BYTES / 2;
    if (part.names !== "python" && isContinued(name) && goesOn) {
      this.#more.push({ part: { path, names: "own" }, outer: [...outer, name] });
      return;
    }
    const own = part.names === "python" ? undefined : segmentOf([...outer, name], "folder", style);
    if (own === undefined && !(part.names !== "own" && outer.length === 0 && isPythonName(name))) return;
    if (this.#addEncoded(`${own ?? name}/`, name, path) && isLink) this.#links.add(`${own ?? name}/`);
  }

  #addEncoded(entry: string, name: string, path: string): boolean {
    const segment = entry.endsWith("/") ? entry.slice(0, -1) : entry;
    if (this.options.areIds && !isSegment(segment)) return false;
    if (name.includes(REPLACED) && lookAt(path) === undefined) return false;
    this.#literal = false;
    this.#entries.push(entry);
    return true;
  }
}

/** Tells whether every call takes it as a segment of an id. */
function isSegment(text: string): boolean {
  if (Buffer.byteLength(text) > MAX_SEGMENT_BYTES) return false;
  try {
    return parseId(text) === text;
  } catch {
    return false;
  }
}

/** Tells what an entry is that is no plain file; `undefined` for a link that is not to be followed. */
function kindOf(folder: string, entry: Dirent, followsLinks: boolean): "file" | "folder" | "linked folder" | undefined {
  if (entry.isDirectory()) return "folder";
  if (!entry.isSymbolicLink()) return "file";
  if (!followsLinks) return undefined;
  return leadsToFolder(`${folder}/${entry.name}`) ? "linked folder" : "file";
}

function leadsToFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false; // It goes round in a circle, or where nobody may go.
  }
}

/** Nearly always the list itself. */
function eachOnce(sorted: string[]): readonly string[] {
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i] === sorted[i - 1]) return sorted.filter((entry, k) => k === 0 || entry !== sorted[k - 1]);
  }
  return sorted;
}
