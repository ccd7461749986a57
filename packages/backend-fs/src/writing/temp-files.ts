import { appendFileSync, unlinkSync, writeFileSync } from "node:fs";
import { systemCode } from "../errors/file-system-error.ts";
import type { FileContent } from "../reading/file-content.ts";
import { writeDurably } from "../syncing/durable-writes.ts";
import type { StoreContext } from "./store-context.ts";

/** Writes temp files, each under a name of its own; what fails leaves none behind. */
export class TempFiles {
  readonly #parts: StoreContext;

  constructor(parts: StoreContext) {
    this.#parts = parts;
  }

  /** Writes a temp file that can be moved into a folder, and returns its path. */
  write(content: FileContent, folder: string): string {
    const path = this.#parts.session.tempPath(folder);
    try {
      writeFileSync(path, content.text);
      if (content.bytes) appendFileSync(path, content.bytes);
      return path;
    } catch (error) {
      if (systemCode(error) !== "ENOENT") {
        discard(path);
        throw error;
      }
      this.#reset();
      return this.write(content, folder);
    }
  }

  /** Writes a temp file that can be moved into a folder, and waits until it has reached the disk. */
  async writeDurably(content: FileContent, folder: string): Promise<string> {
    const path = this.#parts.session.tempPath(folder);
    try {
      await writeDurably(path, content);
      return path;
    } catch (error) {
      if (systemCode(error) !== "ENOENT") throw error;
      this.#reset();
      return this.writeDurably(content, folder);
    }
  }

  /** Others have removed the folder of temp files, or that of the store, while it was open: it is made again. */
  #reset(): void {
    const { layout, session } = this.#parts;
    session.reset();
    layout.reset();
  }
}

/** Removes a temp file, if it is still there. */
export function discard(temp: string): false {
  try {
    unlinkSync(temp);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
  }
  return false;
}
