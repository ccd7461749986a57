import { join } from "node:path";
import type { Incoming } from "../incoming.ts";
import type { ForeignFolder } from "./foreign-folder.ts";

/** Reads files one by one. One that cannot be read yields its error. @param read returns `undefined` for a file that is left out. */
export async function* readEach(
  folder: ForeignFolder,
  read: (name: string, place: string) => Promise<Incoming | undefined>,
): AsyncGenerator<readonly Incoming[], void, undefined> {
  for (const name of await folder.files()) {
    const place = join(folder.path, name);
    try {
      const part = await read(name, place);
      if (part) yield [part];
    } catch (error) {
      yield [{ place, error: error as Error }];
    }
  }
}
