import { type Space, takesAnyText, takesDigests } from "@results-manager/core/storage";
import { folderPath, recordPath } from "../naming/file-names.ts";
import { idOfKey, keyOfId } from "../naming/key-encoding.ts";
import { existingFile, pythonPath } from "../naming/python-names.ts";
import { digestOfShard, shardOf } from "../naming/shards.ts";
import type { Layout } from "./layout.ts";

/** File of a record, and the folder it is in. */
export interface RecordPlace {
  readonly file: string;
  readonly folder: string;
}

/** Returns the file and folder of a key's record. */
export function recordPlace(layout: Layout, space: Space, key: string): RecordPlace {
  const file = fileOf(layout, space, key);
  return { file, folder: file.slice(0, file.lastIndexOf("/")) };
}

/** Path of a key's record. */
export function fileOf(layout: Layout, space: Space, key: string): string {
  const style = layout.styleOf(space);
  const name = recordPath(toId(space, key), style);
  const file = `${layout.rootOf(space)}/${name}`;
  if (space === "results") {
    // Where nothing was encoded, which is nearly always so, the Python library uses the same name.
    if (name.length === key.length + style.ending.length) return file;
    const python = pythonPath(key, name.slice(0, -style.ending.length), style);
    return python === undefined ? file : existingFile(file, `${layout.rootOf(space)}/${python}${style.ending}`);
  }
  if (name.includes("/")) layout.checkInside(file.slice(0, file.lastIndexOf("/")));
  return file;
}

/** Id that a key is stored under: the key itself in spaces whose keys are ids. */
export function toId(space: Space, key: string): string {
  if (takesDigests(space)) return shardOf(key);
  return takesAnyText(space) ? idOfKey(key) : key;
}

/** Key that is stored under an id; `undefined` where the name is another program's. */
export function fromId(space: Space, id: string): string | undefined {
  if (takesDigests(space)) return digestOfShard(id);
  return takesAnyText(space) ? keyOfId(id) : id;
}

/** Path of the folder with the records below a key. */
export function folderOf(layout: Layout, space: Space, key: string): string {
  const folder = `${layout.rootOf(space)}/${folderPath(key, layout.styleOf(space))}`;
  if (space !== "results") layout.checkInside(folder);
  return folder;
}
