import type { StorageError } from "@results-manager/core";
import type { Awaitable, Space } from "@results-manager/core/storage";
import { fileSystemError } from "../errors/file-system-error.ts";
import { systemCode } from "../errors/system-code.ts";
import type { Layout } from "../layout/layout.ts";
import type { SpacePaths } from "../layout/space-paths.ts";
import type { FolderLocks } from "../locks/folder-locks.ts";
import { listFolder } from "./folder-listing.ts";
import { leadBack, partsBelow, topParts } from "./folder-parts.ts";
import type { FolderListing, FolderPart, ListingOptions } from "./listing-collection.ts";

/** A folder on the current path of a walk, and the position in its entries. */
export interface Frame extends FolderListing {
  readonly parts: readonly FolderPart[];
  /** Common beginning of the ids below: empty, or ending in `/`. */
  readonly id: string;
  next: number;
  /** Number of records that were read and never expire. */
  unexpiring: number;
  /** The path to the folder contains a link. */
  readonly isLinked: boolean;
}

const NOTHING: FolderListing = { entries: [], uncertified: [], links: new Set(), start: 0 };
/** Folders for which a warning was emitted. */
const unreadable = new Set<string>();

/** Opens the folders of a space during a walk. */
export class FrameOpener {
  readonly #options: ListingOptions;
  readonly #paths: SpacePaths;
  readonly #space: Space;

  constructor(layout: Layout, locks: FolderLocks, space: Space) {
    this.#paths = layout.pathsOf(space);
    this.#space = space;
    this.#options = {
      style: this.#paths.style,
      locks,
      followsLinks: space === "results",
      areIds: this.#paths.areIds,
    };
  }

  /**
   * Opens the folder of an id, where a listing begins.
   *
   * @param id empty for the whole space, else ending in `/`.
   * @throws {StorageError} when it cannot be read.
   */
  openTop(id: string): Awaitable<Frame> {
    return this.#open(topParts(this.#paths, this.#space, id), id, false);
  }

  /** Opens a folder inside the last frame; `undefined` where a link leads back to one of the folders above. */
  open(above: readonly Frame[], entry: string): Awaitable<Frame> | undefined {
    const frame = above.at(-1) as Frame;
    const segment = entry.slice(0, -1);
    const isLinked = frame.isLinked || frame.links.has(entry);
    const parts = partsBelow(frame.parts, segment, this.#options.style);
    if (frame.links.has(entry) && leadBack(parts, above)) return undefined;
    try {
      const opened = this.#open(parts, frame.id + entry, isLinked);
      if (!(opened instanceof Promise)) return opened;
      return opened.catch((error: unknown) => this.#skipUnreadable(error, parts, frame.id + entry));
    } catch (error) {
      return this.#skipUnreadable(error, parts, frame.id + entry);
    }
  }

  #open(parts: readonly FolderPart[], id: string, isLinked: boolean): Awaitable<Frame> {
    try {
      const listing = listFolder(parts, this.#options);
      return listing instanceof Promise
        ? openLater(listing, parts, id, isLinked)
        : makeFrame(listing, parts, id, isLinked);
    } catch (error) {
      throw listError(error, parts);
    }
  }

  /**
   * Skips a folder among results that this user may not read, such as `lost+found`, so that the rest can be listed; throws other errors.
   */
  #skipUnreadable(error: unknown, parts: readonly FolderPart[], id: string): Frame {
    const code = systemCode((error as Error).cause) ?? "";
    if (this.#space !== "results" || !["EACCES", "EPERM"].includes(code)) throw error;
    const { path } = parts[0] as FolderPart;
    if (!unreadable.has(path)) {
      unreadable.add(path);
      const message = `Results in '${path}' are not listed: this user may not read that folder.`;
      process.emitWarning(message, { type: "ResultsManagerWarning", code: "RESULTS_MANAGER_UNREADABLE_FOLDER" });
    }
    return makeFrame(NOTHING, parts, id, false);
  }
}

async function openLater(
  listing: Promise<FolderListing>,
  parts: readonly FolderPart[],
  id: string,
  isLinked: boolean,
): Promise<Frame> {
  try {
    return makeFrame(await listing, parts, id, isLinked);
  } catch (error) {
    throw listError(error, parts);
  }
}

function makeFrame(listing: FolderListing, parts: readonly FolderPart[], id: string, isLinked: boolean): Frame {
  const { entries, uncertified, links, start } = listing; // Spreading takes longer, and a large store has many folders.
  return { entries, uncertified, links, start, parts, id, next: 0, unexpiring: 0, isLinked };
}

function listError(error: unknown, parts: readonly FolderPart[]): StorageError {
  return fileSystemError(error, "list", (parts[0] as FolderPart).path);
}
