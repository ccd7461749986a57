import { DigestNotFoundError } from "../errors/digest-errors.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { GcGuard } from "./gc-guard.ts";
import type { KnownParts } from "./known-references.ts";
import { loadValue } from "./load-value.ts";
import { type SplitValue, splitValue } from "./split-value.ts";

/** Values in a storage, for the faces of values and of calls. Its methods are parts of accepted calls. */
export class StoredValues {
  readonly #access: StorageAccess;
  /** Protection of values that are being saved from garbage collections. */
  readonly garbage: GcGuard;

  constructor(access: StorageAccess) {
    this.#access = access;
    this.garbage = new GcGuard(access.storage);
  }

  /** Creates the records of a value, which must not change afterwards. */
  split(value: unknown, known?: KnownParts): SplitValue {
    const { clock, inlineDepth } = this.#access.storage;
    return splitValue(value, inlineDepth, clock.now(), known);
  }

  /**
   * Checks that all of these values are stored.
   *
   * @throws {DigestNotFoundError} `DIGEST_NOT_FOUND`.
   */
  async assertStored(references: readonly string[]): Promise<void> {
    if (references.length === 0) return;
    const presence = await this.#access.storage.has("values", references);
    const missing = references[presence.indexOf(false)];
    if (missing !== undefined) throw new DigestNotFoundError(missing, "value");
  }

  /** Writes a value. Even if its root is stored, parts may have been evicted. */
  async write({ digest: key, root, levels }: SplitValue): Promise<void> {
    const { storage } = this.#access;
    const [isStored] = await storage.has("values", [key]);
    const keys = levels.flatMap((level) => level.map((part) => part.key));
    if (isStored && !(await storage.has("values", keys)).includes(false)) {
      return storage.supports.confirms ? storage.confirm("values", [key, ...keys]) : undefined;
    }
    const parts = levels.length > 0 ? ({ space: "values", levels } as const) : undefined;
    await storage.write("values", [{ ...root, condition: "absent", parts, confirms: true }]);
  }

  /** Loads a value. Instances of registered types remain sealed. */
  load(digest: string, maxCopiedBytes?: number): Promise<unknown> {
    const { storage } = this.#access;
    return this.#access.together([digest], "read", () => loadValue(storage, digest, maxCopiedBytes));
  }
}
