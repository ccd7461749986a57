import { randomUUID } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, rmdirSync, type Stats } from "node:fs";
import { dirname, join } from "node:path";
import { StorageError } from "@results-manager/core";
import { realTime } from "@results-manager/core/internal";
import { fileSystemError } from "../errors/file-system-error.ts";
import { systemCode } from "../errors/system-code.ts";
import { removeFolder } from "../layout/folders.ts";
import type { Layout } from "../layout/layout.ts";
import { isOwnFolder, makeOwnFolder, RESERVED_FOLDER } from "../layout/reserved-folder.ts";
import type { KernelLocks } from "./kernel-locks.ts";
import type { KernelLock } from "./lock-file.ts";

/** Prefix of the names of temp files in folders on other disks. */
const HIDDEN = `${RESERVED_FOLDER}-`;
/** Maximum number of such folders that are remembered. */
const MAX_REMEMBERED = 4096;
const NAME = /^[0-9a-f-]{36}$/;
/** Maximum time in which a living session locks its name in a new lock file. */
const RELOCKED_MS = 10_000;
/** Error codes of a read-only store, and of a temp folder that another process writes to. */
const IGNORED_CODES = ["EROFS", "EACCES", "EPERM", "ENOTEMPTY", "ENOENT"];
/** Time for which the status of a temp file also counts for the next ones of its folder. */
const STATUS_MS = 1;
/** Number of attempts to make a folder that other processes remove. */
const ATTEMPTS = 100;

/**
 * A folder for the temp files of one open store.
 *
 * Its owner holds the kernel lock of its name, so that the next process to open the store can detect folders of dead processes.
 */
export class TempSession {
  readonly #layout: Layout;
  readonly #locks: KernelLocks;
  #name: string | undefined;
  #folder: string | undefined;
  #lock: KernelLock | undefined;
  #count = 0;
  #status: { readonly folder: string; readonly seenAt: number; readonly status: Stats | undefined } | undefined;
  /** Folders on other disks. */
  readonly #elsewhere = new Set<string>();

  constructor(layout: Layout, locks: KernelLocks) {
    this.#layout = layout;
    this.#locks = locks;
  }

  /** Returns a new path for a temp file, on the file system of the folder it will be moved into. */
  tempPath(folder: string): string {
    if (!this.#folder) this.#open();
    const isElsewhere = this.#elsewhere.size > 0 && this.#elsewhere.has(folder);
    return `${isElsewhere ? `${folder}/${HIDDEN}${this.#name}.` : `${this.#folder}/`}${++this.#count}`;
  }

  /** Returns the status of a temp file: read once a millisecond, since those of a folder have the same mode and owner. */
  statusOf(temp: string): Stats | undefined {
    const folder = dirname(temp);
    const now = realTime.elapsed();
    if (this.#status?.folder !== folder || now - this.#status.seenAt > STATUS_MS) {
      this.#status = { folder, seenAt: now, status: lstatSync(temp, { throwIfNoEntry: false }) };
    }
    return this.#status.status;
  }

  /**
   * Makes temp files for a folder on another disk go into that folder, with names that are never listed; removes those of dead processes
   * there.
   */
  writeInto(folder: string): void {
    if (this.#elsewhere.has(folder)) return;
    if (this.#elsewhere.size >= MAX_REMEMBERED) this.#elsewhere.clear();
    this.#elsewhere.add(folder);
    for (const name of readdirSync(folder)) {
      if (!name.startsWith(HIDDEN)) continue;
      const lock = this.#locks.tryLock("session", name.slice(HIDDEN.length).replace(/\.\d+$/, ""));
      if (lock) removeFolder(join(folder, name));
      lock?.release();
    }
  }

  /** Name of the session, by which other processes can tell that the store is open; opens the session. */
  get name(): string {
    if (!this.#folder) this.#open();
    return this.#name as string;
  }

  /** Name of the session; `undefined` where it is not open. */
  get openName(): string | undefined {
    return this.#name;
  }

  /** Forgets the folder after another process removed it; the next temp file makes a new one. */
  reset(): void {
    this.#lock?.release();
    this.#lock = undefined;
    this.#folder = undefined;
    this.#name = undefined;
    this.#elsewhere.clear();
  }

  /** Removes the folder. */
  close(): void {
    if (this.#folder && !removeEmpty(this.#folder)) removeFolder(this.#folder);
    this.reset();
  }

  #open(): void {
    this.#layout.prepare();
    // Locked before the folder is made: a sweep never finds a living session's folder unlocked.
    let name: string;
    do {
      name = randomUUID();
      this.#lock = this.#locks.tryLock("session", name);
    } while (!this.#lock);
    const folder = join(this.#layout.tempFolder, name);
    try {
      this.#make(folder);
    } catch (error) {
      this.reset();
      throw error;
    }
    this.#folder = folder;
    this.#name = name;
  }

  #make(folder: string): void {
    for (let attempt = 1; ; attempt++) {
      try {
        makeOwnFolder(this.#layout.tempFolder);
        mkdirSync(folder);
        return;
      } catch (error) {
        if (systemCode(error) !== "ENOENT" || attempt === ATTEMPTS) throw error;
        this.#layout.reset(); // Another process has just removed the folder.
        this.#layout.prepare();
      }
    }
  }
}

/** Removes a folder if it is empty, as that of a session nearly always is; tells whether it is gone. */
function removeEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    return systemCode(error) === "ENOENT";
  }
}

/**
 * Tells whether a session may be alive although its lock is free: the lock file was removed and made again after the session began. A
 * living session takes its lock again with its next lock, which holders of leases do every second.
 */
export function mayHaveLostLock(layout: Layout, locks: KernelLocks, name: string): boolean {
  if (!NAME.test(name)) return false; // Not a session's name: a lease may contain any text.
  const madeAt = locks.madeAt("session", name);
  const found = lstatSync(join(layout.tempFolder, name), { throwIfNoEntry: false });
  return found !== undefined && found.birthtimeMs < madeAt && realTime.now() - madeAt < RELOCKED_MS;
}

/**
 * Removes the temp files of dead processes. Skips a store that is not writable, and one whose reserved folder is a link, where writes are
 * refused anyway.
 *
 * @param own name of the store's own session, if it is open.
 * @throws {StorageError} when the system fails.
 */
export function sweepSessions(layout: Layout, locks: KernelLocks, own?: string): void {
  try {
    if (!isOwnFolder(layout.reserved) || !isOwnFolder(layout.tempFolder)) return;
    for (const name of readdirSync(layout.tempFolder)) {
      if (name === own) continue;
      const lock = locks.tryLock("session", name);
      if (!lock) continue;
      if (!mayHaveLostLock(layout, locks, name)) removeFolder(join(layout.tempFolder, name));
      lock.release();
    }
  } catch (error) {
    if (error instanceof StorageError || IGNORED_CODES.includes(systemCode(error) ?? "")) return;
    throw fileSystemError(error, "remove temp files of dead processes from", layout.tempFolder);
  }
}
