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

test("getOrCompute gives the output of the model, and without one unknown: the value may be stored by another program", () => {
  expectTypeOf(cache.getOrCompute("key", () => 1)).toEqualTypeOf<Promise<unknown>>();
  cache.getOrCompute("key", async ({ signal }) => [signal.aborted], { ttlSeconds: 1, tags: ["a"] });
  const ada = { name: "Ada", age: 36 };
  expectTypeOf(
    cache.getOrCompute("key", Person, async ({ signal }) => (signal.aborted ? ada : ada), { ttlSeconds: 1 }),
  ).toEqualTypeOf<Promise<{ name: string; age: number }>>();
  cache.getOrCompute("key", Person, () => ({ name: "Ada" }));
  // @ts-expect-error the schema needs a name.
  cache.getOrCompute("key", Person, () => ({ age: 36 }));
  // @ts-expect-error the model comes before the function.
  cache.getOrCompute("key", () => ada, { model: Person });
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
