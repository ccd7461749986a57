import { bytesTag, viewBytes } from "../codec/bytes.ts";
import { isLarge } from "../digest/large-hashes.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { type SplitValue, splitBytes } from "./split-value.ts";

/** Number of bytes that are copied before the thread is told. */
const SHARED_PART = 2 ** 20;

/**
 * Copies a value that is large bytes into shared memory, while a thread of the medium hashes them. Resolves with the value in its stored form.
 * Returns `undefined` for other values, and where the medium has no thread.
 */
export function shareBytes(value: unknown, storage: StorageBase): Promise<SplitValue> | undefined {
  if (!isLarge(value) || storage.registry.types.size > 0) return undefined;
  const tag = bytesTag(value);
  if (tag === undefined) return undefined; // Refused where the error is made.
  const view = viewBytes(value);
  const bytes = new Uint8Array(new SharedArrayBuffer(view.byteLength));
  const parts = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const hashing = storage.hashShared(bytes, parts);
  if (!hashing) return undefined;
  const now = storage.clock.now();
  for (let at = 0; at < view.byteLength; at += SHARED_PART) {
    bytes.set(view.subarray(at, at + SHARED_PART), at);
    Atomics.add(parts, 0, 1);
    Atomics.notify(parts, 0);
  }
  const stored = hashing.then((hash) => splitBytes(tag, bytes, hash, now));
  stored.catch(() => {}); // The call may be refused before it awaits this promise.
  return stored;
}
