import { faceOver } from "@results-manager/testing";
import { number } from "valibot";
import { expect, test } from "vitest";
import { ModelRegistry, ResultsFace, ValuesFace } from "../../src/index.ts";
import { DestructuringMixin, MemoryStorage, type Outcome, type Space } from "../../src/storage.ts";

/** A medium whose records other stores may have written without waiting for the disk; it notes what it is asked to confirm. */
class Unsynced extends MemoryStorage {
  override readonly supports = { ...new MemoryStorage().supports, confirms: true };
  readonly confirmed: string[] = [];
  failing: Error | undefined;

  protected override confirmRecords(_space: Space, keys: readonly string[]): Outcome<undefined>[] {
    this.confirmed.push(...keys);
    return keys.map(() => this.failing);
  }
}

const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const Results = faceOver(ResultsFace, Unsynced);
const Values = faceOver(ValuesFace, DestructuringMixin(Unsynced));

test("an equal record that is there is confirmed before it is reported as stored; what is only skipped is not", async () => {
  await using results = new Results({ registry });
  await results.set("a", 1, { model: Count });
  expect(results.storage.confirmed).toEqual([]);
  await results.set("a", 1, { model: Count, behavior: "skip_if_exists" });
  await results.set("a", 2, { model: Count, behavior: "overwrite" });
  expect(results.storage.confirmed).toEqual([]);
  expect(await results.set("a", 2, { model: Count, behavior: "raise_if_different" })).toBe(true);
  expect(await results.setMany([["a", 2]], { model: Count, behavior: "raise_if_different" })).toEqual([true]);
  for await (const page of results.exportRecords()) {
    await results.importRecords(page, { behavior: "raise_if_different" });
  }
  expect(results.storage.confirmed).toEqual(["a", "a", "a"]);
});

test("a record that cannot be confirmed is not reported as stored", async () => {
  await using results = new Results({ registry });
  await results.set("a", 1, { model: Count });
  results.storage.failing = new Error("no disk");
  const settled = await Promise.allSettled([
    results.set("a", 1, { model: Count, behavior: "raise_if_different" }),
    results.set("b", 1, { model: Count, behavior: "raise_if_different" }),
  ]);
  expect(settled).toMatchObject([{ status: "rejected", reason: { message: "no disk" } }, { value: true }]);
});

test("a value that is there is confirmed with its parts, and so are the parts of a new one", async () => {
  await using values = new Values();
  const part = await values.save([1, 2]);
  const whole = await values.save({ part: [1, 2], other: [3] });
  expect(values.storage.confirmed).toEqual([part]);
  values.storage.confirmed.length = 0;
  await values.save({ part: [1, 2], other: [3] });
  expect(new Set(values.storage.confirmed)).toEqual(new Set([whole, part, values.digest([3])]));
  values.storage.failing = new Error("no disk");
  await expect(values.save([1, 2])).rejects.toThrow("no disk");
});
