import { type Bytes, bytesOver } from "../codec/bytes.ts";
import { decodeValue } from "../codec/decode-value.ts";
import { snapshot } from "../codec/plain/snapshot.ts";
import { LargeHashes } from "../digest/large-hashes.ts";
import { takeOver } from "../digest/received-bytes.ts";
import { sha256 } from "../digest/sha256.ts";
import type { StoredRecord } from "../records/record.ts";
import { shouldYield, yieldToEventLoop } from "../scheduling/event-loop.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { corruptValue, readPart } from "./intact-value.ts";
import { KnownForms } from "./known-forms.ts";
import { storedInstance } from "./seal.ts";

/** Record of a value or a part of one, and the keys of the parts that it refers to. */
export interface PartRecord {
  readonly record: StoredRecord;
  readonly references: readonly string[];
}

/** Assembler of a value from its parts. */
export class ValueAssembly {
  readonly #storage: StorageBase;
  readonly #records: ReadonlyMap<string, PartRecord>;
  readonly #hashes = new LargeHashes();
  readonly #values = new Map<string, { readonly value: unknown; isUsed: boolean }>();
  /** Form of each object within the form of its container. */
  readonly #inlined = new Map<object, string>();

  constructor(storage: StorageBase, records: ReadonlyMap<string, PartRecord>) {
    this.#storage = storage;
    this.#records = records;
  }

  /** Creates the value of a record whose parts have been checked. */
  decode(key: string): unknown {
    const { record } = this.#records.get(key) as PartRecord;
    return readPart(
      this.#storage,
      key,
      () =>
        this.#received(record) ??
        decodeValue(
          record.data,
          record.types,
          (reference) => this.valueFor(reference),
          (type, item) => storedInstance(type, item, this.#storage.registry.types),
        ),
    );
  }

  /** Creates bytes over those that the storage has handed over. */
  #received({ data, types }: StoredRecord): Bytes | undefined {
    const hash = data instanceof Uint8Array ? takeOver(data) : undefined;
    if (hash === undefined || typeof types !== "string") return undefined;
    const bytes = bytesOver(types, (data as Uint8Array<ArrayBuffer>).buffer);
    if (bytes) this.#hashes.note(bytes, hash);
    return bytes;
  }

  /** Checks the value of a record, and keeps it for those that refer to it; later, if it is large bytes. */
  check(key: string, value: unknown): Promise<void> | undefined {
    const form = new KnownForms(value, this.#inlined, this.#hashes);
    const own = readPart(this.#storage, key, () => form.of(value));
    const computing = this.#hashes.compute();
    if (!computing && shouldYield()) return yieldToEventLoop().then(() => this.#keep(key, value, form, own));
    if (!computing) return void this.#keep(key, value, form, own);
    return computing.then(() => this.#keep(key, value, form, form.of(value)));
  }

  #keep(key: string, value: unknown, form: KnownForms, own: string): void {
    const actual = sha256(own);
    if (actual !== key) throw corruptValue(this.#storage, key, `its digest is ${actual}`);
    if (typeof value === "object" && value !== null) this.#inlined.set(value, form.inlined(own, actual));
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
