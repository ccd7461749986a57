import { DigestNotFoundError } from "../errors/digest-errors.ts";
import { CorruptRecordError } from "../errors/result-errors.ts";
import { isDigest } from "../ids/digest-text.ts";
import { internalContent } from "../records/internal-record.ts";
import type { FoundRecord } from "../records/record.ts";
import type { StorageAccess } from "../storage/storage-access.ts";

const SPACE = "value_aliases";

/** The names that were given to values: each stands for one digest, until it is given to another value. */
export class ValueAliases {
  readonly #host: StorageAccess;

  constructor(host: StorageAccess) {
    this.#host = host;
  }

  /** Gives a name to a digest whose value is there. With `isAgain`, a name that stands for something stays. */
  async set(alias: string, digest: string, isAgain: boolean): Promise<void> {
    const { storage } = this.#host;
    const content = internalContent("alias", digest, storage.clock.now());
    await storage.write(SPACE, [{ key: alias, condition: isAgain ? "absent" : "any", content }]);
  }

  /**
   * The digest that a name stands for; `undefined` where it stands for none.
   *
   * @throws {CorruptRecordError} `CORRUPT_RECORD`.
   */
  async find(alias: string): Promise<string | undefined> {
    const { storage, operation } = this.#host;
    const [found] = await operation([alias], "read", () => storage.read(SPACE, [alias]));
    if (!found) return undefined;
    const digest = digestOfAlias(found);
    if (digest !== undefined) return digest;
    const { corrupt: reason = "it holds no digest", cause } = { cause: undefined, ...found };
    throw new CorruptRecordError(alias, storage.locate(SPACE, alias), reason, cause, "Save a value under it again.");
  }

  /** @throws {DigestNotFoundError} `DIGEST_NOT_FOUND`; {@link CorruptRecordError} `CORRUPT_RECORD`. */
  async resolve(alias: string): Promise<string> {
    const digest = await this.find(alias);
    if (digest === undefined) throw new DigestNotFoundError(alias, "value", "is called");
    return digest;
  }

  /** Takes a name away; tells whether it was given. */
  async remove(alias: string): Promise<boolean> {
    const { storage, operation } = this.#host;
    const remove = () => storage.remove(SPACE, [{ key: alias, condition: "any" }]);
    const [isRemoved = false] = await operation([alias], "write", remove);
    return isRemoved;
  }

  /** Names and what they stand for, in the order of the names; what is damaged is left out. */
  async *entries(): AsyncGenerator<readonly [alias: string, digest: string], void, undefined> {
    const { storage } = this.#host;
    for await (const aliases of storage.scan(SPACE)) {
      const found = await storage.read(SPACE, aliases);
      for (const [i, alias] of aliases.entries()) {
        const digest = digestOfAlias(found[i]);
        if (digest !== undefined) yield [alias, digest];
      }
    }
  }
}

/** The digest that the record of an alias holds; `undefined` where there is none, or it is damaged. */
export function digestOfAlias(found: FoundRecord): string | undefined {
  const data = found?.corrupt === undefined ? found?.data : undefined;
  return typeof data === "string" && isDigest(data) ? data : undefined;
}
