import { rmSync } from "node:fs";
import { makeFolder } from "./temp-folder.ts";

/** A new folder, what is opened in it, and the end of both. */
export interface NewFolder<T> {
  readonly folder: string;
  /** Opens a further one in the folder; all of them are closed in the end. */
  readonly open: (make?: (folder: string) => T) => T;
  readonly reopen: () => Promise<T>;
  /** Closes what is still open, and removes the folder. */
  readonly dispose: () => Promise<void>;
}

/** Makes a folder for one case of a suite, and what is to be tested in it with `make`. */
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
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
