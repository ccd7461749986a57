import { LockTimeoutError } from "@results-manager/core";
import { type Release, realTime } from "@results-manager/core/internal";
import { waitForTimeSlice } from "@results-manager/core/storage";
import type { Layout } from "../layout/layout.ts";
import { type KernelLock, LockFile, type LockRange } from "./lock-file.ts";

/** Purpose of a lock; locks of different purposes are independent. */
export type LockPurpose = "commit" | "operation" | "session" | "folder";

/** macOS locks whole files only: there, a fixed set of files replaces the byte ranges. */
const WHOLE_FILES = process.platform === "darwin";
const STRIPES = 64;
const PURPOSES: readonly LockPurpose[] = ["commit", "operation", "session", "folder"];
/** Maximum time a write waits for another process to finish its write, which takes microseconds unless it hangs. */
export const COMMIT_TIMEOUT_MS = 10_000;
const SHORTEST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 10;

/**
 * Locks between processes, one byte of a file each, held by the kernel: it frees them as soon as their process ends.
 *
 * Two keys may share a lock, which costs waiting but not safety. Locks do not exclude users of the same instance.
 */
export class KernelLocks {
  readonly #layout: Layout;
  readonly #files = new Map<string, LockFile>();

  /** @param layout of the store; lock files are made with the first lock. */
  constructor(layout: Layout) {
    this.#layout = layout;
  }

  /** Name of the lock of a key; two keys may have the same. */
  slotOf(key: string): string {
    const { file, offset } = rangeOf("operation", key);
    return `${file}:${offset}`;
  }

  /** Tells whether two keys share a lock. */
  isSameLock(purpose: LockPurpose, a: string, b: string): boolean {
    const [first, second] = [rangeOf(purpose, a), rangeOf(purpose, b)];
    return first.file === second.file && first.offset === second.offset;
  }

  /** Time when the file of a lock was made, in milliseconds since the epoch; earlier locks may be lost. */
  madeAt(purpose: LockPurpose, key: string): number {
    return this.#open(rangeOf(purpose, key).file).madeAt;
  }

  /** Takes a lock if it is free. */
  tryLock(purpose: LockPurpose, key: string): KernelLock | undefined {
    const range = rangeOf(purpose, key);
    return this.#open(range.file).tryLock(range);
  }

  /** Takes the lock of a record to be written if it is free. The caller calls `isValid` just before it changes the record. */
  tryCommitLock(key: string): KernelLock | undefined {
    const range = rangeOf("commit", key);
    return this.#open(range.file).tryLock(range, true);
  }

  /** Takes a shared lock if no process holds it exclusively; see {@link LockFile.tryShare}. */
  tryShare(purpose: LockPurpose, key: string): Release | undefined {
    const range = rangeOf(purpose, key);
    return this.#open(range.file).tryShare(range);
  }

  /**
   * Takes a lock, retrying until it is free.
   *
   * @throws {LockTimeoutError} `LOCK_TIMEOUT`; the signal's reason when it is aborted first.
   */
  async lock(purpose: LockPurpose, key: string, timeoutMs: number, signal?: AbortSignal): Promise<KernelLock> {
    const deadline = realTime.elapsed() + timeoutMs;
    for (let pauseMs = SHORTEST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.3, LONGEST_PAUSE_MS)) {
      signal?.throwIfAborted();
      const wait = waitForTimeSlice(); // The kernel scans every lock of the file, which is slow for thousands.
      if (wait) await wait;
      const held = this.tryLock(purpose, key);
      if (held) return held;
      const left = deadline - realTime.elapsed();
      if (left <= 0) throw new LockTimeoutError(key, timeoutMs);
      // Random pauses keep several waiting processes from retrying at the same time.
      await realTime.delay(Math.min(pauseMs * (0.5 + Math.random()), left));
    }
  }

  /** Closes the files; the kernel frees all locks that are still held. */
  close(): void {
    for (const file of this.#files.values()) file.close();
    this.#files.clear();
  }

  #open(name: string): LockFile {
    const known = this.#files.get(name);
    if (known) return known;
    const file = new LockFile(this.#layout, name, !WHOLE_FILES);
    this.#files.set(name, file);
    return file;
  }
}

function rangeOf(purpose: LockPurpose, key: string): LockRange & { readonly file: string } {
  const slot = hash(key);
  const lasts = purpose === "session";
  if (WHOLE_FILES) return { file: `${purpose}-${slot % STRIPES}.lock`, offset: 0, length: 0, lasts };
  return { file: "store.lock", offset: PURPOSES.indexOf(purpose) * 2 ** 32 + slot, length: 1, lasts };
}

/** FNV-1a, 32 bits, over UTF-16 units (draft-eastlake-fnv). */
function hash(key: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) state = Math.imul(state ^ key.charCodeAt(i), 0x01000193);
  return state >>> 0;
}
