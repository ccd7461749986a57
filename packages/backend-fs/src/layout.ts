import { randomUUID } from "node:crypto";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { type Space, StorageError, StoreNotFoundError } from "@results-manager/core";
import { object, picklist, safeParse } from "valibot";
import type { NameStyle } from "./file-names.ts";
import { fileSystemError, systemCode } from "./file-system-error.ts";

/** The one folder in a store that holds no results: temp files, locks, leases. No id has a name that starts with a dot. */
export const RESERVED_FOLDER = ".results-manager";

const LayoutFile = object({ names: picklist(["plain", "folded"]) });

/** What a store's folder looks like. It is decided when the store is made and goes with it to other machines. */
export class Layout {
  readonly baseDir: string;
  #style: NameStyle | undefined;
  #prepared = false;
  #unsynced: readonly string[] = [];

  /**
   * @throws {StoreNotFoundError} `STORE_NOT_FOUND` when there is no folder and none shall be made.
   * @throws {StorageError} when the folder cannot be made, or the path is a file.
   */
  constructor(baseDir: string, createIfMissing: boolean) {
    this.baseDir = baseDir;
    const found = statSync(baseDir, { throwIfNoEntry: false });
    if (found && !found.isDirectory()) {
      const cause = Object.assign(new Error(`ENOTDIR: not a directory, open '${baseDir}'`), {
        code: "ENOTDIR",
        path: baseDir,
      });
      throw new StorageError(`A store needs a folder, but '${baseDir}' is a file. Choose another path.`, { cause });
    }
    if (found) return;
    if (!createIfMissing) throw new StoreNotFoundError(baseDir);
    try {
      const first = mkdirSync(baseDir, { recursive: true });
      this.#unsynced = first === undefined ? [] : foldersBetween(first, baseDir);
    } catch (error) {
      throw fileSystemError(error, "create the folder", baseDir);
    }
  }

  /** The folder of temp files, locks and leases. */
  get reserved(): string {
    return join(this.baseDir, RESERVED_FOLDER);
  }

  /** Where each open store has a folder for its temp files. */
  get tempFolder(): string {
    return join(this.reserved, "tmp");
  }

  /** The folder of a space: results lie in the store's folder itself, where people look for them. */
  rootOf(space: Space): string {
    return space === "results" ? this.baseDir : join(this.reserved, space);
  }

  /** How segments are spelled. Reading decides nothing: a folder of plain names may come from elsewhere. */
  get style(): NameStyle {
    this.#style ??= this.#recordedStyle();
    return this.#style ?? "plain";
  }

  /** Makes the reserved folder, and writes down how segments are spelled. */
  prepare(): void {
    if (this.#prepared) return;
    mkdirSync(this.reserved, { recursive: true });
    const recorded = this.#recordedStyle();
    this.#style = recorded ?? this.#recordStyle(this.#chooseStyle());
    this.#prepared = true;
  }

  /** Folders that hold the names of folders made by opening: the first durable write syncs them, too. */
  takeUnsynced(): readonly string[] {
    const unsynced = this.#unsynced;
    this.#unsynced = [];
    return unsynced;
  }

  /** Somebody has removed the reserved folder: it is made again by the next write. */
  reset(): void {
    this.#prepared = false;
    this.#style = undefined;
  }

  get #file(): string {
    return join(this.reserved, "layout.json");
  }

  #recordedStyle(): NameStyle | undefined {
    try {
      const recorded = safeParse(LayoutFile, JSON.parse(readFileSync(this.#file, "utf8")));
      return recorded.success ? recorded.output.names : undefined;
    } catch {
      return undefined; // Not there; or damaged, and then decided again.
    }
  }

  /** Writes the style down, unless another process was faster; returns what is written. */
  #recordStyle(names: NameStyle): NameStyle {
    const temp = `${this.#file}.${randomUUID()}`;
    writeFileSync(temp, `${JSON.stringify({ names })}\n`, { flush: true });
    try {
      linkSync(temp, this.#file);
      return names;
    } catch (error) {
      if (systemCode(error) !== "EEXIST") throw error;
      return this.#recordedStyle() ?? names;
    } finally {
      unlinkSync(temp);
    }
  }

  /** A folder that holds something already holds plain names: it was made elsewhere, or by the Python library. */
  #chooseStyle(): NameStyle {
    if (readdirSync(this.baseDir).some((name) => name !== RESERVED_FOLDER)) return "plain";
    return existsSync(join(this.baseDir, RESERVED_FOLDER.toUpperCase())) ? "folded" : "plain";
  }
}

/** The parents of every folder from `first` down to `last`, which lies in it or is it. */
export function foldersBetween(first: string, last: string): string[] {
  const parents: string[] = [];
  for (let at = last; at.length >= first.length; at = dirname(at)) parents.push(dirname(at));
  return parents;
}
