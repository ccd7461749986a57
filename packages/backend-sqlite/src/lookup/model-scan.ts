import type { Awaitable, CandidatePage, Lookup, LookupPlan } from "@results-manager/core/storage";
import { fieldsOf, idRanges, type KeyRange, rangeBehind } from "@results-manager/sql";
import { isMalformedJson } from "../driver/sqlite-error.ts";
import type { LookupSession } from "./lookup-session.ts";
import { compileModelRows, shapeOfModelRows, type Way } from "./model-rows.ts";
import { valuesOf } from "./narrowing-values.ts";
import { type CandidateRow, keyOf } from "./page-reader.ts";
import { randomFactor } from "./pause-factors.ts";
import { allRows } from "./statement-cache.ts";

/** Sorts after all text. Ids that are blobs belong to another program. */
const AFTER_TEXT = new Uint8Array();
const ALL_ROWS: KeyRange = { low: Number.MIN_SAFE_INTEGER, high: Number.MAX_SAFE_INTEGER };

/** Plan that goes through the rows of a range, and leaves out those that cannot match. */
export class ModelScan implements LookupPlan {
  readonly looksAt = "records of the model";
  readonly narrowedBy: LookupPlan["narrowedBy"];
  readonly isOrdered: boolean;
  readonly isSeparate: boolean;
  readonly #session: LookupSession;
  readonly #lookup: Lookup;
  readonly #now: number;
  readonly #way: Way;

  constructor(session: LookupSession, lookup: Lookup, now: number) {
    const { order, prefix, narrowing } = lookup;
    this.narrowedBy = fieldsOf(narrowing);
    this.isOrdered = order?.isOfIds === true;
    this.isSeparate = session.isSeparate;
    this.#session = session;
    this.#lookup = lookup;
    this.#now = now;
    // Rows that lie side by side are read faster. One that is removed and set again meanwhile is found twice, so that only counts are made so.
    const isAsStored = order === undefined && prefix === undefined && !session.isForeign;
    this.#way = isAsStored ? "rowid" : this.isOrdered && order?.isIdDescending ? "-id" : "id";
  }

  *pages(): Generator<Awaitable<CandidatePage>, void, undefined> {
    const lookup = this.#lookup;
    const way = this.#way;
    const { modelName: model, version, namespace, narrowing } = lookup;
    const values = { narrowing: valuesOf(narrowing), model, version, namespace, now: this.#now };
    let isGuarded = false;
    const reader = this.#session.reader(model, this.isOrdered ? lookup.limit : Number.POSITIVE_INFINITY, false);
    const read = (range: KeyRange, limit: number): readonly CandidateRow[] => {
      const rows = { lookup, way, isGuarded };
      const statement = this.#session.statement(shapeOfModelRows(rows), () => compileModelRows(rows));
      try {
        return allRows(statement, { ...values, ...range, limit, factor: randomFactor() });
      } catch (error) {
        if (isGuarded || !isMalformedJson(error)) throw error;
        isGuarded = true;
        return read(range, limit);
      }
    };
    for (const range of way === "rowid" ? [ALL_ROWS] : idRanges(lookup)) {
      for (let left: KeyRange | undefined = { low: range.low, high: range.high ?? AFTER_TEXT }; left; ) {
        const from: KeyRange = left;
        yield this.#session.attempt(() => {
          const limit = reader.begin();
          const rows = read(from, limit);
          const last = rows.length < limit ? undefined : rows.at(-1);
          left = last && rangeBehind(from, keyOf(last), way === "-id");
          return reader.pageOf(rows);
        });
      }
    }
  }
}
