import { remove } from "fs-extra/esm";
import { makeFolder } from "./temp-folder.ts";

/** A new folder and the stores that are opened in it. */
export interface NewFolder<T> {
  readonly folder: string;
  /** Opens a further store in the folder; all of them are closed by `dispose`. */
  readonly open: (make?: (folder: string) => T) => T;
  readonly reopen: () => Promise<T>;
  /** Closes all stores that are still open, and removes the folder. */
  readonly dispose: () => Promise<void>;
}

/** Makes a folder for one case of a suite; `make` opens a store in it. */
export function inNewFolder<T extends { close(): Promise<void> }>(make: (folder: string) => T): NewFolder<T> {
  const folder = makeFolder();
  const opened: T[] = [];
  const open = (makeOther = make): T => {
    const other = makeOther(folder);
    opened.push(other);
    return other;
  };
  return {
    folder,
    open,
    reopen: async () => open(),
    dispose: async () => {
      await Promise.all(opened.map((each) => each.close()));
      await remove(folder); // Not removeSync; see tempFolder.
    },
  };
}
