import { closeSync, existsSync, mkdirSync, openSync, readdirSync, rmdirSync, statSync, unlinkSync } from "node:fs";
import { dirname } from "node:path";
import { type FoundRecord, type Space, takesLeases } from "@results-manager/core";
import { systemCode } from "../errors/file-system-error.ts";
import type { FolderLocks } from "../locks/folder-locks.ts";
import { isQuiet } from "./folder-entries.ts";

/**
 * Certifies that no record of its folder expires: only without it does a listing need to read records. It may be lost at any time, which
 * costs time and nothing else. A record that expires is written when it is gone.
 */
export const CERTIFICATE = ".no-expiry";

/** Tells whether records of a space may expire at all. */
export function needsCertificates(space: Space): boolean {
  return !takesLeases(space);
}

/** Tells whether no record of the folder expires. */
export function isCertified(folder: string): boolean {
  return existsSync(`${folder}/${CERTIFICATE}`);
}

/** Which folders are certified, as they were when first asked for: for one batch, whose records lie in few of them. */
export class FolderCertificates {
  readonly #known = new Map<string, boolean>();
  readonly #isNeeded: boolean;

  constructor(space: Space) {
    this.#isNeeded = needsCertificates(space);
  }

  /** Tells whether no record of the folder expires. */
  has(folder: string): boolean {
    if (!this.#isNeeded) return true;
    let certified = this.#known.get(folder);
    if (certified === undefined) {
      certified = isCertified(folder);
      this.#known.set(folder, certified);
    }
    return certified;
  }
}

/** Certifies a folder that holds no record that expires, by whoever keeps others from writing one. Where that fails, it stays without. */
export function certify(folder: string): void {
  try {
    closeSync(openSync(`${folder}/${CERTIFICATE}`, "wx"));
  } catch {
    // It has one, or is not writable, or is gone.
  }
}

/** Makes a folder with a certificate, unless somebody is about to write there; returns the first folder that was made. */
export function makeCertified(folder: string, locks: FolderLocks): string | undefined {
  let first: string | undefined;
  const make = (): void => {
    first = mkdirSync(folder, { recursive: true });
  };
  const isAlone = locks.tryAlone(folder, () => {
    make();
    if (first !== undefined) certify(folder);
  });
  if (!isAlone) make();
  return first;
}

const rooted = new WeakSet<FolderLocks>();

/** Certifies the folder of a store by its first write, where it holds no record: this library did not make it, or not as a folder of records. */
export function certifyRoot(root: string, locks: FolderLocks): void {
  if (rooted.has(locks)) return;
  rooted.add(locks);
  if (isCertified(root)) return;
  locks.tryAlone(root, () => {
    if (!readdirSync(root).some(isRecordName)) certify(root);
  });
}

function isRecordName(name: string): boolean {
  return name.endsWith(".json") || name.endsWith(".record");
}

/** Takes a folder's certificate away: before a record that expires is written, or where one is found that somebody has put there. */
export function revoke(folder: string): void {
  const certificate = `${folder}/${CERTIFICATE}`;
  if (!existsSync(certificate)) return;
  try {
    unlinkSync(certificate);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
  }
}

/** Takes the certificate away where a record is found that expires: others than this library have put it there. */
export function heal(file: string, found: FoundRecord | Error): void {
  if (!found || found instanceof Error || found.corrupt !== undefined || found.expiresAt === undefined) return;
  try {
    revoke(dirname(file));
  } catch {
    // The store is only read.
  }
}

/** Folders whose records were all read. */
export interface ReadFolders {
  readonly entries: readonly string[];
  /** Those without a certificate. */
  readonly uncertified: readonly string[];
  /** When their names began to be read. */
  readonly start: number;
  /** How many of the records were found not to expire ever. */
  readonly unexpiring: number;
}

/** Certifies folders in which no record was found that expires, and nothing was written since: they are read once only. */
export function certifyFolders({ entries, uncertified, start, unexpiring }: ReadFolders, locks: FolderLocks): void {
  if (uncertified.length === 0 || unexpiring < entries.filter((entry) => !entry.endsWith("/")).length) return;
  for (const folder of uncertified) {
    try {
      if (!isUnchanged(folder, start)) continue;
      locks.tryAlone(folder, () => {
        if (isUnchanged(folder, start)) certify(folder);
      });
    } catch {
      // The store is only read.
    }
  }
}

function isUnchanged(folder: string, start: number): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false });
  return stats !== undefined && isQuiet(stats, start);
}

/** Removes a folder that holds no record any more, and its parents likewise, up to `root`; returns the first that stays. */
export function removeEmptyFolders(folder: string, root: string): string {
  let at = folder;
  while (at.length > root.length && removeEmpty(at)) at = dirname(at);
  return at;
}

function removeEmpty(folder: string): boolean {
  if (tryRemove(folder)) return true;
  try {
    if (!isCertified(folder) || readdirSync(folder).length > 1) return false;
    revoke(folder);
  } catch {
    return false;
  }
  return tryRemove(folder); // Where it stays, a record has just been written here: it is done without.
}

function tryRemove(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    // Not empty, a link, or not ours to remove. The record is removed, and an empty folder harms nobody.
    return systemCode(error) === "ENOENT";
  }
}
