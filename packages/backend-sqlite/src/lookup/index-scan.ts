import type { Awaitable, CandidatePage, Lookup, LookupPlan } from "@results-manager/core/storage";
import { fieldsOf, type IndexUse } from "@results-manager/sql";
import { hasEntries, rowsOfSegment, valuesOfUse } from "./index-entries.ts";
import { compileIndexRows, shapeOfIndexRows } from "./index-rows.ts";
import { rangeBehindKey, rankOfWhole, type Segment, segmentsBehind, segmentsOf } from "./key-segments.ts";
import type { LookupSession } from "./lookup-session.ts";
import { type CandidateRow, keyOf, type PageReader } from "./page-reader.ts";
import { randomFactor } from "./pause-factors.ts";
import { rowPages } from "./row-pages.ts";
import { allRows, type StatementValues } from "./statement-cache.ts";

/** Plan that goes through entries of an index, after the rows whose places in it are not known. */
export class IndexScan implements LookupPlan {
  readonly looksAt = "index";
  readonly index: LookupPlan["index"];
  readonly narrowedBy: LookupPlan["narrowedBy"];
  readonly isOrdered: boolean;
  readonly isSeparate: boolean;
  readonly #session: LookupSession;
  readonly #lookup: Lookup;
  readonly #use: IndexUse;
  readonly #unplaced: readonly string[];
  readonly #values: StatementValues;
  readonly #reader: PageReader;

  /** @param unplaced Ids of the rows whose places are not known. */
  constructor(session: LookupSession, lookup: Lookup, use: IndexUse, unplaced: readonly string[], now: number) {
    const { modelName, limit } = lookup;
    this.index = use.fields;
    this.narrowedBy = fieldsOf(lookup.narrowing);
    this.isOrdered = use.isOrdered;
    this.isSeparate = session.isSeparate;
    this.#session = session;
    this.#lookup = lookup;
    this.#use = use;
    this.#unplaced = unplaced;
    this.#values = valuesOfUse(lookup, use, now);
    // One more, by which it is known that the others of its key have been read.
    this.#reader = session.reader(
      modelName,
      use.isOrdered ? limit + 1 : Number.POSITIVE_INFINITY,
      use.rest.kind !== "any",
    );
  }

  *pages(): Generator<Awaitable<CandidatePage>, void, undefined> {
    yield* rowPages(this.#session, this.#reader, this.#unplaced, this.#values, true);
    const { intervals, order } = this.#use;
    const { after } = this.#lookup;
    const segments = segmentsOf(intervals, order.isDescending);
    const left =
      this.isOrdered && after
        ? segmentsBehind(segments, order.term < 0 ? undefined : after.values[order.term], after.id, order)
        : segments.map(({ segment }) => segment);
    for (const segment of left) yield* this.#segmentPages(segment);
  }

  *#segmentPages(segment: Segment): Generator<Awaitable<CandidatePage>, void, undefined> {
    for (let left: readonly Segment[] = [segment]; left[0]; ) {
      const [first, ...others] = left;
      const page = this.#session.attempt(() => {
        const limit = this.#reader.begin();
        const rows = this.#rows(first, limit);
        const last = rows.length < limit ? undefined : rows.at(-1);
        const { read, more } =
          first.kind === "group" ? restOfGroup(first, rows, last) : this.#restOfRange(first, rows, last);
        left = [...more, ...others];
        return this.#reader.pageOf(read);
      });
      // Most ranks have no entries, and an empty page takes longer than to find that out.
      if (page instanceof Promise || page.ids.length > 0 || left.length > 0) yield page;
    }
  }

  /** Reads entries of a range in the order of the index, and makes the entries of each key follow the order of the query. */
  #restOfRange(
    range: Extract<Segment, { kind: "range" }>,
    rows: readonly CandidateRow[],
    last: CandidateRow | undefined,
  ): { readonly read: readonly CandidateRow[]; readonly more: readonly Segment[] } {
    const { isDescending, isIdDescending } = this.#use.order;
    const key = last && keyOf(last);
    const more: Segment[] = last ? [rangeBehindKey(range, key, isDescending)] : [];
    if (isDescending === isIdDescending) {
      if (last) more.unshift({ kind: "group", key, after: last[0] as string });
      return { read: rows, more };
    }
    // The entries of the last key may be incomplete, and begin at the wrong end: they are read by their ids.
    if (last) more.unshift({ kind: "group", key, after: undefined });
    return { read: groupsReversed(rows, last && key), more };
  }

  #rows(segment: Segment, limit: number): readonly CandidateRow[] {
    if (this.#isEmpty(segment)) return [];
    const { rows, values } = rowsOfSegment(this.#lookup, this.#use, segment);
    const statement = this.#session.statement(shapeOfIndexRows(rows), () => compileIndexRows(rows));
    return allRows(statement, { ...this.#values, ...values, limit, factor: randomFactor() });
  }

  /** Tells, without a look at the index unless the database has changed, that no key has the rank of the segment: most fields have one. */
  #isEmpty(segment: Segment): boolean {
    const rank = this.#use.fixed.length === 0 ? rankOfWhole(segment) : undefined;
    if (rank === undefined || !this.#session.keepsAnswers) return false;
    return !hasEntries(this.#session, this.#lookup, this.#use, segment, rank);
  }
}

function restOfGroup(
  group: Extract<Segment, { kind: "group" }>,
  rows: readonly CandidateRow[],
  last: CandidateRow | undefined,
): { readonly read: readonly CandidateRow[]; readonly more: readonly Segment[] } {
  return { read: rows, more: last ? [{ ...group, after: last[0] as string }] : [] };
}

/** Returns rows with those of each key in reverse order, and without those of the key that is left out. */
function groupsReversed(rows: readonly CandidateRow[], leftOut: unknown): readonly CandidateRow[] {
  const reversed: CandidateRow[] = [];
  for (let start = 0; start < rows.length; ) {
    const key = keyOf(rows[start] as CandidateRow);
    if (key === leftOut) break;
    let end = start + 1;
    while (end < rows.length && keyOf(rows[end] as CandidateRow) === key) end++;
    for (let i = end - 1; i >= start; i--) reversed.push(rows[i] as CandidateRow);
    start = end;
  }
  return reversed;
}
