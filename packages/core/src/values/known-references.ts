import { CanonicalForm } from "../digest/canonical-form.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { loadValue } from "./load-value.ts";

/** What a reference stands for, as far as the digest of what holds it goes. */
export interface KnownReference {
  /** What stands for the value within the form of another. */
  readonly form: string;
  /** How many levels of objects it has. */
  readonly levels: number;
}

/** By digest. */
export type KnownReferences = ReadonlyMap<string, KnownReference>;

/** Thrown by who needs to know what these digests refer to; see {@link withReferences}. */
export class UnknownReferences extends Error {
  readonly digests: readonly string[];

  constructor(digests: readonly string[]) {
    super("References have to be looked up first.");
    this.digests = digests;
  }
}

/**
 * Does work for which references within values may have to be looked up: most values hold none, and cost nothing.
 *
 * @throws {DigestNotFoundError} `DIGEST_NOT_FOUND` where what is referred to, or a part of it, is not stored; and as `ValueStorage.load`.
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
