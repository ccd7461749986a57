import { existsSync, unlinkSync } from "node:fs";
import {
  admitsRemoval,
  isExpired,
  nextTurn,
  type Outcome,
  type RecordRemoval,
  type Space,
  turnExhausted,
} from "@results-manager/core";
import { syncFolders } from "./durable-writes.ts";
import { isForeign, parseEnvelope } from "./envelope.ts";
import { removeEmptyFolders } from "./expiry-markers.ts";
import { fileSystemError, systemCode } from "./file-system-error.ts";
import { COMMIT_TIMEOUT_MS } from "./kernel-locks.ts";
import { readText } from "./record-files.ts";
import type { WriterParts } from "./record-writer.ts";
import { placeOf } from "./store-paths.ts";

/** How records are removed. */
export interface RemovalOptions {
  readonly space: Space;
  readonly now: number;
  /** Wait until the folders have reached the disk. */
  readonly durable: boolean;
}

/** Removes records, and folders that hold none any more. Files of somebody else stay. */
export async function removeFiles(
  parts: WriterParts,
  removals: readonly RecordRemoval[],
  { space, now, durable }: RemovalOptions,
): Promise<Outcome<boolean>[]> {
  const folders = new Set<string>();
  const outcomes: Outcome<boolean>[] = [];
  for (const removal of removals) {
    const { file, folder } = placeOf(parts.layout, space, removal.key);
    const outcome = await removeFile(parts, file, removal, now);
    if (outcome !== undefined) folders.add(folder);
    outcomes.push(outcome ?? false);
    if (turnExhausted()) await nextTurn();
  }
  const root = parts.layout.rootOf(space);
  const remaining = [...folders].map((folder) => removeEmptyFolders(folder, root));
  if (durable) await syncFolders(new Set(remaining));
  return outcomes;
}

/** `undefined` where nothing was removed; else whether it was there, which what had expired was not. */
async function removeFile(
  { locks }: WriterParts,
  file: string,
  removal: RecordRemoval,
  now: number,
): Promise<Outcome<boolean> | undefined> {
  try {
    if (!existsSync(file)) return undefined;
    const release =
      locks.tryLock("commit", removal.key) ?? (await locks.lock("commit", removal.key, COMMIT_TIMEOUT_MS));
    try {
      const text = readText(file);
      if (text === undefined) return undefined;
      const found = parseEnvelope(text);
      if (isForeign(text, found) || !admitsRemoval(removal, found, now)) return undefined;
      unlinkSync(file);
      return removal.condition !== "any" || found.corrupt !== undefined || !isExpired(found.expiresAt, now);
    } finally {
      release();
    }
  } catch (error) {
    if (systemCode(error) === "EISDIR") return undefined;
    return fileSystemError(error, "remove", file, removal.key);
  }
}
