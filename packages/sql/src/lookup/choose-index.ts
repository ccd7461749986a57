import type { Lookup, Narrowing, StoredInterval, StoredTest } from "@results-manager/core/storage";
import { RANK } from "./rank.ts";

/** Fields of an index, each with its keys. */
export type IndexFields = Lookup["indexes"][number];

/** Order of entries: by the last field, then by id. */
export interface EntryOrder {
  readonly isDescending: boolean;
  readonly isIdDescending: boolean;
  /** Place of the last field among the terms of the query's order; -1 if all entries have the same value. */
  readonly term: number;
}

/** Use of an index for a query. */
export interface IndexUse {
  readonly fields: IndexFields;
  /** Values of the leading fields. */
  readonly fixed: readonly StoredInterval[];
  /** Values of the last field that may match; `undefined` for all. */
  readonly intervals: readonly StoredInterval[] | undefined;
  /** Condition that is left. */
  readonly rest: Narrowing;
  /** Order in which entries are read. */
  readonly order: EntryOrder;
  /** That is the order of the query. */
  readonly isOrdered: boolean;
}

/** Chooses an index of the model for a query: one that gives the order, else one by whose first fields records are left out. */
export function chooseIndex(lookup: Lookup): IndexUse | undefined {
  const uses = lookup.indexes.map((fields) => useOf(fields, lookup)).filter((use) => use !== undefined);
  const value = ({ isOrdered, fixed, intervals }: IndexUse): number =>
    Number(isOrdered) * 100 + fixed.length * 2 + Number(intervals !== undefined);
  return uses.toSorted((a, b) => value(b) - value(a))[0];
}

function useOf(fields: IndexFields, { narrowing, order }: Lookup): IndexUse | undefined {
  const tests = testsOf(narrowing);
  const used = new Set<StoredTest>();
  const take = (keys: readonly string[], isUsable: (test: StoredTest) => boolean): StoredTest | undefined => {
    const test = tests.find((each) => isSame(each.keys, keys) && each.contains === undefined && isUsable(each));
    // Several values of a type are read as one range: the others in it are left out by the condition.
    if (test && new Set(test.intervals.map(({ rank }) => rank)).size === test.intervals.length) used.add(test);
    return test;
  };
  const last = fields.at(-1) as readonly string[];
  const fixed: StoredInterval[] = [];
  for (const keys of fields.slice(0, -1)) {
    const point = take(keys, isPoint)?.intervals[0];
    if (!point) return undefined;
    fixed.push(point);
  }
  const intervals = take(last, () => true)?.intervals;
  const direction = directionOf(last, fields, order, intervals);
  if (!direction && fixed.length === 0 && intervals === undefined) return undefined;
  const rest =
    narrowing.kind === "all"
      ? narrowing.parts.filter((part) => !used.has(part as StoredTest))
      : tests.filter((test) => !used.has(test));
  return {
    fields,
    fixed,
    intervals,
    rest: tests.length === 0 ? narrowing : rest.length === 0 ? { kind: "any" } : { kind: "all", parts: rest },
    order: direction ?? { isDescending: false, isIdDescending: false, term: -1 },
    isOrdered: direction !== undefined,
  };
}

/** Returns the directions in which the entries are in the order of the query; `undefined` if they never are. */
function directionOf(
  last: readonly string[],
  fields: IndexFields,
  order: Lookup["order"],
  intervals: readonly StoredInterval[] | undefined,
): EntryOrder | undefined {
  if (!order) return undefined;
  const { isIdDescending } = order;
  const isLastFixed = intervals?.length === 1 && isPointInterval(intervals[0] as StoredInterval);
  const isFixed = (keys: readonly string[]): boolean =>
    fields.some((field) => isSame(field, keys)) && (isLastFixed || !isSame(last, keys));
  // A term whose value is always the same decides nothing.
  const [term, ...more] = order.terms.filter(({ field }) => !("keys" in field && isFixed(field.keys)));
  if (!term) return isLastFixed ? { isDescending: isIdDescending, isIdDescending, term: -1 } : undefined;
  if (more.length > 0 || !("keys" in term.field) || !isSame(term.field.keys, last)) return undefined;
  return { isDescending: term.isDescending, isIdDescending, term: order.terms.indexOf(term) };
}

/** Returns the tests that must all hold. */
function testsOf(narrowing: Narrowing): readonly StoredTest[] {
  if (narrowing.kind === "within") return [narrowing];
  return narrowing.kind === "all" ? narrowing.parts.filter((part) => part.kind === "within") : [];
}

function isPoint({ intervals }: StoredTest): boolean {
  return intervals.length === 1 && isPointInterval(intervals[0] as StoredInterval);
}

/** Tells whether an interval is a single value: a number or text, or one of the values of a type that has no others. */
function isPointInterval({ rank, from, to }: StoredInterval): boolean {
  return rank === RANK.number || rank === RANK.text ? from !== undefined && from === to : rank !== RANK.other;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, i) => key === b[i]);
}
