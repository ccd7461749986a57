import { realTime } from "@results-manager/core/internal";
import { type Space, shouldYield, yieldToEventLoop } from "@results-manager/core/storage";
import type { SpacePaths } from "../layout/space-paths.ts";
import type { NameStyle } from "../naming/file-names.ts";
import { leadBack, partsBelow, topParts } from "../walking/folder-parts.ts";
import type { WalkContext } from "../walking/folder-walk.ts";
import type { ListingOptions } from "../walking/listing-collection.ts";
import { fileStamp } from "./file-stamp.ts";
import { type FolderChanges, WatchedFolder } from "./watched-folder.ts";

const SPACE: Space = "results";
/** Time in milliseconds for the listings of one look; then only events are looked at, which tell most changes. */
const LISTING_MS = 30;

/** The folders of a prefix, which are looked at again and again. Finding out which have changed takes a few microseconds each. */
export class WatchedTree {
  readonly #context: WalkContext;
  readonly #prefix: string | undefined;
  readonly #folders = new Map<string, WatchedFolder>();
  #style: NameStyle | undefined;
  #stampOfPrefix: number | undefined;

  constructor(context: WalkContext, prefix: string | undefined) {
    this.#context = context;
    this.#prefix = prefix;
  }

  /**
   * Looks at all folders that have changed since the last time; returns the ids of the records that were written or removed.
   *
   * @param trustMs Time in milliseconds for which the next look will wait, so that files that are new now need not be told again.
   */
  async look(signal: AbortSignal, trustMs = 0): Promise<string[]> {
    const now = (): number => realTime.now() + trustMs;
    const { layout, folders: locks } = this.#context;
    const paths = layout.pathsOf(SPACE);
    const { style, areIds } = paths;
    if (style !== this.#style) this.#begin(paths); // The first write into a new store decides.
    const options = { style, locks, followsLinks: true, areIds };
    const changed = this.#lookAtPrefix(paths, now());
    const hurryFrom = realTime.elapsed() + LISTING_MS;
    // A folder that is found is looked at in the same round.
    for (const folder of this.#folders.values()) {
      if (signal.aborted) break;
      const fileOf = (segment: string): string => paths.fileOf(folder.id + segment);
      const changes = await folder.look(options, now(), fileOf, realTime.elapsed() > hurryFrom);
      this.#follow(folder, changes, options, changed);
      if (shouldYield()) await yieldToEventLoop();
    }
    return changed;
  }

  close(): void {
    for (const folder of this.#folders.values()) folder.close();
    this.#folders.clear();
  }

  #begin(paths: SpacePaths): void {
    this.#style = paths.style;
    this.close();
    const id = this.#prefix === undefined ? "" : `${this.#prefix}/`;
    this.#folders.set(id, new WatchedFolder(id, topParts(paths, SPACE, id), []));
  }

  #lookAtPrefix(paths: SpacePaths, start: number): string[] {
    if (this.#prefix === undefined) return [];
    const found = fileStamp(paths.fileOf(this.#prefix), start);
    const isSame = found === this.#stampOfPrefix;
    this.#stampOfPrefix = found;
    return isSame ? [] : [this.#prefix];
  }

  #follow(
    folder: WatchedFolder,
    { records, come, gone, links }: FolderChanges,
    { style }: ListingOptions,
    changed: string[],
  ): void {
    for (const segment of records) changed.push(folder.id + segment);
    for (const entry of gone) this.#forget(folder.id + entry, changed);
    if (come.length === 0) return;
    const above = [...folder.above, folder];
    for (const entry of come) {
      const parts = partsBelow(folder.parts, entry.slice(0, -1), style);
      if (links.has(entry) && leadBack(parts, above)) continue;
      this.#folders.set(folder.id + entry, new WatchedFolder(folder.id + entry, parts, above));
    }
  }

  /** Forgets a folder and those in it. Their records are gone. */
  #forget(id: string, changed: string[]): void {
    for (const [key, folder] of this.#folders) {
      if (!key.startsWith(id)) continue;
      for (const segment of folder.records) changed.push(folder.id + segment);
      folder.close();
      this.#folders.delete(key);
    }
  }
}
