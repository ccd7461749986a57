import { constants } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Largest file that is read. */
const MAX_BYTES = 2 ** 26;
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Folder of another program. Only files and folders in it are read: links could lead anywhere. */
export class ForeignFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Lists the names of the files, in order. */
  files(): Promise<readonly string[]> {
    return this.#names((entry) => entry.isFile());
  }

  /** Lists the folders, by name, in order. */
  async folders(): Promise<readonly (readonly [name: string, folder: ForeignFolder])[]> {
    const names = await this.#names((entry) => entry.isDirectory());
    return names.map((name) => [name, new ForeignFolder(join(this.path, name))]);
  }

  /** Reads a file. @throws {Error} for a link, for what is no file, and for more than 64 MiB. */
  async bytes(name: string): Promise<Buffer> {
    const file = await open(join(this.path, name), FLAGS);
    try {
      const { size } = await file.stat();
      if (size > MAX_BYTES) throw new RangeError(`The file has ${size} bytes; at most ${MAX_BYTES} are read.`);
      return await file.readFile();
    } finally {
      await file.close();
    }
  }

  /** Reads a file of text. @throws {Error} as {@link bytes}, and for other bytes than UTF-8. */
  async text(name: string): Promise<string> {
    return new TextDecoder("utf-8", { fatal: true }).decode(await this.bytes(name));
  }

  async #names(is: (entry: { isFile(): boolean; isDirectory(): boolean }) => boolean): Promise<readonly string[]> {
    const entries = await readdir(this.path, { withFileTypes: true });
    return entries
      .filter(is)
      .map(({ name }) => name)
      .sort();
  }
}
