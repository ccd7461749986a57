import { appendFileSync, unlinkSync, writeFileSync } from "node:fs";
import { writeDurably } from "./durable-writes.ts";
import type { FileContent } from "./file-content.ts";
import { systemCode } from "./file-system-error.ts";
import type { WriterParts } from "./writer-parts.ts";

/** Writes temp files, each under a name of its own; what fails leaves none behind. */
export class TempFiles {
  readonly #parts: WriterParts;

  constructor(parts: WriterParts) {
    this.#parts = parts;
  }

  /** Writes a temp file, and returns its path. */
  write(content: FileContent): string {
    const path = this.#parts.session.tempPath();
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
      return this.write(content);
    }
  }

  /** Writes a temp file, and waits until it has reached the disk. */
  async writeDurably(content: FileContent): Promise<string> {
    const path = this.#parts.session.tempPath();
    try {
      await writeDurably(path, content);
      return path;
    } catch (error) {
      if (systemCode(error) !== "ENOENT") throw error;
      this.#reset();
      return this.writeDurably(content);
    }
  }

  /** Somebody has removed the folder of the store while it was open: it is made again. */
  #reset(): void {
    const { layout, locks, session } = this.#parts;
    session.reset();
    locks.close();
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
