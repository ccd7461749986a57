import { CanonicalForm } from "../digest/canonical-form.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { loadValue } from "./load-value.ts";

/** Form and depth of a referenced value, for the digest of the value that contains it. */
export interface KnownReference {
  /** Form of the value within the form of its container. */
  readonly form: string;
  /** Number of nested object levels. */
  readonly levels: number;
}

/** Known references by digest. */
export type KnownReferences = ReadonlyMap<string, KnownReference>;

/** Error that requests these references to be loaded; see {@link withReferences}. */
export class UnknownReferences extends Error {
  readonly digests: readonly string[];

  constructor(digests: readonly string[]) {
    super("References must be loaded first.");
    this.digests = digests;
  }
}

/**
 * Runs work that may need referenced values, and repeats it after loading them: values without references cost nothing.
 *
 * @throws {DigestNotFoundError} `DIGEST_NOT_FOUND` if a referenced value, or a part of it, is not stored; otherwise as `ValueStorage.load`.
 */
export async function withReferences<T>(storage: StorageBase, work: (known: KnownReferences) => T): Promise<T> {
  const known = new Map<string, KnownReference>();
  for (;;) {
    try {
      return work(known);
    } catch (error) {
      if (!(error instanceof UnknownReferences)) throw error;
      for (const digest of error.digests) known.set(digest, measure(await loadValue(storage, digest)));
    }
  }
}

function measure(value: unknown): KnownReference {
  const forms = new MeasuredForm(value);
  return { form: forms.inlined(value), levels: forms.levels };
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
