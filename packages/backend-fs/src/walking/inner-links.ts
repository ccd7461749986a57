import { dirname } from "node:path";
import { lookAt } from "../reading/odd-file.ts";

/** Tells what lies behind links below a folder: clearing the folder must not reach through them, to what may be another store. */
export class InnerLinks {
  readonly #top: string;
  readonly #known = new Map<string, boolean>();

  constructor(top: string) {
    this.#top = top;
  }

  /** Tells whether a link leads from the folder to a file. */
  leadTo(file: string): boolean {
    return this.#isBehind(dirname(file));
  }

  #isBehind(folder: string): boolean {
    if (folder.length <= this.#top.length) return false;
    let behind = this.#known.get(folder);
    if (behind === undefined) {
      behind = (lookAt(folder)?.isSymbolicLink() ?? false) || this.#isBehind(dirname(folder));
      this.#known.set(folder, behind);
    }
    return behind;
  }
}
