import { CanonicalForm } from "../digest/canonical-form.ts";
import { LONGEST_INLINE } from "../digest/forms.ts";
import type { LargeHashes } from "../digest/large-hashes.ts";

/** Canonical form that reuses the forms of checked parts. */
export class KnownForms extends CanonicalForm {
  readonly #known: ReadonlyMap<object, string>;

  constructor(root: unknown, known: ReadonlyMap<object, string>, hashes: LargeHashes) {
    super(root, hashes);
    this.#known = known;
  }

  /** Returns the text that represents a form within the form of a container. */
  inlined(form: string, hash: string): string {
    return form.length > LONGEST_INLINE ? `h${hash}` : form;
  }

  protected override object(value: object): string {
    return this.#known.get(value) ?? super.object(value);
  }
}
