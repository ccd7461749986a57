import type { Bytes } from "../codec/bytes.ts";
import { ValueRef } from "../codec/value-ref.ts";
import { hashEarly, LargeHashes } from "../digest/large-hashes.ts";
import { InvalidDigestError } from "../errors/digest-errors.ts";
import { given } from "../errors/given.ts";
import { checkOptions, type OptionNames } from "../options/check-options.ts";
import type { CopySummary } from "../results/copy-records.ts";
import { HEAVY_FLOW, shouldYield, waitForTimeSlice, yieldToEventLoop } from "../scheduling/event-loop.ts";
import { pagesLater } from "../scheduling/pages-later.ts";
import { StorageAccess } from "../storage/storage-access.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import type { CopyRecordsOptions, ExportRecordsOptions, ImportRecordsOptions } from "../transfer/keyed-record.ts";
import type { Transfer } from "../transfer/transfer.ts";
import { digestWith } from "./digest.ts";
import { withKnownParts } from "./known-references.ts";
import { MOST_COPIED_BYTES, unsealLoaded } from "./load-value.ts";
import { seal } from "./seal.ts";
import { shareBytes } from "./shared-bytes.ts";
import type { SplitValue } from "./split-value.ts";
import { StoredDigestKeys } from "./stored-digest-keys.ts";
import { StoredValues } from "./stored-values.ts";
import type { ValueRecord } from "./transfer-values.ts";
import { ValueAliases } from "./value-aliases.ts";
import { parseSaveKey, parseValueKey } from "./value-key.ts";
import type { GcOptions, LoadOptions, ValueStorage } from "./value-storage.ts";

const LOAD_OPTIONS: OptionNames<LoadOptions> = { maxCopiedBytes: true };

/** Values in a storage, which other faces may use too: it is closed with the last of them. */
export class ValuesFace extends StoredDigestKeys implements ValueStorage {
  readonly #values: StoredValues;
  readonly #aliases: ValueAliases;

  /** @param values Values of another face with the same access. */
  constructor(target: StorageAccess | StorageBase, values?: StoredValues) {
    super(StorageAccess.to(target, "values"), "values", "value");
    this.#values = values ?? new StoredValues(this.access);
    this.#aliases = new ValueAliases(this.access);
  }

  digest(value: unknown): string {
    return digestWith(value, this.storage.registry.types);
  }

  async save(value: unknown, key?: string): Promise<string> {
    const place = parseSaveKey(key);
    const shared = shareBytes(value, this.storage);
    if (!shared) {
      const early = hashEarly(value); // While the value is copied.
      const copy = seal(value, this.storage.registry.types);
      return this.#save(place, () => this.#split(copy, early));
    }
    try {
      return await this.#save(place, () => shared.split);
    } finally {
      await shared.release();
    }
  }

  /** Splits a copy of a value; a reference is the digest of a value that must be stored. */
  async #split(copy: unknown, early: ReturnType<typeof hashEarly>): Promise<SplitValue | ValueRef> {
    if (copy instanceof ValueRef) return copy;
    const hashes = new LargeHashes();
    if (early) hashes.note(copy as Bytes, await early);
    return withKnownParts(this.storage, (known) => this.#values.split(copy, known), hashes);
  }

  #save({ digest: expected, alias }: ReturnType<typeof parseSaveKey>, split: () => Promise<SplitValue | ValueRef>) {
    return this.access.accept(async () => {
      const wait = waitForTimeSlice(HEAVY_FLOW);
      if (wait) await wait;
      const value = await split();
      if (shouldYield()) await yieldToEventLoop();
      const { digest } = value;
      if (expected !== undefined && expected !== digest) {
        throw new InvalidDigestError(expected, `the digest of the value is '${digest}'`);
      }
      const write = async (isAgain: boolean): Promise<void> => {
        if (value instanceof ValueRef) await this.#values.assertStored([digest]);
        else {
          await this.#values.assertStored(value.references);
          await this.#values.write(value);
        }
        if (alias !== undefined) await this.#aliases.set(alias, digest, isAgain);
      };
      const keys = alias === undefined ? [digest] : [digest, alias];
      await this.access.together(keys, "write", () => this.#values.garbage.guard(write));
      return digest;
    });
  }

