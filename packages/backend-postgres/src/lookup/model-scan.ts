import type { Awaitable, CandidatePage, Lookup, LookupPlan } from "@results-manager/core/storage";
import { fieldsOf, idRanges, type KeyRange, rangeBehind } from "@results-manager/sql";
import { type RawBuilder, sql } from "kysely";
import { decodeText, encodeText } from "../records/nul-free.ts";
import { storedKey } from "../records/stored-row.ts";
import { candidateRows } from "./candidate-rows.ts";
import { type LookupParts, readPage } from "./page-reader.ts";
import { PageSize } from "./page-size.ts";

/** Plan that goes through the rows of a range by their ids, and leaves out on the server those that cannot match. */
export class ModelScan implements LookupPlan {
  readonly looksAt = "records of the model";
  readonly narrowedBy: LookupPlan["narrowedBy"];
  readonly isOrdered: boolean;
  readonly isSeparate = true;
  readonly #parts: LookupParts;
  readonly #lookup: Lookup;
  readonly #now: number;

  constructor(parts: LookupParts, lookup: Lookup, now: number) {
    this.narrowedBy = fieldsOf(lookup.narrowing);
    this.isOrdered = lookup.order?.isOfIds === true;
    this.#parts = parts;
    this.#lookup = lookup;
    this.#now = now;
  }

  *pages(): Generator<Awaitable<CandidatePage>, void, undefined> {
    const lookup = this.#lookup;
    const isDescending = this.isOrdered && lookup.order?.isIdDescending === true;
    const size = new PageSize(this.isOrdered ? lookup.limit : Number.POSITIVE_INFINITY);
    for (const range of idRanges(lookup)) {
      for (let left: KeyRange | undefined = range; left; ) {
        const from: KeyRange = left;
        yield this.#page(from, isDescending, size.next).then(({ page, last }) => {
          size.note(page);
          left = last && rangeBehind(from, decodeText(storedKey(last)), isDescending);
          return page;
        });
      }
    }
  }

  #page({ low, high }: KeyRange, isDescending: boolean, limit: number): ReturnType<typeof readPage> {
    const bounds: RawBuilder<unknown>[] = [sql`id >= ${encodeText(low as string)}::text`];
    if (high !== undefined) bounds.push(sql`id < ${encodeText(high as string)}::text`);
    const stretch = {
      schema: this.#parts.schema,
      lookup: this.#lookup,
      range: sql.join(bounds, sql` and `),
      order: isDescending ? sql`id desc` : sql`id`,
      narrowing: this.#lookup.narrowing,
      now: this.#now,
      limit,
    };
    return readPage(this.#parts, candidateRows(stretch), limit);
  }
}
