import { afterEach, expect, test, vi } from "vitest";
import { SharedList } from "../../../src/results/compute-all/shared-list.ts";

/** Makes a list that goes on at the given place, from 0 to 1. */
function listOf(length: number, place: number): SharedList<number> {
  vi.spyOn(Math, "random").mockReturnValue(place);
  return new SharedList(Array.from({ length }, (_, i) => i));
}

function rest(list: SharedList<number>): number[] {
  const items: number[] = [];
  for (let stretch = list.take(); stretch; stretch = list.take()) items.push(...stretch);
  return items;
}
afterEach(() => void vi.restoreAllMocks());

test("a list begins anywhere, and its first item follows the last", () => {
  expect(rest(listOf(4, 0))).toEqual([0, 1, 2, 3]);
  expect(rest(listOf(4, 0.5))).toEqual([2, 3, 0, 1]);
  expect(rest(listOf(4, 0.99))).toEqual([3, 0, 1, 2]);
  expect(rest(listOf(0, 0.5))).toEqual([]);
});

test("long lists have stretches of 64 items, shorter ones 32 stretches", () => {
  for (const [length, stretch] of [
    [10, 1],
    [32, 1],
    [33, 2],
    [2048, 64],
    [9999, 64],
  ] as const) {
    expect(listOf(length, 0).take()).toHaveLength(stretch);
    expect(rest(listOf(length, 0.3))).toHaveLength(length);
  }
});

test("what is left of a stretch keeps its place, and the list goes on elsewhere", () => {
  const list = listOf(96, 0);
  expect(list.take()).toEqual([0, 1, 2]);
  expect(list.take()).toEqual([3, 4, 5]);
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  list.leave([5]);
  expect(list.take()).toEqual([48, 49, 50]);
  vi.spyOn(Math, "random").mockReturnValue(0);
  list.leave([]);
  expect(rest(list)).toEqual([
    5,
    ...Array.from({ length: 42 }, (_, i) => 6 + i),
    ...Array.from({ length: 45 }, (_, i) => 51 + i),
  ]);
});
