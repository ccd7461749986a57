import { ValueRef } from "../codec/value-ref.ts";
import { DigestNotFoundError, InvalidDigestError } from "../errors/digest-errors.ts";
import { HEAVY_FLOW, waitForTimeSlice } from "../scheduling/event-loop.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { countReuses } from "./count-reuses.ts";
import { digestWith } from "./digest.ts";
import { GcGuard } from "./gc-guard.ts";
import { type KnownReferences, withReferences } from "./known-references.ts";
import { loadValue, MOST_COPIED_BYTES, unsealLoaded } from "./load-value.ts";
import { seal } from "./seal.ts";
import { type SplitValue, splitValue } from "./split-value.ts";
import { StoredDigestKeys } from "./stored-digest-keys.ts";
import { ValueAliases } from "./value-aliases.ts";
import { parseSaveKey, parseValueKey } from "./value-key.ts";
import type { LoadOptions, ValueStorage } from "./value-storage.ts";

/** Implementation of {@link ValueStorage} on a storage. */
export class ValuesFace extends StoredDigestKeys implements ValueStorage {
  readonly #garbage: GcGuard;
  readonly #aliases: ValueAliases;

  constructor(access: StorageAccess) {
    super(access, "values", "value");
    this.#garbage = new GcGuard(access.storage);
    this.#aliases = new ValueAliases(access);
  }

  /** Protection of values that are being saved from garbage collections. */
  get garbage(): GcGuard {
    return this.#garbage;
  }

  digest(value: unknown): string {
    return digestWith(value, this.access.storage.registry.types);
  }

  async save(value: unknown, key?: string): Promise<string> {
    const { digest: expected, alias } = parseSaveKey(key);
    const copy = seal(value, this.access.storage.registry.types);
    return this.access.accept(async () => {
      const wait = waitForTimeSlice(HEAVY_FLOW);
      if (wait) await wait;
      const isReference = copy instanceof ValueRef;
      const split = isReference
        ? undefined
        : await withReferences(this.access.storage, (known) => this.split(copy, known));
      const digest = isReference ? copy.digest : (split as SplitValue).digest;
      if (expected !== undefined && expected !== digest) {
        throw new InvalidDigestError(expected, `the digest of the value is '${digest}'`);
      }
      const write = async (isAgain: boolean): Promise<void> => {
        await this.assertStored(split ? split.references : [digest]);
        if (split) await this.#write(split);
        if (alias !== undefined) await this.#aliases.set(alias, digest, isAgain);
      };
      const keys = alias === undefined ? [digest] : [digest, alias];
      await this.access.together(keys, "write", () => this.#garbage.guard(write));
      return digest;
    });
  }

  /** Creates the records of a value, which must not change afterwards. */
  split(value: unknown, known?: KnownReferences): SplitValue {
    return splitValue(value, this.access.storage.inlineDepth, this.access.storage.clock.now(), known);
  }

  /**
   * Checks that all of these values are stored.
   *
   * @throws {DigestNotFoundError} `DIGEST_NOT_FOUND`.
   */
  async assertStored(references: readonly string[]): Promise<void> {
    if (references.length === 0) return;
    const presence = await this.access.storage.has("values", references);
    const missing = references[presence.indexOf(false)];
    if (missing !== undefined) throw new DigestNotFoundError(missing, "value");
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
      const [isStored = false] = await this.access.storage.has("values", [digest]);
      return isStored;
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

  async load(key: string, { maxCopiedBytes = MOST_COPIED_BYTES }: LoadOptions = {}): Promise<unknown> {
    if (typeof maxCopiedBytes !== "number" || !(maxCopiedBytes >= 0)) {
      throw new RangeError(`maxCopiedBytes must be a number from 0, got ${String(maxCopiedBytes)}.`);
    }
    return this.access.accept(async () => {
      const resolved = await this.resolve(key);
      return unsealLoaded(this.access.storage, resolved, await this.loadWhole(resolved, maxCopiedBytes));
    });
  }

  async countReuses(): Promise<Map<string, number>> {
    return this.access.accept(() => this.access.together([], "read", () => countReuses(this.access.storage)));
  }

  /** Loads a value within an accepted call. Instances of registered types remain sealed. */
  loadWhole(digest: string, maxCopiedBytes?: number): Promise<unknown> {
    return this.access.together([digest], "read", () => loadValue(this.access.storage, digest, maxCopiedBytes));
  }

  async gc(roots: Iterable<string> = []): Promise<number> {
    const keys = [...roots];
    return this.access.accept(async () => {
      const resolved: string[] = [];
      for (const root of keys) resolved.push(await this.resolve(root));
      return this.access.together([], "write", async () => {
        const removed = await collectGarbage(this.access.storage, resolved);
        await this.access.storage.releaseSpace(false);
        return removed;
      });
    });
  }

  async compact(): Promise<number> {
    return this.access.accept(() => this.access.together([], "write", () => this.access.storage.releaseSpace(true)));
  }

  /** Writes a value. Even if its root is stored, parts may have been evicted. */
  async #write({ digest: key, root, levels }: SplitValue): Promise<void> {
    const { storage } = this.access;
    const [isStored] = await storage.has("values", [key]);
    const keys = levels.flatMap((level) => level.map((part) => part.key));
    if (isStored && !(await storage.has("values", keys)).includes(false)) {
      return storage.supports.confirms ? storage.confirm("values", [key, ...keys]) : undefined;
    }
    const parts = levels.length > 0 ? ({ space: "values", levels } as const) : undefined;
    await storage.write("values", [{ ...root, condition: "absent", parts, confirms: true }]);
  }
}
