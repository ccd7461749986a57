import { type Space, takesAnyText, takesDigests } from "@results-manager/core";
import type { Layout } from "../layout/layout.ts";
import { folderPath, recordPath } from "./file-names.ts";
import { idOfKey, keyOfId } from "./key-encoding.ts";
import { existingFile, pythonPath } from "./python-names.ts";
import { digestOfShard, shardOf } from "./shards.ts";

/** Where a record lies. */
export interface RecordPlace {
  readonly file: string;
  readonly folder: string;
}

/** Where the record of a key lies, in the folder of its space. */
export function placeOf(layout: Layout, space: Space, key: string): RecordPlace {
  const file = fileOf(layout, space, key);
  return { file, folder: file.slice(0, file.lastIndexOf("/")) };
}

/** The file of a key's record. */
export function fileOf(layout: Layout, space: Space, key: string): string {
  const style = layout.styleOf(space);
  const name = recordPath(toId(space, key), style);
  const file = `${layout.rootOf(space)}/${name}`;
  if (space === "results") {
    // Where nothing was encoded, and that is nearly always, the Python library gives it the same name.
    if (name.length === key.length + style.ending.length) return file;
    const python = pythonPath(key, name.slice(0, -style.ending.length), style);
    return python === undefined ? file : existingFile(file, `${layout.rootOf(space)}/${python}${style.ending}`);
  }
  if (name.includes("/")) layout.checkInside(file.slice(0, file.lastIndexOf("/")));
  return file;
}

/** The id a key is filed under: where keys are ids, itself. */
export function toId(space: Space, key: string): string {
  if (takesDigests(space)) return shardOf(key);
  return takesAnyText(space) ? idOfKey(key) : key;
}

/** The key that is filed under an id; `undefined` where somebody else made that name. */
export function fromId(space: Space, id: string): string | undefined {
  if (takesDigests(space)) return digestOfShard(id);
  return takesAnyText(space) ? keyOfId(id) : id;
}

/** The folder of the records below a key. */
export function folderOf(layout: Layout, space: Space, key: string): string {
  const folder = `${layout.rootOf(space)}/${folderPath(key, layout.styleOf(space))}`;
  if (space !== "results") layout.checkInside(folder);
  return folder;
}
