import { isBytes } from "../codec/bytes.ts";
import { MAX_DEPTH } from "../codec/depth.ts";
import { ValueTooLargeError } from "../errors/storage-errors.ts";
import { shouldYield, yieldToEventLoop } from "../scheduling/event-loop.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { copiedBytes } from "./copied-bytes.ts";
import { corruptValue, intactValue, readPart } from "./intact-value.ts";
import { referencesOf } from "./references-of.ts";
import { unseal } from "./seal.ts";
import { type PartRecord, ValueAssembly } from "./value-assembly.ts";

/** Default memory limit for copies of shared parts, in bytes. */
export const MOST_COPIED_BYTES: number = 512 * 1024 * 1024;

/**
 * Loads a value with all its parts, and checks the digest of each. Instances of registered types remain sealed.
 *
 * @throws as `ValueStorage.load`.
 */
export async function loadValue(
  storage: StorageBase,
  digest: string,
  maxCopiedBytes: number = MOST_COPIED_BYTES,
): Promise<unknown> {
  const records = await readParts(storage, digest);
  const order = childrenFirst(digest, records);
  assertLoadable(storage, digest, records, order, maxCopiedBytes);
  const assembly = new ValueAssembly(storage, records);
  for (const key of order) {
    const value = assembly.decode(key);
    if (shouldYield()) await yieldToEventLoop();
    const checking = assembly.check(key, value);
    if (checking) await checking;
    if (shouldYield()) await yieldToEventLoop();
  }
  return assembly.valueFor(digest);
}

/** Creates the instances in a loaded value. @throws {CorruptRecordError} `CORRUPT_RECORD` if a type cannot decode one. */
export function unsealLoaded(storage: StorageBase, key: string, value: unknown): unknown {
  // Decoding has made new bytes, and another copy of large ones takes time and memory.
  if (typeof value === "object" && value !== null && isBytes(value)) return value;
  return readPart(storage, key, () => unseal(value, storage.registry.types));
}

async function readParts(storage: StorageBase, root: string): Promise<Map<string, PartRecord>> {
  const records = new Map<string, PartRecord>();
  for (let wanted = [root], level = 0; wanted.length > 0; level++) {
    if (level > MAX_DEPTH) throw corruptValue(storage, root, `it is nested deeper than ${MAX_DEPTH} levels`);
    const found = await storage.read("values", wanted);
    const next = new Set<string>();
    for (const [i, key] of wanted.entries()) {
      const record = intactValue(storage, key, found[i]);
      const references = readPart(storage, key, () => referencesOf(record));
      records.set(key, { record, references });
      for (const reference of references) next.add(reference);
    }
    wanted = [...next].filter((key) => !records.has(key));
  }
  return records;
}

/**
 * Checks the memory limit before any copy is made.
 *
 * @throws {ValueTooLargeError} `VALUE_TOO_LARGE`.
 */
function assertLoadable(
  storage: StorageBase,
  root: string,
  records: ReadonlyMap<string, PartRecord>,
  order: ReadonlySet<string>,
  maxCopiedBytes: number,
): void {
  let references = 0;
  for (const record of records.values()) references += record.references.length;
  if (references < records.size) return; // No part is shared.
  const bytes = readPart(storage, root, () => copiedBytes(root, records, order));
  if (bytes <= maxCopiedBytes) return;
  const reason = `copies of its shared parts would take about ${bytes} bytes, and the limit is ${maxCopiedBytes}`;
  throw new ValueTooLargeError(root, reason, undefined, "Load its parts, or raise maxCopiedBytes.");
}

/** Orders the keys so that every record follows the ones that it refers to. */
function childrenFirst(root: string, records: ReadonlyMap<string, PartRecord>): Set<string> {
  const ordered = new Set<string>();
  const entered = new Set<string>(); // A record that refers to itself is damaged; this is reported during assembly.
  const visit = (key: string): void => {
    entered.add(key);
    for (const reference of records.get(key)?.references ?? []) if (!entered.has(reference)) visit(reference);
    ordered.add(key);
  };
  visit(root);
  return ordered;
}
