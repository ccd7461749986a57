import { createHash } from "node:crypto";

const PART_BYTES = 2 ** 20;

/** Hashes bytes while another thread copies them. @param parts number of parts of 1 MiB that are there, of which this thread is notified. */
export function hashShared(bytes: Uint8Array<SharedArrayBuffer>, parts: Int32Array<SharedArrayBuffer>): string {
  const hash = createHash("sha256");
  const all = Math.ceil(bytes.byteLength / PART_BYTES);
  for (let done = 0; done < all; ) {
    Atomics.wait(parts, 0, done); // Returns at once if there are more.
    const there = Atomics.load(parts, 0);
    hash.update(bytes.subarray(done * PART_BYTES, there * PART_BYTES));
    done = there;
  }
  return hash.digest("hex");
}
