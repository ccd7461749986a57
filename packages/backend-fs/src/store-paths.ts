import type { Space } from "@results-manager/core";
import { folderPath, recordPath } from "./file-names.ts";
import type { Layout } from "./layout.ts";
import { isSharded, shardedId } from "./shards.ts";

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
  const id = isSharded(space) ? shardedId(key) : key;
  return `${layout.rootOf(space)}/${recordPath(id, layout.style)}`;
}

/** The folder of the records below a key. */
export function folderOf(layout: Layout, space: Space, key: string): string {
  return `${layout.rootOf(space)}/${folderPath(key, layout.style)}`;
}
