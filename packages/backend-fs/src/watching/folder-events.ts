import { type FSWatcher, statSync, watch } from "node:fs";

/** Number of folders that are watched by the system at the same time: it has few watches for each user. */
const MAX_WATCHED = 1000;
let watched = 0;

/** Names of entries that have changed, as the system tells them. Some may be lost, without a sign. */
export class FolderEvents {
  /** Number of the folder; one that takes its place is not watched. */
  readonly inode: number;
  readonly #watcher: FSWatcher;
  #names = new Set<string>();
  #isOpen = true;

  /**
   * Begins to watch a folder; returns `undefined` where the system cannot: then looking at the folder must do. On other systems than Linux, events
   * have no names, or an open watch keeps folders from being removed.
   */
  static open(path: string): FolderEvents | undefined {
    if (process.platform !== "linux" || watched >= MAX_WATCHED) return undefined;
    try {
      return new FolderEvents(path);
    } catch {
      return undefined; // The folder is gone, or the system has no more watches.
    }
  }

  private constructor(path: string) {
    this.inode = statSync(path).ino;
    this.#watcher = watch(path, { persistent: false }, (_, name) => {
      if (name !== null) this.#names.add(name);
    });
    this.#watcher.on("error", () => this.close());
    watched++;
  }

  /** Returns the names since the last call. */
  take(): ReadonlySet<string> {
    const names = this.#names;
    if (names.size > 0) this.#names = new Set();
    return names;
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    watched--;
    this.#watcher.close();
  }
}
