import { isBytes } from "../codec/bytes.ts";
import { decodeValue } from "../codec/decode-value.ts";
import { MAX_DEPTH } from "../codec/depth.ts";
import { snapshot } from "../codec/plain/snapshot.ts";
import { LargeHashes } from "../digest/large-hashes.ts";
import { sha256 } from "../digest/sha256.ts";
import { DigestNotFoundError } from "../errors/digest-errors.ts";
import { isResultsError } from "../errors/is-results-error.ts";
import { CorruptRecordError } from "../errors/result-errors.ts";
import { ValueTooLargeError } from "../errors/storage-errors.ts";
import type { FoundRecord, StoredRecord } from "../records/record.ts";
import { shouldYield, yieldToEventLoop } from "../scheduling/event-loop.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { copiedBytes } from "./copied-bytes.ts";
import { KnownForms } from "./known-forms.ts";
import { referencesOf } from "./references-of.ts";
import { storedInstance, unseal } from "./seal.ts";

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
  const assembly = new Assembly(storage, records);
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
  return read(storage, key, () => unseal(value, storage.registry.types));
}

interface PartRecord {
  readonly record: StoredRecord;
  readonly references: readonly string[];
}

async function readParts(storage: StorageBase, root: string): Promise<Map<string, PartRecord>> {
  const records = new Map<string, PartRecord>();
  for (let wanted = [root], level = 0; wanted.length > 0; level++) {
    if (level > MAX_DEPTH) throw corruptValue(storage, root, `it is nested deeper than ${MAX_DEPTH} levels`);
    const found = await storage.read("values", wanted);
    const next = new Set<string>();
    for (const [i, key] of wanted.entries()) {
      const record = intactValue(storage, key, found[i]);
      const references = read(storage, key, () => referencesOf(record));
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
  const bytes = read(storage, root, () => copiedBytes(root, records, order));
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

/** Assembler of a value from its parts. */
class Assembly {
  readonly #storage: StorageBase;
  readonly #records: ReadonlyMap<string, PartRecord>;
  readonly #values = new Map<string, { readonly value: unknown; isUsed: boolean }>();
  /** Form of each object within the form of its container. */
  readonly #inlined = new Map<object, string>();

  constructor(storage: StorageBase, records: ReadonlyMap<string, PartRecord>) {
    this.#storage = storage;
    this.#records = records;
  }

  /** Creates the value of a record whose parts have been checked. */
  decode(key: string): unknown {
    const { data, types } = (this.#records.get(key) as PartRecord).record;
    return read(this.#storage, key, () =>
      decodeValue(
        data,
        types,
        (reference) => this.valueFor(reference),
        (type, item) => storedInstance(type, item, this.#storage.registry.types),
      ),
    );
  }

  /** Checks the value of a record, and keeps it for those that refer to it; later, if it is large bytes. */
  check(key: string, value: unknown): Promise<void> | undefined {
    const hashes = new LargeHashes();
    const form = new KnownForms(value, this.#inlined, hashes);
    const own = read(this.#storage, key, () => form.of(value));
    const computing = hashes.compute();
    if (!computing) return void this.#keep(key, value, form, own);
    return computing.then(() => this.#keep(key, value, form, form.of(value)));
  }

  #keep(key: string, value: unknown, form: KnownForms, own: string): void {
    const actual = sha256(own);
    if (actual !== key) throw corruptValue(this.#storage, key, `its digest is ${actual}`);
    if (typeof value === "object" && value !== null) this.#inlined.set(value, form.inlined(own));
    this.#values.set(key, { value, isUsed: false });
  }

  /** Returns the value of a record; a copy for every call but the first. */
  valueFor(key: string): unknown {
    const entry = this.#values.get(key);
    if (!entry) throw new TypeError(`'${key}' refers to itself`);
    if (!entry.isUsed) {
      entry.isUsed = true;
      return entry.value;
    }
    const copy = snapshot(entry.value);
    if (typeof copy === "object" && copy !== null) {
      this.#inlined.set(copy, this.#inlined.get(entry.value as object) as string);
    }
    return copy;
  }
}

/**
 * Returns the record of a value.
 *
 * @throws {DigestNotFoundError} `DIGEST_NOT_FOUND`; {@link CorruptRecordError} `CORRUPT_RECORD`.
 */
export function intactValue(storage: StorageBase, key: string, found: FoundRecord): StoredRecord {
  if (!found) throw new DigestNotFoundError(key, "value");
  if (found.corrupt === undefined) return found;
  throw corruptValue(storage, key, found.corrupt, found.cause);
}

function read<T>(storage: StorageBase, key: string, decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    if (isResultsError(cause, "TYPE_NOT_REGISTERED")) throw cause;
    throw corruptValue(storage, key, "its types do not fit its data", cause);
  }
}

function corruptValue(storage: StorageBase, key: string, reason: string, cause?: unknown): CorruptRecordError {
  return new CorruptRecordError(key, storage.locate("values", key), reason, cause, "Evict it, and save it again.");
}
