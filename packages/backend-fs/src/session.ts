import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Release } from "@results-manager/core";
import { systemCode } from "./file-system-error.ts";
import type { KernelLocks } from "./kernel-locks.ts";
import type { Layout } from "./layout.ts";

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
  #release: Release | undefined;
  #count = 0;

  constructor(layout: Layout, locks: KernelLocks) {
    this.#layout = layout;
    this.#locks = locks;
  }

  /** A name for a temp file, in a folder on the same file system as the records. */
  tempPath(): string {
    if (!this.#folder) this.#open();
    return `${this.#folder}/${++this.#count}`;
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
    this.#release?.();
    this.#release = undefined;
    this.#folder = undefined;
    this.#name = undefined;
  }

  /** Removes the folder. */
  close(): void {
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true });
    this.reset();
  }

  #open(): void {
    this.#layout.prepare();
    let name: string;
    // Locked before it is made: a sweep never sees a folder without its owner.
    do {
      name = randomUUID();
      this.#release = this.#locks.tryLock("session", name);
    } while (!this.#release);
    const folder = join(this.#layout.tempFolder, name);
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#name = name;
  }
}

/** Removes the temp files of processes that are gone. A store that cannot be written is left as it is. */
export function sweepSessions(layout: Layout, locks: KernelLocks): void {
  if (!existsSync(layout.tempFolder)) return;
  try {
    for (const name of readdirSync(layout.tempFolder)) {
      const release = locks.tryLock("session", name);
      if (!release) continue;
      rmSync(join(layout.tempFolder, name), { recursive: true, force: true });
      release();
    }
  } catch (error) {
    if (!["EROFS", "EACCES", "EPERM"].includes(systemCode(error) ?? "")) throw error;
  }
}
