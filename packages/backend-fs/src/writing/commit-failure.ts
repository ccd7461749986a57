import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolders } from "@results-manager/core/storage";
import { systemCode } from "../errors/system-code.ts";
import { foldersBetween } from "../layout/folders.ts";
import { makeCertified, needsCertificates } from "../walking/no-expiry.ts";
import { discard } from "./temp-files.ts";
import type { Draft, WriteBatch } from "./write-batch.ts";

/** Removes a temp file that could not be moved. Returns false where the write must be repeated, and throws where it failed. */
export function handleFailure(batch: WriteBatch, draft: Draft, temp: string, error: unknown): false {
  const isGone = !existsSync(temp); // Another process has removed the folder of the store.
  discard(temp);
  const code = systemCode(error);
  if (isGone || code === "EEXIST") return false;
  // A folder of the store may be on another disk: from here on, its temp files are written into it.
  if (code !== "EXDEV" || dirname(temp) === draft.folder) throw error;
  makeRecordFolder(batch, draft);
  batch.store.session.writeInto(draft.folder);
  return false;
}

/** Makes the missing folder of a record. */
export function makeRecordFolder(
  { store: { layout, folders }, space, changed, run }: WriteBatch,
  { folder, expires }: Draft,
): void {
  run?.end(); // The folder's lock is taken alone.
  layout.syncs.forget(folder);
  // A folder made for a record that expires would lose its certificate at once.
  const isCertified = !expires && needsCertificates(space);
  const first = isCertified ? makeCertified(folder, folders) : makeFolders(folder);
  if (first !== undefined) for (const parent of foldersBetween(first, folder)) changed.add(parent);
}
