import { lutimesSync, statSync } from "node:fs";
import { nextTurn, type RecordUse, type Space, turnExhausted } from "@results-manager/core";
import { folderPath, recordPath } from "./file-names.ts";
import { fileSystemError, systemCode } from "./file-system-error.ts";
import { listFolder } from "./folder-listing.ts";
import type { Layout } from "./layout.ts";
import { fileOf, fromId } from "./store-paths.ts";

const PAGE = 1024;

/** Notes the use of records in the times of their files, where no write is needed. One that is gone needs no note. */
export async function noteUses(layout: Layout, space: Space, keys: readonly string[], now: number): Promise<void> {
  for (const key of keys) {
    const file = fileOf(layout, space, key);
    try {
      lutimesSync(file, now / 1000, now / 1000);
    } catch (error) {
      if (systemCode(error) !== "ENOENT") throw fileSystemError(error, "note the use of", file, key);
    }
    if (turnExhausted()) await nextTurn();
  }
}

/** Yields the size and the time of every record's file, without reading any. */
export async function* listUses(layout: Layout, space: Space): AsyncGenerator<readonly RecordUse[], void, undefined> {
  const style = layout.styleOf(space);
  let page: RecordUse[] = [];
  const folders = [{ path: layout.rootOf(space), id: "" }];
  for (let folder = folders.pop(); folder; folder = folders.pop()) {
    const { path, id } = folder;
    for (const entry of listFolder(path, style).entries) {
      if (entry.endsWith("/")) {
        folders.push({ path: `${path}/${folderPath(entry.slice(0, -1), style)}`, id: id + entry });
        continue;
      }
      const key = fromId(space, id + entry);
      const stats = statSync(`${path}/${recordPath(entry, style)}`, { throwIfNoEntry: false });
      if (key !== undefined && stats) page.push({ key, bytes: stats.size, usedAt: Math.round(stats.mtimeMs) });
      if (turnExhausted()) await nextTurn();
      if (page.length < PAGE) continue;
      yield page;
      page = [];
    }
  }
  if (page.length > 0) yield page;
}
