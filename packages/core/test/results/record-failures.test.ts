import { expect, test } from "vitest";
import { BackendClosedError, ResultNotFoundError, StorageError } from "../../src/index.ts";
import { isRecordError, RecordFailures } from "../../src/results/record-failures.ts";

const missing = (id: string): ResultNotFoundError => new ResultNotFoundError(id);
const full = new StorageError("The disk is full.", { id: "a" }, "STORAGE_FULL");

test("an error of a record names it, and is none of the whole store", () => {
  const errors = [
    missing("a"),
    new StorageError("Failed.", { id: "a" }),
    full,
    new BackendClosedError(),
    new Error("x"),
  ];
  expect([...errors, undefined].map(isRecordError)).toEqual([true, true, false, false, false, false]);
});

test("an error of a record is noted, any other is thrown at once", () => {
  const failures = new RecordFailures("skip");
  failures.note(missing("a"));
  failures.noteOf("b", missing("other"));
  failures.noteOf("c", new StorageError("Failed."));
  failures.add("d", new Error("x"));
  expect(failures.ids).toEqual(["a", "b", "c", "d"]);
  for (const error of [full, new BackendClosedError(), new Error("x")]) {
    expect(() => failures.note(error)).toThrow(error);
    expect(() => failures.noteOf("e", error)).toThrow(error);
  }
  expect(failures.ids).toHaveLength(4);
  failures.end();
});

test("a function gets each error, and nothing is thrown", () => {
  const told: unknown[] = [];
  const failures = new RecordFailures((id, error) => told.push([id, error]));
  const [first, second] = [missing("a"), missing("b")];
  failures.note(first);
  failures.note(second);
  failures.end();
  expect(told).toEqual([
    ["a", first],
    ["b", second],
  ]);
});

test("the first error is thrown at the end, with the ids of ten others at most", () => {
  const end = (errors: readonly Error[]): void => {
    const failures = new RecordFailures();
    for (const [i, error] of errors.entries()) failures.add(`id${i}`, error);
    failures.end();
  };
  const message = missing("a").message;
  const several = (count: number): Error[] => Array.from({ length: count }, () => missing("a"));
  const ten = "'id1', 'id2', 'id3', 'id4', 'id5', 'id6', 'id7', 'id8', 'id9', 'id10'";
  end([]);
  expect(() => end(several(1))).toThrow(message);
  expect(() => end(several(1))).not.toThrow("Other records");
  expect(() => end(several(2))).toThrow(`${message} Other records failed too: 'id1'.`);
  expect(() => end(several(11))).toThrow(`${message} Other records failed too: ${ten}.`);
  expect(() => end(several(12))).toThrow(`${message} Other records failed too: ${ten} and 1 more.`);
  expect(() => end([new Error("plain"), missing("a")])).toThrow(/^plain$/);
});

test("onError is 'throw', 'skip' or a function", () => {
  expect(() => new RecordFailures("ignore" as never)).toThrow(
    "onError must be 'throw', 'skip' or a function, got 'ignore'.",
  );
  expect(() => new RecordFailures(null as never)).toThrow(TypeError);
});
