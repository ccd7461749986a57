import { expect, test } from "vitest";
import { StorageError } from "../../../src/index.ts";
import { planLookup } from "../../../src/results/lookup/plan-query.ts";

/** Plans a query on a medium whose making of indexes ends so. */
const planned = (indexed?: () => Promise<void>): Promise<unknown> =>
  planLookup(
    { storage: { indexed: () => indexed?.(), plan: async () => "a plan" } } as never,
    {} as never,
    {} as never,
  );

test("a query is planned once the indexes are made, and also where the medium cannot make them", async () => {
  expect(await planned()).toBe("a plan");
  expect(await planned(async () => {})).toBe("a plan");
  expect(await planned(() => Promise.reject(new StorageError("full", { id: "a" }, "STORAGE_FULL")))).toBe("a plan");
});

test("an error that is not one of the library is thrown", async () => {
  await expect(planned(() => Promise.reject(new TypeError("a mistake")))).rejects.toThrow("a mistake");
});
