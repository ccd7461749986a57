import { type Bytes, bytesTag, isBytes, viewBytes } from "../codec/bytes.ts";
import { sha256 } from "./sha256.ts";

/** Number of bytes from which a hash is computed by the thread pool. Fewer take this thread some milliseconds. */
const LARGE = 2 ** 20;
/** Stands for a hash that is not known yet. */
const UNKNOWN = "0".repeat(64);

/** Hashes of bytes within a value; {@link withLargeHashes} computes those of large ones without blocking this thread. */
export class LargeHashes {
  readonly #known = new Map<Bytes, string>();
  readonly #missing = new Set<Bytes>();

  /** Returns the SHA-256 of bytes in hexadecimal; a placeholder for large ones that are hashed later. */
  of(bytes: Bytes): string {
    const known = this.#known.get(bytes);
    if (known !== undefined) return known;
    if (bytes.byteLength < LARGE) return sha256(viewBytes(bytes));
    this.#missing.add(bytes);
    return UNKNOWN;
  }

  /** Takes the hash of bytes from the caller. */
  note(bytes: Bytes, hash: string): void {
    this.#known.set(bytes, hash);
  }

  /** Computes the missing hashes; `undefined` if none is missing. */
  compute(): Promise<void> | undefined {
    return this.#missing.size === 0 ? undefined : this.#compute();
  }

  async #compute(): Promise<void> {
    for (const bytes of this.#missing) this.#known.set(bytes, await hashLater(bytes));
    this.#missing.clear();
  }
}

/** Begins to hash the bytes that a value is, if they are large. They may change afterwards. */
export function hashEarly(value: unknown): Promise<string> | undefined {
  return isLarge(value) && bytesTag(value) !== undefined ? hashLater(value) : undefined;
}

/** Tells whether a value is bytes that are not hashed by this thread. */
export function isLarge(value: unknown): value is Bytes {
  return typeof value === "object" && value !== null && isBytes(value) && value.byteLength >= LARGE;
}

/** Copies bytes, and hashes the copy in the thread pool. */
async function hashLater(bytes: Bytes): Promise<string> {
  // Not imported: naming it in an import loads all of Web Crypto, which takes milliseconds.
  const hash = await globalThis.crypto.subtle.digest("SHA-256", viewBytes(bytes));
  return Buffer.from(hash).toString("hex");
}

/**
 * Runs work that needs hashes, and repeats it once those of large bytes are known. The bytes must not change meanwhile.
 *
 * @param hashes those that earlier work on the same bytes has computed.
 */
export async function withLargeHashes<T>(
  work: (hashes: LargeHashes) => T,
  hashes: LargeHashes = new LargeHashes(),
): Promise<T> {
  for (;;) {
    const result = work(hashes);
    const computing = hashes.compute();
    if (!computing) return result;
    await computing;
  }
}
