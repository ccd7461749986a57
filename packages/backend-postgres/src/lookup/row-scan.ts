import type { Awaitable, CandidatePage, Lookup, LookupPlan } from "@results-manager/core/storage";
import { fieldsOf, type IndexFields } from "@results-manager/sql";
import type { LookupParts } from "./page-reader.ts";
import { rowPages } from "./row-pages.ts";

/** Plan that reads the few rows that an index has found, by their ids. */
export class RowScan implements LookupPlan {
  readonly looksAt = "index";
  readonly index: LookupPlan["index"];
  readonly narrowedBy: LookupPlan["narrowedBy"];
  readonly isOrdered = true;
  readonly isSeparate = true;
  readonly #pages: () => Iterable<Awaitable<CandidatePage>>;

  /** @param ids of the rows, in the order of the query. */
  constructor(parts: LookupParts, lookup: Lookup, fields: IndexFields, ids: readonly string[], now: number) {
    this.index = fields;
    this.narrowedBy = fieldsOf(lookup.narrowing);
    this.#pages = () => rowPages(parts, ids, now, false);
  }

  pages(): Iterable<Awaitable<CandidatePage>> {
    return this.#pages();
  }
}
