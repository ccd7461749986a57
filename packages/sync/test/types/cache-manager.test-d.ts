import { type AsyncCacheBackend, registerModel } from "@results-manager/core";
import * as v from "valibot";
import { expectTypeOf, test } from "vitest";
import type { CacheManager } from "../../src/index.ts";

const Person = registerModel("Person", v.object({ name: v.string() }));

declare const cache: CacheManager;

test("every method of the asynchronous cache but entries and copies is there, and every value a plain one", () => {
  type Missing = Exclude<keyof AsyncCacheBackend, keyof CacheManager | typeof Symbol.asyncDispose>;
  expectTypeOf<Missing>().toEqualTypeOf<"entries" | "exportRecords" | "importRecords" | "copyTo">();
  expectTypeOf(cache.getValue("key", { model: Person })).toEqualTypeOf<{ name: string } | undefined>();
  expectTypeOf(cache.getValue("key")).toBeUnknown();
  expectTypeOf(cache.getOrCompute("key", () => 1)).toBeUnknown();
  expectTypeOf(cache.getOrCompute("key", Person, () => ({ name: "Ada" }))).toEqualTypeOf<{ name: string }>();
  expectTypeOf(cache.multiGetValues(["key"], { model: Person })).toEqualTypeOf<({ name: string } | undefined)[]>();
  expectTypeOf(cache.keys()).toEqualTypeOf<Generator<string, void, undefined>>();
});
