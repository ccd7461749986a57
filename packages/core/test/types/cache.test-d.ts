import * as v from "valibot";
import { expectTypeOf, test } from "vitest";
import { type AsyncCacheBackend, MemoryCache, registerModel } from "../../src/index.ts";

const Person = registerModel("CachedPerson", v.object({ name: v.string(), age: v.optional(v.number(), 0) }));

declare const cache: AsyncCacheBackend;

test("a value is unknown without a model, and exactly the schema's output with one", () => {
  expectTypeOf(cache.getValue("key")).toEqualTypeOf<Promise<unknown>>();
  expectTypeOf(cache.getValue("key", { model: Person })).toEqualTypeOf<
    Promise<{ name: string; age: number } | undefined>
  >();
  expectTypeOf(cache.multiGetValues(["key"])).toEqualTypeOf<Promise<unknown[]>>();
  expectTypeOf(cache.multiGetValues(["key"], { model: Person })).toEqualTypeOf<
    Promise<({ name: string; age: number } | undefined)[]>
  >();
});

test("getOrCompute gives what is computed, or what the model gives", () => {
  expectTypeOf(cache.getOrCompute("key", () => 1)).toEqualTypeOf<Promise<number>>();
  expectTypeOf(cache.getOrCompute("key", async () => [1], { ttlSeconds: 1, tags: ["a"] })).toEqualTypeOf<
    Promise<number[]>
  >();
  const ada = { name: "Ada", age: 36 };
  expectTypeOf(
    cache.getOrCompute("key", async ({ signal }) => (signal.aborted ? ada : ada), { model: Person }),
  ).toEqualTypeOf<Promise<{ name: string; age: number }>>();
  // @ts-expect-error the model's output has an age.
  cache.getOrCompute("key", () => ({ name: "Ada" }), { model: Person });
});

test("arguments that cannot be right do not compile", () => {
  // @ts-expect-error a key is text.
  cache.getValue(7);
  // @ts-expect-error pairs have a key and a value.
  cache.multiSetValues(["key"]);
  // @ts-expect-error a delta is a number.
  cache.incr("key", "1");
  // @ts-expect-error touch wants a ttl.
  cache.touch("key");
  // @ts-expect-error tags are several.
  cache.setValue("key", 1, { tags: "tag" });
  // @ts-expect-error a bound is a number.
  new MemoryCache({ maxEntries: "1" });
  // @ts-expect-error there is no such option.
  new MemoryCache({ maxItems: 1 });
  cache.multiSetValues(new Map([["key", 1]]));
});
