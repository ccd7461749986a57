import type { Revision } from "@results-manager/core";
import { uniqueNumber } from "./unique-number.ts";

/** What nobody has come back with for so many others, nobody will. */
const MOST = 4096;

/**
 * Numbers that stand for revisions, which may be objects, or long: the same number for the same revision. A number that was forgotten
 * stands for no record's revision, and what is written on its condition is not written.
 */
export class RevisionTable {
  readonly #numbers = new Map<Revision, number>();
  readonly #revisions = new Map<number, Revision>();

  /** The number of a revision. */
  numberOf(revision: Revision): number {
    const known = this.#numbers.get(revision);
    if (known !== undefined) return known;
    const number = uniqueNumber();
    this.#numbers.set(revision, number);
    this.#revisions.set(number, revision);
    if (this.#revisions.size > MOST) this.#forgetOldest();
    return number;
  }

  /** The revision of a number. */
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
