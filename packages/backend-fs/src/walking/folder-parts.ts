import { statSync } from "node:fs";
import type { Space } from "@results-manager/core/storage";
import type { SpacePaths } from "../layout/space-paths.ts";
import { folderPath, type NameStyle } from "../naming/file-names.ts";
import { pythonFolder } from "../naming/python-names.ts";
import type { FolderPart } from "./listing-collection.ts";

/** Returns the folders of an id, which is empty for the whole space, and else ends in `/`. */
export function topParts(paths: SpacePaths, space: Space, id: string): FolderPart[] {
  const { root, style } = paths;
  const name = id.slice(0, -1);
  const own = name === "" ? "" : folderPath(name, style);
  const path = own === "" ? root : paths.folderOf(name);
  if (space !== "results") return [{ path, names: "own" }];
  if (own === name) return [{ path, names: "both" }];
  const python = pythonFolder(name, own, style);
  const parts: FolderPart[] = [{ path, names: "own" }];
  if (python !== undefined) parts.push({ path: `${root}/${name}`, names: "python" });
  return parts;
}

/** Returns the folders of a segment inside the folders of an id. */
export function partsBelow(parts: readonly FolderPart[], segment: string, style: NameStyle): FolderPart[] {
  const [part] = parts;
  const isOne = part !== undefined && parts.length === 1; // Nearly always.
  return isOne ? below(part, segment, style) : parts.flatMap((each) => below(each, segment, style));
}

function below({ path, names }: FolderPart, segment: string, style: NameStyle): FolderPart[] {
  if (names === "python") return [{ path: `${path}/${segment}`, names }];
  const own = folderPath(segment, style);
  const part: FolderPart = { path: `${path}/${own}`, names: own === segment ? names : "own" };
  if (names === "own" || own === segment || pythonFolder(segment, own, style) === undefined) return [part];
  return [part, { path: `${path}/${segment}`, names: "python" }];
}

/** Folders of an id. */
interface Folders {
  readonly parts: readonly FolderPart[];
}

/** Tells whether folders are among those above them, to which a link leads back. */
export function leadBack(parts: readonly FolderPart[], above: readonly Folders[]): boolean {
  const outer = above.flatMap((each) => each.parts.map(({ path }) => statSync(path, { throwIfNoEntry: false })));
  return parts.some(({ path }) => {
    const target = statSync(path, { throwIfNoEntry: false });
    return target && outer.some((folder) => folder?.ino === target.ino && folder.dev === target.dev);
  });
}
