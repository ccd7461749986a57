import { appendFileSync, unlinkSync, writeFileSync } from "node:fs";
import { systemCode } from "../errors/system-code.ts";
import type { FileContent } from "../reading/file-content.ts";
import { writeDurably } from "../syncing/durable-writes.ts";
import type { StoreContext } from "./store-context.ts";

/** Writes temp files with unique names; a failed write leaves no file. */
export class TempFiles {
  readonly #context: StoreContext;

  constructor(context: StoreContext) {
    this.#context = context;
  }

  /** Writes a temp file that can be moved into a folder, and returns its path. */
  write(content: FileContent, folder: string): string {
    const path = this.#context.session.tempPath(folder);
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

  /** Writes and syncs a temp file that can be moved into a folder, and returns its path. */
  async writeDurably(content: FileContent, folder: string): Promise<string> {
    const path = this.#context.session.tempPath(folder);
    try {
      await writeDurably(path, content);
      return path;
    } catch (error) {
      if (systemCode(error) !== "ENOENT") throw error;
      this.#reset();
      return this.writeDurably(content, folder);
    }
  }

  /** Forgets the folders after another process removed the temp folder or the store; they are made again. */
  #reset(): void {
    const { layout, session } = this.#context;
    session.reset();
    layout.reset();
  }
}

/** Removes a temp file, if it exists. */
export function discard(temp: string): false {
  try {
    unlinkSync(temp);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
  }
  return false;
}
