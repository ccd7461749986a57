import type { Stats } from "node:fs";

/** Returns the identity of a file, which shows later whether it is still that file with that content. */
export function identityOf({ ino, mtimeMs, size }: Stats): string {
  return `${ino} ${mtimeMs} ${size}`;
}