  override async expand(short: string): Promise<string> {
    const key = parseValueKey(short);
    return this.access.accept(() =>
      key.alias === undefined ? this.find(key.digest) : this.#aliases.resolve(key.alias),
    );
  }

  override async contains(key: string): Promise<boolean> {
    const { alias } = parseValueKey(key);
    if (alias === undefined) return super.contains(key);
    return this.access.accept(async () => {
      const digest = await this.#aliases.find(alias);
      if (digest === undefined) return false;
      return (await this.storage.has("values", [digest])).includes(true);
    });
  }

  override async evict(key: string): Promise<boolean> {
    const { alias } = parseValueKey(key);
    return alias === undefined ? super.evict(key) : this.access.accept(() => this.#aliases.remove(alias));
  }

  aliases(): AsyncIterable<readonly [alias: string, digest: string]> {
    this.access.assertAccepting();
    return this.#aliases.entries();
  }

  protected override async resolve(key: string): Promise<string> {
    const { alias } = parseValueKey(key);
    return alias === undefined ? super.resolve(key) : this.#aliases.resolve(alias);
  }

  async load(key: string, options: LoadOptions = {}): Promise<unknown> {
    checkOptions(options, LOAD_OPTIONS, "load");
    const { maxCopiedBytes = MOST_COPIED_BYTES } = options;
    if (typeof maxCopiedBytes !== "number" || !(maxCopiedBytes >= 0)) {
      throw new RangeError(`maxCopiedBytes must be a number from 0, got ${given(maxCopiedBytes)}.`);
    }
    return this.access.accept(async () => {
      const resolved = await this.resolve(key);
      const sealed = await this.#values.load(resolved, maxCopiedBytes);
      if (shouldYield()) await yieldToEventLoop();
      return unsealLoaded(this.storage, resolved, sealed);
    });
  }

  async countReuses(): Promise<Map<string, number>> {
    return this.access.operate([], "read", async () => {
      const { countReuses } = await import("./count-reuses.ts");
      return countReuses(this.storage);
    });
  }

  async gc(roots: Iterable<string> = [], options: GcOptions = {}): Promise<number> {
    checkOptions(options, { dryRun: true }, "gc");
    const { dryRun } = options;
    const keys = [...roots];
    return this.access.accept(async () => {
      const resolved: string[] = [];
      for (const root of keys) resolved.push(await this.resolve(root));
      return this.access.together([], dryRun ? "read" : "write", async () => {
        const { collectGarbage, countGarbage } = await import("./collect-garbage.ts"); // Loaded on first use.
        if (dryRun) return countGarbage(this.storage, resolved);
        const removed = await collectGarbage(this.storage, resolved);
        await this.storage.releaseSpace(false);
        return removed;
      });
    });
  }

  async *exportRecords(options?: ExportRecordsOptions): AsyncGenerator<readonly ValueRecord[], void, undefined> {
    yield* this.access.listing(pagesLater(async () => (await this.#transfer()).exportRecords({}, options)));
  }

  async importRecords(records: readonly ValueRecord[], options?: ImportRecordsOptions): Promise<boolean[]> {
    return this.access.accept(async () => (await this.#transfer()).importRecords(records, options));
  }

  async copyTo(target: Pick<ValueStorage, "importRecords">, options?: CopyRecordsOptions): Promise<CopySummary> {
    return this.access.accept(async () => (await this.#transfer()).copyTo(target, {}, options));
  }

  /** Loaded on first use: most programs never copy values. */
  async #transfer(): Promise<Transfer<ValueRecord>> {
    const { valueTransfer } = await import("./transfer-values.ts");
    return valueTransfer(this.access, this.#values);
  }

  async compact(): Promise<number> {
    return this.access.operate([], "write", () => this.storage.releaseSpace(true));
  }
}
