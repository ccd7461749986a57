import { lutimesSync } from "node:fs";
import { type RecordUsage, type Space, shouldYield, yieldToEventLoop } from "@results-manager/core/storage";
import { fileSystemError } from "../errors/file-system-error.ts";
import { systemCode } from "../errors/system-code.ts";
import type { Layout } from "../layout/layout.ts";
import { statWithoutFollowing } from "../reading/odd-file.ts";
import { FrameOpener } from "../walking/folder-frame.ts";
import type { StoreContext } from "./store-context.ts";

const PAGE = 1024;

/** Records the use of records as the access and modification times of their files, without writing content. Missing files are skipped. */
export async function setAccessTimes(
  layout: Layout,
  space: Space,
  keys: readonly string[],
  now: number,
): Promise<void> {
  const paths = layout.pathsOf(space);
  for (const key of keys) {
    const file = paths.fileOf(key);
    try {
      lutimesSync(file, now / 1000, now / 1000);
    } catch (error) {
      if (systemCode(error) !== "ENOENT") throw fileSystemError(error, "set the access time of", file, key);
    }
    if (shouldYield()) await yieldToEventLoop();
  }
}

/** Yields the size and the modification time of every record's file, without reading content. */
export async function* listAccessTimes(
  { layout, folders }: Pick<StoreContext, "layout" | "folders">,
  space: Space,
): AsyncGenerator<readonly RecordUsage[], void, undefined> {
  const paths = layout.pathsOf(space);
  const opener = new FrameOpener(layout, folders, space);
  let page: RecordUsage[] = [];
  const frames = [await opener.openTop("")];
  for (let frame = frames.pop(); frame; frame = frames.pop()) {
    for (const entry of frame.entries) {
      if (entry.endsWith("/")) {
        const below = await opener.open([frame], entry);
        if (below) frames.push(below);
        continue;
      }
      const key = paths.fromId(frame.id + entry);
      const stats = key === undefined ? undefined : statWithoutFollowing(paths.fileOf(key));
      if (key !== undefined && stats) page.push({ key, bytes: stats.size, usedAt: Math.round(stats.mtimeMs) });
      if (shouldYield()) await yieldToEventLoop();
      if (page.length < PAGE) continue;
      yield page;
      page = [];
    }
  }
  if (page.length > 0) yield page;
}
