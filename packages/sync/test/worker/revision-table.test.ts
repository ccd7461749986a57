import { expect, test } from "vitest";
import { RevisionTable } from "../../src/worker/revision-table.ts";

test("one number stands for one revision, and for it alone", () => {
  const table = new RevisionTable();
  const object = {};
  const numbers = [object, {}, "text", 7].map((revision) => table.numberOf(revision));
  expect(new Set(numbers).size).toBe(4);
  expect(table.numberOf(object)).toBe(numbers[0]);
  expect(table.numberOf(["te", "xt"].join(""))).toBe(numbers[2]);
  expect(table.revisionOf(numbers[0] as number)).toBe(object);
  expect(table.revisionOf(numbers[3] as number)).toBe(7);
});

test("numbers of another table, and those that were forgotten, stand for no revision that there is", () => {
  const [table, other] = [new RevisionTable(), new RevisionTable()];
  const number = table.numberOf("first");
  expect(other.revisionOf(number)).not.toBe("first");
  for (let i = 0; i < 10_000; i++) table.numberOf(`n${i}`);
  expect(typeof table.revisionOf(number)).toBe("object");
  expect(table.numberOf("first")).not.toBe(number);
});
