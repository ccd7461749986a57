import { expect, test } from "vitest";
import { ResultNotFoundError } from "../../src/index.ts";
import { Batch, isReading, type Kind, PendingItem } from "../../src/scheduling/batch.ts";

const write = (key: string, more: object = { content: {} }) => ({ key, condition: "any", ...more }) as never;

test("reads change nothing, all others may", () => {
  const kinds: Kind[] = ["read", "has", "write", "change", "remove", "confirm"];
  expect(kinds.filter(isReading)).toEqual(["read", "has"]);
});

test("items of a batch get their own outcomes, when it is settled", async () => {
  const batch = new Batch("has", "results");
  const [first, second] = [new PendingItem(batch, "a"), new PendingItem(batch, "b")];
  const error = new ResultNotFoundError("b");
  expect(batch.items).toEqual(["a", "b"]);
  batch.settle([true, error]);
  await first.settled;
  expect([first.result(), await first.whenResult(), second.outcome]).toEqual([true, true, error]);
  expect(() => second.result()).toThrow(error);
  await expect(second.whenResult()).rejects.toBe(error);
  await second.whenDone();
});

test("a batch knows the keys of its items, and whether it is lone", () => {
  const batch = new Batch("has", "results");
  const item = new PendingItem(batch, "a");
  expect([batch.accesses("results", "a"), batch.accesses("results", "b"), batch.accesses("cache", "a")]).toEqual([
    true,
    false,
    false,
  ]);
  new PendingItem(batch, "b");
  expect([batch.accesses("results", "b"), item.isLone]).toEqual([true, false]);
  batch.isLone = true;
  expect(item.isLone).toBe(true);
});

test("a batch of writes knows whether a content is still to be made, and whether there are parts", () => {
  const flags = (more: object): boolean[] => {
    const batch = new Batch("write", "values");
    new PendingItem(batch, write("a", more));
    return [batch.isLazy, batch.hasParts];
  };
  expect(flags({ content: {} })).toEqual([false, false]);
  expect(flags({ prepare: () => ({}) })).toEqual([true, false]);
  expect(flags({ content: {}, parts: { space: "values", levels: [] } })).toEqual([false, true]);
  const other = new Batch("has", "values");
  new PendingItem(other, "a");
  expect([other.isLazy, other.hasParts]).toEqual([false, false]);
});

test("a write with an asynchronous schema is done later, whatever becomes of it", async () => {
  for (const fails of [false, true]) {
    const batch = new Batch("write", "results");
    const item = new PendingItem(batch, write("a"));
    const { promise, resolve, reject } = Promise.withResolvers<never>();
    batch.settle([promise]);
    let isDone = false;
    const done = item.whenDone().then(() => {
      isDone = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isDone).toBe(false);
    if (fails) reject(new Error("no"));
    else resolve({ written: true } as never);
    await done;
  }
});
