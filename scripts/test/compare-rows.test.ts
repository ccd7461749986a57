import { expect, test } from "vitest";
import { addFigures, compareRows, isSlower, looksSlower } from "../bench/against/compare-rows.ts";

const figures = (now: readonly number[], before: readonly number[]) =>
  new Map([
    [
      "gets",
      new Map([
        ["now", now],
        ["before", before],
      ]),
    ],
  ]);

test("a row is compared round by round, so that a slowdown of both checkouts changes nothing", () => {
  const [row] = compareRows(figures([2, 20, 6], [1, 10, 3]));
  expect(row).toEqual({ name: "gets", now: 6, before: 3, ratio: 2, interval: [2, 2], fastest: 2, rounds: 3 });
});

test("a row is slower if its median over all measurements takes more than 5 % longer", () => {
  const once = figures([1.06, 1.06, 2], [1, 1, 1]);
  expect(compareRows(once).map(isSlower)).toEqual([true]);
  const again = addFigures(once, figures([1, 1, 1, 1.04], [1, 1, 1, 1]));
  expect(compareRows(again)).toMatchObject([{ ratio: 1.04, rounds: 7 }]);
  expect(compareRows(again).map(looksSlower)).toEqual([false]);
});

test("a row only looks slower if chance explains it or undisturbed rounds do not show it", () => {
  const scattered = compareRows(figures([0.9, 1.2, 0.9, 1.3, 1.5], [1, 1, 1, 1, 1]));
  const disturbed = compareRows(figures([1, 1, 3, 3, 3], [0.99, 0.99, 2, 2, 2]));
  for (const [row] of [scattered, disturbed]) {
    expect(row && [looksSlower(row), isSlower(row)]).toEqual([true, false]);
  }
});
