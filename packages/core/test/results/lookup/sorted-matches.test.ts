import { expect, test } from "vitest";
import { Order, type OrderPlace } from "../../../src/query/order.ts";
import type { Match } from "../../../src/results/lookup/match-results.ts";
import { placesOf, SortedMatches } from "../../../src/results/lookup/sorted-matches.ts";

/** Order by the value alone, so that equal ones can be told apart; it counts the comparisons. */
class ByValue extends Order {
  comparisons = 0;

  constructor() {
    super([], false, "");
  }

  override placeOf({ id, value }: Match): OrderPlace {
    return { id, values: [value] };
  }

  override compare(a: OrderPlace, b: OrderPlace): number {
    this.comparisons++;
    return (a.values[0] as number) - (b.values[0] as number);
  }
}

const match = (value: number, id = ""): Match => ({ id, value }) as Match;
const matches = (...values: number[]): Match[] => values.map((value) => match(value));
const valuesOf = (placed: readonly { readonly match: Match }[]): unknown[] => placed.map((each) => each.match.value);

test("the first matches are kept, up to the limit, from all that are added", async () => {
  const sorted = new SortedMatches(new ByValue(), undefined, 3);
  expect(await sorted.sorted()).toEqual([]);
  await sorted.add(matches(5, 3));
  expect(valuesOf(await sorted.sorted())).toEqual([3, 5]);
  await sorted.add(matches(4, 9, 1));
  expect(valuesOf(await sorted.sorted())).toEqual([1, 3, 4]);
  await sorted.add(matches(7, 2));
  expect(valuesOf(await sorted.sorted())).toEqual([1, 2, 3]);
});

test("matches at or before a place are left out", async () => {
  const [order, after] = [new ByValue(), { id: "", values: [3] }];
  expect(valuesOf(placesOf(matches(2, 3, 4), order, after))).toEqual([4]);
  expect(valuesOf(placesOf(matches(2, 3), order, undefined))).toEqual([2, 3]);
  const sorted = new SortedMatches(order, after, 9);
  await sorted.add(matches(5, 3, 4));
  expect(valuesOf(await sorted.sorted())).toEqual([4, 5]);
});

test("what is behind the last of enough matches is not sorted, but what equals it is", async () => {
  const order = new ByValue();
  const sorted = new SortedMatches(order, undefined, 2);
  await sorted.add([match(1, "a"), match(5, "b")]);
  await sorted.sorted();
  order.comparisons = 0;
  await sorted.add(matches(6, 7, 8));
  expect(order.comparisons).toBe(3);
  await sorted.sorted();
  expect(order.comparisons).toBe(3);
  await sorted.add([match(5, "c")]);
  await sorted.sorted();
  expect(order.comparisons).toBeGreaterThan(4);
});

test.each([
  [10, 1024],
  [2000, 2000],
])("of a limit of %i, matches are sorted when %i are held", async (limit, held) => {
  const order = new ByValue();
  const sorted = new SortedMatches(order, undefined, limit);
  await sorted.add(matches(...Array.from({ length: held - 1 }, (_, i) => i)));
  expect(order.comparisons).toBe(0);
  await sorted.add(matches(-1));
  expect(order.comparisons).toBeGreaterThan(0);
  expect(await sorted.sorted()).toHaveLength(limit);
});
