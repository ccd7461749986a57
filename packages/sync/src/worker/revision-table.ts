import type { Revision } from "@results-manager/core/storage";
import { uniqueNumber } from "./unique-number.ts";

/** Maximum number of revisions; the oldest are forgotten, since they are unlikely to be used again. */
const MAX_REVISIONS = 4096;

/**
 * Maps revisions, which may be objects or long texts, to numbers; equal revisions have equal numbers. A forgotten number matches no
 * record's revision, so that a write on its condition fails.
 */
export class RevisionTable {
  readonly #numbers = new Map<Revision, number>();
  readonly #revisions = new Map<number, Revision>();

  /** Returns the number of a revision. */
  numberOf(revision: Revision): number {
    const known = this.#numbers.get(revision);
    if (known !== undefined) return known;
    const number = uniqueNumber();
    this.#numbers.set(revision, number);
    this.#revisions.set(number, revision);
    if (this.#revisions.size > MAX_REVISIONS) this.#forgetOldest();
    return number;
  }

  /** Returns the revision of a number. */
  revisionOf(number: Revision): Revision {
    return this.#revisions.get(number as number) ?? FORGOTTEN;
  }

  #forgetOldest(): void {
    for (const [number, revision] of this.#revisions) {
      this.#revisions.delete(number);
      this.#numbers.delete(revision);
      return;
    }
  }
}

const FORGOTTEN: Revision = Object.freeze({});
