import { bytesTag, viewBytes } from "../codec/bytes.ts";
import { isLarge } from "../digest/large-hashes.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { giveShared, takeShared } from "./shared-memory.ts";
import { type SplitValue, splitBytes } from "./split-value.ts";

/** Number of bytes that are copied before the thread is told. */
const SHARED_PART = 2 ** 20;

/** Value in shared memory, which is being hashed. */
export interface SharedValue {
  /** The value in its stored form. */
  readonly split: Promise<SplitValue>;
  /** Tells the medium that the value has been written, or will not be. */
  release(): Promise<void>;
}

/**
 * Copies a value that is large bytes into shared memory, while a thread of the medium hashes them. Returns `undefined` for other values, and
 * where the medium has no thread.
 */
export function shareBytes(value: unknown, storage: StorageBase): SharedValue | undefined {
  if (!isLarge(value) || storage.registry.types.size > 0) return undefined;
  const tag = bytesTag(value);
  if (tag === undefined) return undefined; // Refused where the error is made.
  const view = viewBytes(value);
  const bytes = takeShared(view.byteLength);
  const parts = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const hashing = storage.hashShared(bytes, parts, tag);
  if (!hashing) {
    giveShared(bytes);
    return undefined;
  }
  const now = storage.clock.now();
  for (let at = 0; at < view.byteLength; at += SHARED_PART) {
    bytes.set(view.subarray(at, at + SHARED_PART), at);
    Atomics.add(parts, 0, 1);
    Atomics.notify(parts, 0);
  }
  const split = hashing.then((hash) => splitBytes(tag, bytes, hash, now));
  split.catch(() => {}); // The call may be refused before it awaits this promise.
  const release = async (): Promise<void> => {
    await Promise.allSettled([split, storage.releaseShared(bytes)]);
    giveShared(bytes);
  };
  return { split, release };
}
