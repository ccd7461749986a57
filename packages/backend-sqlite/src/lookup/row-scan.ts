import type { Awaitable, CandidatePage, Lookup, LookupPlan } from "@results-manager/core/storage";
import { fieldsOf, type IndexFields } from "@results-manager/sql";
import type { LookupSession } from "./lookup-session.ts";
import { rowPages } from "./row-pages.ts";

/** Plan that reads the few rows that an index has found, by their ids. */
export class RowScan implements LookupPlan {
  readonly looksAt = "index";
  readonly index: LookupPlan["index"];
  readonly narrowedBy: LookupPlan["narrowedBy"];
  readonly isOrdered = true;
  readonly isSeparate: boolean;
  readonly #session: LookupSession;
  readonly #lookup: Lookup;
  readonly #ids: readonly string[];
  readonly #now: number;

  /** @param ids of the rows, in the order of the query. */
  constructor(session: LookupSession, lookup: Lookup, fields: IndexFields, ids: readonly string[], now: number) {
    this.index = fields;
    this.narrowedBy = fieldsOf(lookup.narrowing);
    this.isSeparate = session.isSeparate;
    this.#session = session;
    this.#lookup = lookup;
    this.#ids = ids;
    this.#now = now;
  }

  pages(): Iterable<Awaitable<CandidatePage>> {
    const { modelName, limit } = this.#lookup;
    const values = { model: modelName, now: this.#now };
    return rowPages(this.#session, this.#session.reader(modelName, limit, false), this.#ids, values, false);
  }
}
