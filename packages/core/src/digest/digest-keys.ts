import { AmbiguousDigestError, DigestNotFoundError } from "../errors/digest-errors.ts";
import type { FaceHost } from "../storage/face-host.ts";
import { outcomeOf } from "../storage/outcome-of.ts";
import type { Space } from "../storage/storage-backend.ts";
import { DIGEST_LENGTH, parseDigest, parseShortDigest, SHORTEST_DIGEST } from "./digest-text.ts";

/** The keys of a store whose keys are digests. Wherever a key is asked for, four and more characters of its beginning do. */
export interface DigestKeys {
  /**
   * The whole digest that begins with these characters.
   *
   * @throws {InvalidDigestError} `INVALID_DIGEST` for fewer than 4 or what is not hexadecimal.
   * @throws {DigestNotFoundError} `DIGEST_NOT_FOUND` when none does.
   * @throws {AmbiguousDigestError} `AMBIGUOUS_DIGEST` when several do, saying how many characters would do.
   */
  expand(short: string): Promise<string>;
  /**
   * The shortest beginning of a stored digest that no other one has, 4 characters at least.
   *
   * @throws {InvalidDigestError} `INVALID_DIGEST`; {@link DigestNotFoundError} `DIGEST_NOT_FOUND` when it is not stored.
   */
  shrink(full: string): Promise<string>;
  /**
   * Tells whether something is stored under a digest, or the beginning of one.
   *
   * @throws {InvalidDigestError} `INVALID_DIGEST`; {@link AmbiguousDigestError} `AMBIGUOUS_DIGEST`.
   */
  contains(key: string): Promise<boolean>;
  /**
   * Removes what is stored under a digest, or the beginning of one, and nothing it refers to; tells whether it was there.
   *
   * @throws {InvalidDigestError} `INVALID_DIGEST`; {@link AmbiguousDigestError} `AMBIGUOUS_DIGEST`.
   * @throws {DigestNotFoundError} `DIGEST_NOT_FOUND` when no digest begins so; a whole one that is not stored is none.
   */
  evict(key: string): Promise<boolean>;
  /** All digests, in order. */
  list(): Promise<string[]>;
  /** All digests, in order, one by one and in bounded memory. */
  keys(): AsyncIterable<string>;
}

/** The keys of one space of a storage. */
export class StoredDigestKeys implements DigestKeys {
  readonly #host: FaceHost;
  readonly #space: Space;
  readonly #what: string;

  /** @param what is stored there, for messages. */
  constructor(host: FaceHost, space: Space, what: string) {
    this.#host = host;
    this.#space = space;
    this.#what = what;
  }

  async expand(short: string): Promise<string> {
    const key = parseShortDigest(short);
    const found = await this.#host.accept(() => this.#find(key));
    if (found === undefined) throw new DigestNotFoundError(key, this.#what);
    return found;
  }

  async shrink(full: string): Promise<string> {
    const key = parseDigest(full);
    const near = await this.#host.accept(() => this.#startingWith(key.slice(0, SHORTEST_DIGEST)));
    if (!near.includes(key)) throw new DigestNotFoundError(key, this.#what);
    return key.slice(0, charactersToTell(near, key));
  }

  async contains(key: string): Promise<boolean> {
    const digest = parseShortDigest(key);
    if (digest.length === DIGEST_LENGTH) return outcomeOf(this.#host.performOne("has", this.#space, digest, digest));
    return (await this.#host.accept(() => this.#find(digest))) !== undefined;
  }

  async evict(key: string): Promise<boolean> {
    const digest = await this.resolve(key);
    return outcomeOf(this.#host.performOne("remove", this.#space, digest, { key: digest, condition: "any" }));
  }

  async list(): Promise<string[]> {
    return this.#host.accept(() => this.#host.operation([], "read", () => this.#startingWith("")));
  }

  async *keys(): AsyncGenerator<string, void, undefined> {
    this.#host.assertAccepting();
    for await (const page of this.#host.storage.scan(this.#space)) yield* page;
  }

  /** The whole digest of a key that may be short. A whole one is not looked for. */
  async resolve(key: string): Promise<string> {
    const digest = parseShortDigest(key);
    return digest.length === DIGEST_LENGTH ? digest : this.expand(digest);
  }

  async #find(key: string): Promise<string | undefined> {
    const found = await this.#startingWith(key);
    if (found.length > 1) throw new AmbiguousDigestError(key, found.length, charactersToTell(found));
    return found[0];
  }

  #startingWith(startsWith: string): Promise<string[]> {
    return this.#host.listKeys(this.#space, { startsWith });
  }
}

/** How many characters tell sorted digests apart: all of them, or one from the others. */
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
