import type { Lookup } from "@results-manager/core/storage";
import type { IndexUse } from "@results-manager/sql";
import { KEY_OF_RANK, nameOfIndex } from "./index-columns.ts";
import { compileEntryIds, type IndexRows, shapeOfIndexRows } from "./index-rows.ts";
import { type Segment, segmentsOf } from "./key-segments.ts";
import type { LookupSession } from "./lookup-session.ts";
import { valuesOf } from "./narrowing-values.ts";
import { allRows, type StatementValues } from "./statement-cache.ts";

/** Sorts before all ids, and behind them. */
const BEFORE_IDS = "";
const BEHIND_IDS = Buffer.alloc(0);

/** Returns the values of the queries of an index that all of its parts have in common. */
export function valuesOfUse(
  { modelName: model, version, namespace, prefix }: Lookup,
  use: IndexUse,
  now: number,
): StatementValues {
  const fixed = use.fixed.map(({ rank, from }) => from ?? KEY_OF_RANK[rank]);
  return { narrowing: valuesOf(use.rest), fixed, model, version, namespace, now, prefix };
}

/** Returns the query of a part of an index, and its own values. */
export function rowsOfSegment(
  lookup: Lookup,
  { fields, fixed, rest, order }: IndexUse,
  segment: Segment,
): { readonly rows: IndexRows; readonly values: StatementValues } {
  const isGroup = segment.kind === "group";
  const rows: IndexRows = {
    lookup,
    fields,
    isMissing: fixed.map(({ rank }) => rank === 0),
    of: isGroup ? (segment.key === null ? "missing group" : "group") : "range",
    isOpen: isGroup ? { low: false, high: false } : segment.isOpen,
    isDescending: isGroup ? order.isIdDescending : order.isDescending,
    rest,
  };
  const after = isGroup ? (segment.after ?? (order.isIdDescending ? BEHIND_IDS : BEFORE_IDS)) : undefined;
  return { rows, values: { ...segment, after } };
}

/** Returns the ids of entries that may match; `undefined` if there are more than `limit`. */
export function entryIds(
  session: LookupSession,
  lookup: Lookup,
  use: IndexUse,
  now: number,
  limit: number,
): readonly unknown[] | undefined {
  const values = valuesOfUse(lookup, use, now);
  const ids: unknown[] = [];
  for (const { segment } of segmentsOf(use.intervals, false)) {
    const { rows, values: ofSegment } = rowsOfSegment(lookup, use, segment);
    const statement = session.statement(`ids ${shapeOfIndexRows(rows)}`, () => compileEntryIds(rows));
    for (const [id] of allRows(statement, { ...values, ...ofSegment, limit: limit + 1 - ids.length })) ids.push(id);
    if (ids.length > limit) return undefined;
  }
  return ids;
}

/** Tells whether an index has entries of a rank, of the current version of the model. */
export function hasEntries(
  session: LookupSession,
  lookup: Lookup,
  use: IndexUse,
  segment: Segment,
  rank: number,
): boolean {
  const { modelName, version } = lookup;
  return session.answer(`rank ${rank} of ${version} in ${nameOfIndex(modelName, use.fields)}`, () => {
    const { rows, values } = rowsOfSegment(lookup, use, segment);
    const statement = session.statement(`ids ${shapeOfIndexRows(rows)}`, () => compileEntryIds(rows));
    return allRows(statement, { version, ...values, limit: 1 }).length > 0;
  });
}
