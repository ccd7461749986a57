import { CanonicalForm } from "../digest/canonical-form.ts";
import { LargeHashes, withLargeHashes } from "../digest/large-hashes.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { loadValue } from "./load-value.ts";

/** Form and depth of a referenced value, for the digest of the value that contains it. */
export interface KnownReference {
  /** Form of the value within the form of its container. */
  readonly form: string;
  /** Number of nested object levels. */
  readonly levels: number;
}

/** Parts of a value's digest that are not computed from the value at once. */
export interface KnownParts {
  /** References by digest. */
  readonly references: ReadonlyMap<string, KnownReference>;
  /** Hashes of large bytes; all bytes are hashed at once without them. */
  readonly hashes?: LargeHashes | undefined;
}

/** Error that requests these references to be loaded; see {@link withKnownParts}. */
export class UnknownReferences extends Error {
  readonly digests: readonly string[];

  constructor(digests: readonly string[]) {
    super("References must be loaded first.");
    this.digests = digests;
  }
}

/**
 * Runs work that may need referenced values and hashes of large bytes, and repeats it when they are known: values without them cost nothing.
 *
 * @param hashes those that are known already.
 * @throws {DigestNotFoundError} `DIGEST_NOT_FOUND` if a referenced value, or a part of it, is not stored; otherwise as `ValueStorage.load`.
 */
export async function withKnownParts<T>(
  storage: StorageBase,
  work: (known: KnownParts) => T,
  hashes: LargeHashes = new LargeHashes(),
): Promise<T> {
  const references = new Map<string, KnownReference>();
  for (;;) {
    try {
      return await withLargeHashes(() => work({ references, hashes }), hashes);
    } catch (error) {
      if (!(error instanceof UnknownReferences)) throw error;
      for (const digest of error.digests) references.set(digest, await measure(await loadValue(storage, digest)));
    }
  }
}

function measure(value: unknown): Promise<KnownReference> {
  return withLargeHashes((hashes) => {
    const forms = new MeasuredForm(value, hashes);
    return { form: forms.inlined(value), levels: forms.levels };
  });
}

class MeasuredForm extends CanonicalForm {
  levels = 0;

  inlined(value: unknown): string {
    return this.inline(this.of(value));
  }

  protected override object(value: object): string {
    this.levels = Math.max(this.levels, this.level + 1);
    return super.object(value);
  }
}
