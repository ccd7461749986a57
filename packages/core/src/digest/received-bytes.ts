const hashes = new WeakMap<Uint8Array, string>();

/**
 * Hands bytes that were read for one record over to its reader, with their SHA-256 in hexadecimal: they are its own, so that they need not
 * be copied, nor hashed again. Bytes that are a part of a buffer, or belong to another realm, are left as they are.
 */
export function handOver(bytes: Uint8Array, sha256: string): void {
  const { buffer } = bytes;
  const isWhole = bytes.byteLength === buffer.byteLength && Object.getPrototypeOf(buffer) === ArrayBuffer.prototype;
  if (isWhole) hashes.set(bytes, sha256);
}

/** Takes over bytes, and returns their hash; `undefined` for bytes that others may have. Only the first call gets them. */
export function takeOver(bytes: Uint8Array): string | undefined {
  const hash = hashes.get(bytes);
  if (hash !== undefined) hashes.delete(bytes);
  return hash;
}
