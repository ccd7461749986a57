import { closeSync, existsSync, openSync, readdirSync, rmdirSync, statSync, unlinkSync } from "node:fs";
import { dirname } from "node:path";
import { type FoundRecord, makeFolders, type Space, takesLeases } from "@results-manager/core/storage";
import { systemCode } from "../errors/system-code.ts";
import type { FolderLocks } from "../locks/folder-locks.ts";
import { isQuiet } from "./folder-entries.ts";

/**
 * Name of the file that certifies that no record of its folder expires; without it, a listing must read the records. Losing it costs time
 * only. It is removed before a record that expires is written.
 */
export const CERTIFICATE = ".no-expiry";

/** Tells whether listings of a space use certificates: those of leases, which all expire, do not. */
export function needsCertificates(space: Space): boolean {
  return !takesLeases(space);
}

/** Tells whether no record of the folder expires. */
export function isCertified(folder: string): boolean {
  return existsSync(`${folder}/${CERTIFICATE}`);
}

/** Remembers, for one batch, which folders are certified; its records are in few folders. */
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

/** Certifies a folder without records that expire. The caller must keep other processes from writing one. Failures are ignored. */
export function certify(folder: string): void {
  try {
    closeSync(openSync(`${folder}/${CERTIFICATE}`, "wx"));
  } catch {
    // The folder has a certificate, is not writable, or is gone.
  }
}

/** Makes a folder with a certificate, or without one if another process is writing there; returns the first folder that was made. */
export function makeCertified(folder: string, locks: FolderLocks): string | undefined {
  let first: string | undefined;
  const make = (): void => {
    first = makeFolders(folder);
  };
  const isAlone = locks.tryRunExclusive(folder, () => {
    make();
    if (first !== undefined) certify(folder);
  });
  if (!isAlone) make();
  return first;
}

/** Certifies the store's own folder if it has no record. Only folders for records are certified when they are made. */
export function certifyRoot(root: string, locks: FolderLocks): void {
  if (isCertified(root)) return;
  locks.tryRunExclusive(root, () => {
    if (!readdirSync(root).some(isRecordName)) certify(root);
  });
}

function isRecordName(name: string): boolean {
  return name.endsWith(".json") || name.endsWith(".record");
}

/** Removes a folder's certificate: before a record that expires is written, or where one is found that another program wrote. */
export function revoke(folder: string): void {
  const certificate = `${folder}/${CERTIFICATE}`;
  if (!existsSync(certificate)) return;
  try {
    unlinkSync(certificate);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
  }
}

/** Removes the certificate of a folder where a record is found that expires: another program wrote it. */
export function revokeIfExpiring(file: string, found: FoundRecord | Error): void {
  if (!found || found instanceof Error || found.corrupt !== undefined || found.expiresAt === undefined) return;
  try {
    revoke(dirname(file));
  } catch {
    // The store is read-only.
  }
}

/** A folder, possibly in several parts, of which all records were read. */
export interface ReadFolders {
  readonly entries: readonly string[];
  /** Parts without a certificate. */
  readonly uncertified: readonly string[];
  /** Time when reading the names began. */
  readonly start: number;
  /** Number of records that never expire. */
  readonly unexpiring: number;
}

/** Certifies folders where no record expires and that have not changed since they were read, so that they need not be read again. */
export function certifyFolders({ entries, uncertified, start, unexpiring }: ReadFolders, locks: FolderLocks): void {
  if (uncertified.length === 0 || unexpiring < entries.filter((entry) => !entry.endsWith("/")).length) return;
  for (const folder of uncertified) {
    try {
      if (!isUnchanged(folder, start)) continue;
      locks.tryRunExclusive(folder, () => {
        if (isUnchanged(folder, start)) certify(folder);
      });
    } catch {
      // The store is read-only.
    }
  }
}

function isUnchanged(folder: string, start: number): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false });
  return stats !== undefined && isQuiet(stats, start);
}

/** Removes a folder without records, and its empty parents, up to `root`; returns the first folder that stays. */
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
  return tryRemove(folder); // If this fails, a record has just been written here, and the folder stays without a certificate.
}

function tryRemove(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    // Not empty, a link, or not permitted. The record is removed, and an empty folder does no harm.
    return systemCode(error) === "ENOENT";
  }
}
