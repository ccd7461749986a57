import { type Dirent, statSync } from "node:fs";

/** Kind of an entry that is not a regular file; `undefined` for a link that is not followed. */
export function kindOf(
  folder: string,
  entry: Dirent,
  followsLinks: boolean,
): "file" | "folder" | "linked folder" | undefined {
  if (entry.isDirectory()) return "folder";
  if (!entry.isSymbolicLink()) return "file";
  if (!followsLinks) return undefined;
  return leadsToFolder(`${folder}/${entry.name}`) ? "linked folder" : "file";
}

function leadsToFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false; // A cycle of links, or a folder that this user may not access.
  }
}
