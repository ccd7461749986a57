import { dirname } from "node:path";
import { statWithoutFollowing } from "../reading/odd-file.ts";

/** Detects files behind links below a folder. Clearing the folder must not follow links, which may lead to another store. */
export class InnerLinks {
  readonly #top: string;
  readonly #known = new Map<string, boolean>();

  constructor(top: string) {
    this.#top = top;
  }

  /** Tells whether the path from the folder to a file contains a link. */
  leadTo(file: string): boolean {
    return this.#isBehind(dirname(file));
  }

  #isBehind(folder: string): boolean {
    if (folder.length <= this.#top.length) return false;
    let behind = this.#known.get(folder);
    if (behind === undefined) {
      behind = (statWithoutFollowing(folder)?.isSymbolicLink() ?? false) || this.#isBehind(dirname(folder));
      this.#known.set(folder, behind);
    }
    return behind;
  }
}
