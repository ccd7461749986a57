import { DigestNotFoundError } from "../errors/digest-errors.ts";
import { CorruptRecordError } from "../errors/result-errors.ts";
import { isDigest } from "../ids/digest-text.ts";
import { internalContent } from "../records/internal-record.ts";
import type { FoundRecord } from "../records/record.ts";
import type { StorageAccess } from "../storage/storage-access.ts";

const SPACE = "value_aliases";

/** Aliases of values. Each refers to one digest until it is set again. */
export class ValueAliases {
  readonly #access: StorageAccess;

  constructor(access: StorageAccess) {
    this.#access = access;
  }

  /** Sets an alias to the digest of a stored value. With `isAgain`, an existing alias is kept. */
  async set(alias: string, digest: string, isAgain: boolean): Promise<void> {
    const { storage } = this.#access;
    const content = internalContent("alias", digest, storage.clock.now());
    await storage.write(SPACE, [{ key: alias, condition: isAgain ? "absent" : "any", content }]);
  }

  /**
   * Returns the digest of an alias; `undefined` if the alias is not set.
   *
   * @throws {CorruptRecordError} `CORRUPT_RECORD`.
   */
  async find(alias: string): Promise<string | undefined> {
    const { storage } = this.#access;
    const [found] = await this.#access.together([alias], "read", () => storage.read(SPACE, [alias]));
    if (!found) return undefined;
    const digest = digestOfAlias(found);
    if (digest !== undefined) return digest;
    const { corrupt: reason = "it contains no digest", cause } = { cause: undefined, ...found };
    throw new CorruptRecordError(
      alias,
      storage.locate(SPACE, alias),
      reason,
      cause,
      "Save a value with this alias again.",
    );
  }

  /**
   * Returns the digest of an alias.
   *
   * @throws {DigestNotFoundError} `DIGEST_NOT_FOUND`; {@link CorruptRecordError} `CORRUPT_RECORD`.
   */
  async resolve(alias: string): Promise<string> {
    const digest = await this.find(alias);
    if (digest === undefined) throw new DigestNotFoundError(alias, "value", "is called");
    return digest;
  }

  /** Removes an alias, and tells whether it was set. */
  async remove(alias: string): Promise<boolean> {
    const { storage } = this.#access;
    const remove = () => storage.remove(SPACE, [{ key: alias, condition: "any" }]);
    return (await this.#access.together([alias], "write", remove)).includes(true);
  }

  /** Yields aliases and their digests, in alias order, without damaged ones. */
  async *entries(): AsyncGenerator<readonly [alias: string, digest: string], void, undefined> {
    const { storage } = this.#access;
    for await (const aliases of storage.scan(SPACE)) {
      const found = await storage.read(SPACE, aliases);
      for (const [i, alias] of aliases.entries()) {
        const digest = digestOfAlias(found[i]);
        if (digest !== undefined) yield [alias, digest];
      }
    }
  }
}

/** Returns the digest in the record of an alias; `undefined` if there is none, or the record is damaged. */
export function digestOfAlias(found: FoundRecord): string | undefined {
  const data = found?.corrupt === undefined ? found?.data : undefined;
  return typeof data === "string" && isDigest(data) ? data : undefined;
}
