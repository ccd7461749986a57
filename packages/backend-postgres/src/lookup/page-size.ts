import type { CandidatePage } from "@results-manager/core/storage";

/** Greatest number of rows of a page. */
const MAX_ROWS = 1024;
/** Least number: core may refuse some candidates. */
const MIN_ROWS = 16;

/** Number of rows that the pages of a query have. */
export class PageSize {
  #wanted: number;

  /** @param wanted Number of results that are wanted. */
  constructor(wanted: number) {
    this.#wanted = wanted;
  }

  /** Greatest number of rows of the next page. */
  get next(): number {
    return Math.min(Math.max(this.#wanted, MIN_ROWS), MAX_ROWS);
  }

  /** Notes what a page has found. */
  note({ ids }: CandidatePage): void {
    this.#wanted -= ids.length;
  }
}
