import { AmbiguousDigestError, DigestNotFoundError } from "../errors/digest-errors.ts";
import { DIGEST_LENGTH, parseDigest, parseShortDigest, SHORTEST_DIGEST } from "../ids/digest-text.ts";
import type { Space } from "../records/storage-backend.ts";
import { outcomeOf } from "../scheduling/outcome-of.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import type { DigestKeys } from "./digest-keys.ts";

/** Operations on the keys of one space, shared by calls and values. */
export class StoredDigestKeys implements DigestKeys, AsyncDisposable {
  protected readonly host: StorageAccess;
  readonly #space: Space;
  readonly #what: string;

  /** @param what Kind of the records, for error messages. */
  constructor(host: StorageAccess, space: Space, what: string) {
    this.host = host;
    this.#space = space;
    this.#what = what;
  }

  async expand(short: string): Promise<string> {
    const key = parseShortDigest(short);
    return this.host.accept(() => this.find(key));
  }

  async shrink(full: string): Promise<string> {
    const key = parseDigest(full);
    const near = await this.host.accept(() => this.#startingWith(key.slice(0, SHORTEST_DIGEST)));
    if (!near.includes(key)) throw new DigestNotFoundError(key, this.#what);
    return key.slice(0, charactersToTell(near, key));
  }

  async contains(key: string): Promise<boolean> {
    const digest = parseShortDigest(key);
    if (digest.length === DIGEST_LENGTH) return outcomeOf(this.host.performOne("has", this.#space, digest, digest));
    return (await this.host.accept(() => this.#find(digest))) !== undefined;
  }

  async evict(key: string): Promise<boolean> {
    const digest = parseShortDigest(key);
    const removal = (whole: string) => ({ key: whole, condition: "any" }) as const;
    if (digest.length === DIGEST_LENGTH) {
      return outcomeOf(this.host.performOne("remove", this.#space, digest, removal(digest)));
    }
    return this.host.accept(async () => {
      const whole = await this.find(digest);
      const remove = () => this.host.storage.remove(this.#space, [removal(whole)]);
      const [isRemoved = false] = await this.host.operation([whole], "write", remove);
      return isRemoved;
    });
  }

  async list(): Promise<string[]> {
    return this.host.accept(() => this.host.operation([], "read", () => this.#startingWith("")));
  }

  async *keys(): AsyncGenerator<string, void, undefined> {
    for await (const page of this.host.listing(this.host.storage.scan(this.#space))) yield* page;
  }

  close(): Promise<void> {
    return this.host.storage.close();
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
    return this.host.listKeys(this.#space, { startsWith });
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
