import { randomUUID } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { realTime, StorageError } from "@results-manager/core";
import { fileSystemError, systemCode } from "../errors/file-system-error.ts";
import type { Layout } from "../layout/layout.ts";
import { isOwnFolder, makeOwnFolder, RESERVED_FOLDER } from "../layout/reserved-folder.ts";
import type { KernelLocks } from "./kernel-locks.ts";
import type { KernelLock } from "./lock-file.ts";

/** Begins the names of temp files in folders on other disks. */
const HIDDEN = `${RESERVED_FOLDER}-`;
/** How many such folders are remembered. */
const MOST_REMEMBERED = 4096;
const NAME = /^[0-9a-f-]{36}$/;
/** How long a session that lives may take to lock its name in a new lock file. */
const RELOCKED_MS = 10_000;
/** What systems answer about a store that is only read; and about a folder of temp files in which somebody is writing. */
const LEFT_ALONE = ["EROFS", "EACCES", "EPERM", "ENOTEMPTY", "ENOENT"];
/** How often a folder is made that others remove at the same time. */
const ATTEMPTS = 100;

/**
 * A folder for the temp files of one open store.
 *
 * Its owner holds the kernel lock of its name, so whoever opens the store next can tell what a killed process left over.
 */
export class Session {
  readonly #layout: Layout;
  readonly #locks: KernelLocks;
  #name: string | undefined;
  #folder: string | undefined;
  #lock: KernelLock | undefined;
  #count = 0;
  /** Folders on other disks. */
  readonly #elsewhere = new Set<string>();

  constructor(layout: Layout, locks: KernelLocks) {
    this.#layout = layout;
    this.#locks = locks;
  }

  /** A name for a temp file, on the file system of the folder it will be moved into. */
  tempPath(folder: string): string {
    if (!this.#folder) this.#open();
    const isElsewhere = this.#elsewhere.size > 0 && this.#elsewhere.has(folder);
    return `${isElsewhere ? `${folder}/${HIDDEN}${this.#name}.` : `${this.#folder}/`}${++this.#count}`;
  }

  /**
   * Has temp files for a folder that lies on another disk written into itself, under names that are never listed; removes those that killed
   * processes left there.
   */
  writeInto(folder: string): void {
    if (this.#elsewhere.has(folder)) return;
    if (this.#elsewhere.size >= MOST_REMEMBERED) this.#elsewhere.clear();
    this.#elsewhere.add(folder);
    for (const name of readdirSync(folder)) {
      if (!name.startsWith(HIDDEN)) continue;
      const lock = this.#locks.tryLock("session", name.slice(HIDDEN.length).replace(/\.\d+$/, ""));
      if (lock) rmSync(join(folder, name), { force: true });
      lock?.release();
    }
  }

  /** Its name, by which others can tell that the store is open. */
  get name(): string {
    if (!this.#folder) this.#open();
    return this.#name as string;
  }

  /** Its name, while it is open. */
  get openName(): string | undefined {
    return this.#name;
  }

  /** Forgets the folder, where somebody has removed it; the next temp file makes another. */
  reset(): void {
    this.#lock?.release();
    this.#lock = undefined;
    this.#folder = undefined;
    this.#name = undefined;
    this.#elsewhere.clear();
  }

  /** Removes the folder. */
  close(): void {
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true });
    this.reset();
  }

  #open(): void {
    this.#layout.prepare();
    // Locked before it is made: a sweep never sees a folder without its owner.
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
        this.#layout.reset(); // Others have removed the folder just now.
        this.#layout.prepare();
      }
    }
  }
}

/**
 * Tells whether a session may live whose lock is free: the lock file has been removed, and made again since the session began. Whoever lives
 * takes its lock again with the next one it takes, which those who hold leases do every second.
 */
export function mayHaveLostLock(layout: Layout, locks: KernelLocks, name: string): boolean {
  if (!NAME.test(name)) return false; // None of ours: a lease may say anything.
  const madeAt = locks.madeAt("session", name);
  const found = lstatSync(join(layout.tempFolder, name), { throwIfNoEntry: false });
  return found !== undefined && found.birthtimeMs < madeAt && realTime.now() - madeAt < RELOCKED_MS;
}

/**
 * Removes the temp files of processes that are gone. A store that cannot be written is left as it is, and so is one whose reserved folder
 * leads elsewhere: what is written there will be refused.
 *
 * @param own the session of the store itself, where it has one.
 * @throws {StorageError} when the system fails.
 */
export function sweepSessions(layout: Layout, locks: KernelLocks, own?: string): void {
  try {
    if (!isOwnFolder(layout.reserved) || !isOwnFolder(layout.tempFolder)) return;
    for (const name of readdirSync(layout.tempFolder)) {
      if (name === own) continue;
      const lock = locks.tryLock("session", name);
      if (!lock) continue;
      if (!mayHaveLostLock(layout, locks, name))
        rmSync(join(layout.tempFolder, name), { recursive: true, force: true });
      lock.release();
    }
  } catch (error) {
    if (error instanceof StorageError || LEFT_ALONE.includes(systemCode(error) ?? "")) return;
    throw fileSystemError(error, "remove what killed processes left over in", layout.tempFolder);
  }
}
