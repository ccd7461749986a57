import { expect, test } from "vitest";
import { compareRows, isSlower, looksSlower } from "../bench/against/compare-rows.ts";

const pair = (now: readonly number[], before: readonly number[]) =>
  new Map([
    [
      "gets",
      new Map([
        ["now", now],
        ["before", before],
      ]),
    ],
  ]);
const pairsOf = (ratios: readonly number[]) => ratios.map((ratio) => pair([ratio, ratio, ratio], [1, 1, 1]));

test("a row is compared round by round, so that a slowdown of both checkouts changes nothing", () => {
  const [row] = compareRows([pair([2, 20, 6], [1, 10, 3])]);
  expect(row).toEqual({ name: "gets", now: 6, before: 3, ratio: 2, interval: [2, 2], pairs: 1 });
});

test("a pair of processes counts once, however many rounds it has", () => {
  const [row] = compareRows([pair([9, 9, 9, 9, 9], [1, 1, 1, 1, 1]), ...pairsOf([1, 1.02])]);
  expect(row).toMatchObject({ ratio: 1.02, interval: [1, 9], pairs: 3 });
});

test("a row is slower if its median takes more than 5 % longer, and hardly a pair says otherwise", () => {
  expect(compareRows(pairsOf([1.06, 1.06, 2])).map(isSlower)).toEqual([true]);
  expect(compareRows(pairsOf([1.04, 1.04, 2])).map(looksSlower)).toEqual([false]);
  const [scattered] = compareRows(pairsOf([0.9, 1.2, 0.9, 1.3, 1.5]));
  expect(scattered && [looksSlower(scattered), isSlower(scattered)]).toEqual([true, false]);
  const many = [0.9, 1.2, 1.1, 1.3, 1.1, 1.2, 1.1, 1.2, 1.1];
  expect(compareRows(pairsOf(many)).map(isSlower)).toEqual([true]); // One of nine is an outlier.
});
