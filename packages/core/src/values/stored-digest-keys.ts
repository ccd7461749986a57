import { AmbiguousDigestError, DigestNotFoundError } from "../errors/digest-errors.ts";
import { DIGEST_LENGTH, parseDigest, parseShortDigest, SHORTEST_DIGEST } from "../ids/digest-text.ts";
import type { Space } from "../records/space.ts";
import type { StoreStats } from "../records/store-stats.ts";
import { outcomeOf } from "../scheduling/outcome-of.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import type { DigestKeys } from "./digest-keys.ts";

/** Operations on the keys of one space, shared by calls and values. */
export class StoredDigestKeys implements DigestKeys, AsyncDisposable {
  /** Storage that contains the records. */
  readonly storage: StorageBase;
  protected readonly access: StorageAccess;
  readonly #space: Space;
  readonly #what: string;

  /** @param what Kind of the records, for error messages. */
  constructor(access: StorageAccess, space: Space, what: string) {
    this.access = access;
    this.storage = access.storage;
    this.#space = space;
    this.#what = what;
  }

  async expand(short: string): Promise<string> {
    const key = parseShortDigest(short);
    return this.access.accept(() => this.find(key));
  }

  async shrink(full: string): Promise<string> {
    const key = parseDigest(full);
    const near = await this.access.accept(() => this.#startingWith(key.slice(0, SHORTEST_DIGEST)));
    if (!near.includes(key)) throw new DigestNotFoundError(key, this.#what);
    return key.slice(0, charactersToTell(near, key));
  }

  async contains(key: string): Promise<boolean> {
    const digest = parseShortDigest(key);
    if (digest.length === DIGEST_LENGTH) return outcomeOf(this.access.ask("has", this.#space, digest));
    return (await this.access.accept(() => this.#find(digest))) !== undefined;
  }

  async evict(key: string): Promise<boolean> {
    const digest = parseShortDigest(key);
    const removal = (whole: string) => ({ key: whole, condition: "any" }) as const;
    if (digest.length === DIGEST_LENGTH) {
      return outcomeOf(this.access.ask("remove", this.#space, removal(digest)));
    }
    return this.access.accept(async () => {
      const whole = await this.find(digest);
      const remove = () => this.storage.remove(this.#space, [removal(whole)]);
      return (await this.access.together([whole], "write", remove)).includes(true);
    });
  }

  async stats(): Promise<StoreStats> {
    return this.access.accept(async () => {
      const { measureRecords } = await import("../results/measure-records.ts");
      return measureRecords(this.access, this.#space);
    });
  }

  async list(): Promise<string[]> {
    return this.access.accept(() => this.access.together([], "read", () => this.#startingWith("")));
  }

  async *keys(): AsyncGenerator<string, void, undefined> {
    for await (const page of this.access.listing(this.storage.scan(this.#space))) yield* page;
  }

  close(): Promise<void> {
    return this.access.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Returns the whole digest of a key that may be a prefix, within an accepted call. A whole digest is not searched for. */
  protected async resolve(key: string): Promise<string> {
    const digest = parseShortDigest(key);
    return digest.length === DIGEST_LENGTH ? digest : this.find(digest);
  }

  /** Returns the stored digest with this prefix, within an accepted call. */
  protected async find(key: string): Promise<string> {
    const found = await this.#find(key);
    if (found === undefined) throw new DigestNotFoundError(key, this.#what);
    return found;
  }

  async #find(key: string): Promise<string | undefined> {
    const found = await this.#startingWith(key);
    if (found.length > 1) throw new AmbiguousDigestError(key, found.length, charactersToTell(found));
    return found[0];
  }

  #startingWith(startsWith: string): Promise<string[]> {
    return this.storage.listKeys(this.#space, { startsWith });
  }
}

/** Returns the prefix length that distinguishes sorted digests: all of them, or one from the others. */
function charactersToTell(sorted: readonly string[], one?: string): number {
  let characters = SHORTEST_DIGEST;
  for (let i = 1; i < sorted.length; i++) {
    const [a, b] = [sorted[i - 1] as string, sorted[i] as string];
    if (one !== undefined && a !== one && b !== one) continue;
    let shared = 0;
    while (a[shared] === b[shared]) shared++;
    characters = Math.max(characters, shared + 1);
  }
  return characters;
}
