import { decodeValue } from "../codec/decode-value.ts";
import { MAX_DEPTH } from "../codec/depth.ts";
import { snapshot } from "../codec/plain/snapshot.ts";
import { CanonicalForm } from "../digest/canonical-form.ts";
import { sha256 } from "../digest/sha256.ts";
import { DigestNotFoundError } from "../errors/digest-errors.ts";
import { isResultsError } from "../errors/is-results-error.ts";
import { CorruptRecordError } from "../errors/result-errors.ts";
import { ValueTooLargeError } from "../errors/storage-errors.ts";
import type { FoundRecord, StoredRecord } from "../records/record.ts";
import { shouldYield, yieldToEventLoop } from "../scheduling/event-loop.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { copiedBytes } from "./copied-bytes.ts";
import { referencesOf } from "./references-of.ts";
import { storedInstance, unseal } from "./seal.ts";

/** How much memory copies of shared parts may take, in bytes, unless told. */
export const MOST_COPIED_BYTES: number = 512 * 1024 * 1024;

/**
 * Reads a value with all its parts, and makes sure that each record holds what its key says. Instances of registered types are sealed.
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
    assembly.add(key);
    if (shouldYield()) await yieldToEventLoop();
  }
  return assembly.take(digest);
}

/** A value that was loaded, with instances of its own. @throws {CorruptRecordError} `CORRUPT_RECORD` where a type cannot make one. */
export function unsealLoaded(storage: StorageBase, key: string, value: unknown): unknown {
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
 * Counts before anything is made.
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
  if (references < records.size) return; // Each part is held once.
  const bytes = read(storage, root, () => copiedBytes(root, records, order));
  if (bytes <= maxCopiedBytes) return;
  const reason = `its parts, copied wherever it holds them, take some ${bytes} bytes beyond what is stored, and ${maxCopiedBytes} are allowed`;
  throw new ValueTooLargeError(root, reason, undefined, "Load its parts, or raise maxCopiedBytes.");
}

/** Every record once, after all it refers to. */
function childrenFirst(root: string, records: ReadonlyMap<string, PartRecord>): Set<string> {
  const ordered = new Set<string>();
  const entered = new Set<string>(); // What refers to itself is damaged, and found out when it is put together.
  const visit = (key: string): void => {
    entered.add(key);
    for (const reference of records.get(key)?.references ?? []) if (!entered.has(reference)) visit(reference);
    ordered.add(key);
  };
  visit(root);
  return ordered;
}

/** Puts values together, part by part. */
class Assembly {
  readonly #storage: StorageBase;
  readonly #records: ReadonlyMap<string, PartRecord>;
  readonly #values = new Map<string, { readonly value: unknown; isTaken: boolean }>();
  /** What stands for an object within the form of what holds it. */
  readonly #inlined = new Map<object, string>();

  constructor(storage: StorageBase, records: ReadonlyMap<string, PartRecord>) {
    this.#storage = storage;
    this.#records = records;
  }

  /** Makes the value of a record whose parts have been added, and checks it. */
  add(key: string): void {
    const { data, types } = (this.#records.get(key) as PartRecord).record;
    const value = read(this.#storage, key, () =>
      decodeValue(
        data,
        types,
        (reference) => this.take(reference),
        (type, item) => storedInstance(type, item, this.#storage.registry.types),
      ),
    );
    const form = new KnownForms(value, this.#inlined);
    const own = read(this.#storage, key, () => form.of(value));
    const actual = sha256(own);
    if (actual !== key) throw corruptValue(this.#storage, key, `its digest is ${actual}`);
    if (typeof value === "object" && value !== null) this.#inlined.set(value, form.inlined(own));
    this.#values.set(key, { value, isTaken: false });
  }

  /** The value of a record; for the second who wants it, a copy. */
  take(key: string): unknown {
    const held = this.#values.get(key);
    if (!held) throw new TypeError(`'${key}' refers to itself`);
    if (!held.isTaken) {
      held.isTaken = true;
      return held.value;
    }
    const copy = snapshot(held.value);
    if (typeof copy === "object" && copy !== null) {
      this.#inlined.set(copy, this.#inlined.get(held.value as object) as string);
    }
    return copy;
  }
}

/** Takes over the forms of parts that have been checked. */
class KnownForms extends CanonicalForm {
  readonly #known: ReadonlyMap<object, string>;

  constructor(root: unknown, known: ReadonlyMap<object, string>) {
    super(root);
    this.#known = known;
  }

  /** What stands for a form within another. */
  inlined(form: string): string {
    return this.inline(form);
  }

  protected override object(value: object): string {
    return this.#known.get(value) ?? super.object(value);
  }
}

/**
 * The record of a value.
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
